"""GET below /v1."""

from tests.api.conftest import SAFETY


def test_documents_are_listed_in_pages_without_repeats_or_gaps(client):
    whole = client.get("/v1/documents").json()
    first = client.get("/v1/documents", params={"limit": 2}).json()
    rest = client.get("/v1/documents", params={"cursor": first["next_cursor"]}).json()
    ids = [document["id"] for document in first["documents"] + rest["documents"]]
    assert ids == [document["id"] for document in whole["documents"]]
    assert sorted(ids) == ["fgc", "hostile", "reports/signs/pages"]
    assert rest["next_cursor"] is None


def test_a_document_says_which_pages_were_read_and_what_is_printed_on_them(client):
    document = client.get("/v1/documents/fgc").json()
    assert document["pages"] == [
        {"number": 1, "label": "i"},
        {"number": 2, "label": "1"},
        {"number": 3, "label": "2"},
    ]
    assert len(document["ratings"]) == 3
    assert document["generation"] == "000001"


def test_an_id_with_slashes_and_the_word_pages_in_it_is_found(client):
    assert client.get("/v1/documents/reports/signs/pages").json()["title"] == "Signs of Safety"
    page = client.get("/v1/documents/reports/signs/pages/pages/1").json()
    assert page["document_id"] == "reports/signs/pages"
    assert (page["page"], page["page_label"], page["text"]) == (1, None, SAFETY)
    escaped = client.get("/v1/documents/reports%2Fsigns%2Fpages/pages/1").json()
    assert escaped == page


def test_a_link_that_is_not_to_the_web_is_left_out(client):
    assert client.get("/v1/documents/hostile").json()["url"] is None
    assert client.get("/v1/documents/fgc").json()["url"] == "https://example.org/fgc.pdf"


def test_standards_are_given_as_data(client):
    body = client.get("/v1/standards").json()
    eif = next(standard for standard in body["standards"] if standard["id"] == "cebc")
    assert eif["levels"][-1]["native"] == eif["top"] == "1"
    assert body["band_caveat"] == "approximate, not equivalent"
    assert body["generation"] == "000001"


def test_the_index_says_what_made_it(client):
    body = client.get("/v1/index").json()
    assert body["generation"] == "000001"
    assert body["encoder"] == "hash-256"
    assert body["counts"]["documents"] == 3
    assert body["made_by"] == {"parser": "none"}
    assert "library.sqlite" in body["files"]


def test_every_address_names_the_generation_in_its_header(client):
    for path in ("documents", "documents/fgc", "documents/fgc/pages/1", "standards", "index"):
        assert client.get(f"/v1/{path}").headers["Index-Generation"] == "000001"
