"""A permalink gives the words that it was made for, or none; references say where they stand."""

import json
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from api import create_app
from evidence_search import Document, Passage, Span
from evidence_search.encode import HashEncoder
from evidence_search.generations import roll_back
from evidence_search.index import write_generation
from evidence_search.types import Page
from tests.api.conftest import CONFERENCES
from tests.api.test_live import settings_for

TEXT = "Mentors met pupils weekly. Attendance rose by two days. Costs were not known."
QUOTE = "Attendance rose by two days."
START = TEXT.index(QUOTE)
WHERE = {"page": 1, "start": START, "end": START + len(QUOTE)}


def publish(directory, *texts, name="mentors"):
    """Write a generation of one report, a passage over all of its pages."""
    document = Document(name, f"{name}.pdf", "Mentors", "0" * 64, page_labels=("i", "ii"))
    spans = tuple(Span(n, 0, len(text)) for n, text in enumerate(texts, 1))
    with write_generation(directory, HashEncoder(), {"reader": "test"}) as writer:
        pages = [Page(n, text) for n, text in enumerate(texts, 1)]
        writer.add(document, pages, [Passage(f"{name}#1:0", document, "".join(texts), spans)])


def serving(directory):
    return TestClient(create_app(settings=settings_for(directory)))


def read(client, generation="000001", passage="mentors%231:0", **place):
    return client.get(f"/v1/citations/{generation}/{passage}", params=place)


def local(address):
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def test_a_citation_of_an_answer_is_read_again_word_for_word(client):
    said = client.post("/v1/answer", json={"question": CONFERENCES}).json()
    [cited] = said["statements"][0]["citations"]
    place = {name: cited[name] for name in ("page", "start", "end")}
    passage = cited["passage_id"].replace("#", "%23")
    source = client.get(f"/v1/citations/{said['generation']}/{passage}", params=place).json()
    assert {name: source[name] for name in cited} == cited
    assert source["generation"] == "000001"
    page = client.get(local(source["permalink"]))
    assert page.status_code == 200
    assert f'<mark id="quote">{CONFERENCES}</mark>' in page.text


def test_a_part_of_a_passage_and_the_whole_have_permalinks_of_their_own(tmp_path):
    publish(tmp_path, TEXT)
    with serving(tmp_path) as client:
        part, whole = read(client, **WHERE).json(), read(client).json()
        assert (part["quote"], part["start"], part["page_label"]) == (QUOTE, START, "i")
        assert whole["quote"] == TEXT
        for source in (part, whole):
            path = local(source["permalink"])
            assert path.startswith("/cite/000001/mentors%231%3A0?")
            again = client.get(path.replace("/cite/", "/v1/citations/")).json()
            assert again == source


def test_a_passage_over_two_pages_names_both(tmp_path):
    publish(tmp_path, "One half. ", "The other half.")
    with serving(tmp_path) as client:
        source = read(client).json()
        assert (source["page"], source["pages"]) == (1, [1, 2])
        assert (source["start"], source["end"]) == (0, 10)
        assert "SP  - i\r\nEP  - ii\r\n" in read(client, format="ris").text
        assert json.loads(read(client, format="csl-json").text)[0]["page"] == "i-ii"
        assert "pages = {i--ii}" in read(client, format="bibtex").text
        assert read(client, page=2, start=4, end=9).json()["quote"] == "other"
        page = client.get(local(source["permalink"])).text
        assert '<mark id="quote">One half. </mark>' in page


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("mentors%231:1", {}),
        ("mentors", {}),
        ("nobody%231:0", {}),
        ("mentors%231:0", {"page": 2, "start": 0, "end": 4}),
        ("mentors%231:0", {"page": 1, "start": 0, "end": 900}),
        ("mentors%231:0", {"page": 1, "start": 9, "end": 4}),
        ("mentors%231:0", WHERE | {"words": "0" * 16}),
    ],
)
def test_what_is_not_there_word_for_word_is_not_found(tmp_path, path, place):
    publish(tmp_path, TEXT)
    with serving(tmp_path) as client:
        response = read(client, passage=path, **place)
        assert (response.status_code, response.json()["type"]) == (404, "/problems/passage-unknown")
        assert QUOTE not in response.text


def test_a_permalink_of_a_generation_that_is_gone_says_which_holds_its_words_now(tmp_path):
    publish(tmp_path, TEXT)
    with serving(tmp_path) as client:
        link = local(read(client, **WHERE).json()["permalink"])
    publish(tmp_path, TEXT)
    with serving(tmp_path) as client:
        told = client.get(link.replace("/cite/", "/v1/citations/"))
        assert (told.status_code, told.json()["type"]) == (410, "/problems/generation-gone")
        assert QUOTE not in told.text
        said, now = told.json()["detail"].split(": ")
        assert said == "Generation 000002 holds the same words at the same place"
        assert client.get(now.replace("/cite/", "/v1/citations/")).json()["quote"] == QUOTE
        page = client.get(link, headers={"Accept": "text/html"})
        assert page.status_code == 410
        assert "That generation of the index is not served" in page.text


def test_words_that_moved_or_changed_since_are_never_given_for_those_quoted(tmp_path):
    publish(tmp_path, TEXT)
    with serving(tmp_path) as client:
        link = local(read(client, **WHERE).json()["permalink"]).replace("/cite/", "/v1/citations/")
    publish(tmp_path, TEXT.replace("rose by two", "fell by two"))
    with serving(tmp_path) as client:
        told = client.get(link)
        assert told.status_code == 410
        assert "may be other words" in told.json()["detail"]
        assert "/documents/mentors" in told.json()["detail"]
        assert "fell" not in told.text
    publish(tmp_path, TEXT, name="others")
    with serving(tmp_path) as client:
        assert client.get(link).json()["detail"].endswith("does not hold that report.")
    roll_back(tmp_path, 1, lambda _: None)
    with serving(tmp_path) as client:
        assert client.get(link).json()["quote"] == QUOTE


@pytest.mark.parametrize(
    ("form", "kind", "ending"),
    [
        ("ris", "application/x-research-info-systems", "ris"),
        ("bibtex", "application/x-bibtex", "bib"),
        ("csl-json", "application/vnd.citationstyles.csl+json", "json"),
    ],
)
def test_a_reference_names_its_page_and_its_permalink(client, form, kind, ending):
    address = "/v1/citations/000001/fgc%231"
    source = client.get(address).json()
    response = client.get(address, params={"format": form})
    assert response.headers["Content-Type"].partition(";")[0] == kind
    assert response.headers["Content-Disposition"].endswith(f'filename="fgc-p1.{ending}"')
    assert "https://example.org/fgc.pdf" in response.text
    assert "000001/fgc" in response.text
    assert source["permalink"].rpartition("words=")[2] in response.text


def test_a_format_that_there_is_not_is_refused(client):
    response = client.get("/v1/citations/000001/fgc%231", params={"format": "endnote"})
    assert response.json()["errors"][0]["field"] == "format"
