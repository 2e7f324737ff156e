"""The pages that people read, as they are without a script."""

import re
from html.parser import HTMLParser

import pytest

from tests.api.conftest import CONFERENCES, HOSTILE

PATHS = ["/", "/ask", "/library", "/embed", "/documents/fgc/pages/2"]


class Outline(HTMLParser):
    """Notes every tag with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def ask(client, question):
    response = client.post("/ask", data={"question": question})
    assert response.status_code == 200
    return response.text


def pages(client):
    yield from (client.get(path).text for path in PATHS)
    yield from (ask(client, question) for question in (CONFERENCES, HOSTILE, "Who wrote Hamlet?"))


def test_the_form_posts_so_that_no_question_stands_in_an_address(client):
    for path in ("/", "/ask"):
        forms = Outline(client.get(path).text).all("form")
        assert forms
        assert {(form["method"], form["action"]) for form in forms} == {("post", "/ask")}


@pytest.mark.parametrize("path", ["/library", "/standards", "/static/style.css"])
def test_a_page_is_sent_small_where_the_client_takes_it(client, path):
    small = client.get(path, headers={"Accept-Encoding": "gzip"})
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert small.text == plain.text
    assert int(small.headers["Content-Length"]) < int(plain.headers["Content-Length"]) * 0.6
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in small.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_a_hint_beside_the_box_asks_for_no_personal_data(client):
    for path in ("/", "/ask"):
        text = " ".join(client.get(path).text.split())
        assert "Do not enter names, dates of birth, addresses or case details." in text
        [box] = Outline(text).all("textarea")
        assert box["aria-describedby"].strip() == "question-hint"


def test_an_answer_quotes_cites_and_rates(client):
    text = ask(client, CONFERENCES)
    assert "What the library says</h1>" in text
    assert f"“{CONFERENCES}”" in text
    assert "page 2 of the file (printed page 1)" in text
    assert "A. Author, B. Author, A university, 2023" in text
    assert "tends to positive; points to benefit" in text
    links = [link["href"] for link in Outline(text).all("a")]
    assert "https://example.org/fgc.pdf" in links
    assert "/documents/fgc/pages/2?start=0&end=84#quote" in links
    assert "From 1 report (2023; England)" in text


def test_a_report_that_was_superseded_says_so(client):
    text = ask(client, "Do Signs of Safety lighten caseloads for newly qualified practitioners?")
    assert "SUPERSEDED: a newer report replaces this one." in text
    assert "Unrated: no published rating is known here." in text
    assert "Nearest passages, which may not answer it" in text


def test_a_refusal_shows_what_is_nearest_as_no_answer(client):
    text = ask(client, "Who wrote Hamlet?")
    assert "No answer found in this library</h1>" in text
    assert "Nearest passages, which may not answer it" in text


def test_a_question_that_cannot_be_searched_stays_in_the_box_with_the_reason(client):
    response = client.post("/ask", data={"question": "?!"})
    assert response.status_code == 422
    assert "the question is empty; ask it in words." in response.text
    assert ">\n?!</textarea>" in response.text
    assert client.post("/ask").status_code == 422


def test_what_a_report_says_is_never_markup(client):
    for text in (ask(client, HOSTILE), client.get("/documents").text):
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(&#39;title&#39;)" in text
    assert "&lt;script&gt;alert(&#39;quote&#39;)" in ask(client, HOSTILE)


def test_what_is_asked_is_never_markup(client):
    text = ask(client, "</textarea><script>alert('asked')</script>")
    assert "<script>alert" not in text
    assert "&lt;/textarea&gt;" in text


def test_only_addresses_of_the_web_are_linked(client):
    for text in pages(client):
        assert "javascript:" not in text
        for link in Outline(text).all("a"):
            assert re.match(r"/|#|https?://|tel:999$", link["href"])


def test_no_page_holds_a_script_or_a_style_of_its_own(client):
    for text in pages(client):
        outline = Outline(text)
        assert not outline.all("style")
        assert all("src" in script for script in outline.all("script"))
        for _, attributes in outline.tags:
            assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_every_page_has_a_language_a_title_one_heading_and_a_way_to_its_content(client):
    for text in pages(client):
        outline = Outline(text)
        assert outline.all("html") == [{"lang": "en-GB"}]
        assert re.search(r"<title>\S.* – Evidence search</title>", text)
        assert len(outline.all("h1")) == 1
        assert outline.all("a")[0] == {"class": "skip", "href": "#main"}
        ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
        assert len(set(ids)) == len(ids)
        assert "main" in ids
        fields = [f for tag in ("textarea", "input", "select") for f in outline.all(tag)]
        named = {f["id"] for f in fields if f.get("type") != "hidden"}
        assert {label["for"] for label in outline.all("label")} == named


def test_the_cited_words_are_marked_on_their_page(client):
    text = client.get("/documents/fgc/pages/2?start=0&end=6").text
    assert '<mark id="quote">Family</mark> group conferences' in text
    assert "<mark" not in client.get("/documents/fgc/pages/2").text
    assert "<mark" not in client.get("/documents/fgc/pages/2?start=9999&end=10000").text


@pytest.mark.parametrize("place", ["start=-1", "start=x", "end=-5"])
def test_a_place_that_cannot_be_is_refused(client, place):
    assert client.get(f"/documents/fgc/pages/2?{place}").status_code == 422


def test_pages_lead_to_their_neighbours(client):
    links = {
        link.get("rel"): link["href"]
        for link in Outline(client.get("/documents/fgc/pages/2").text).all("a")
    }
    assert links["prev"] == "/documents/fgc/pages/1"
    assert links["next"] == "/documents/fgc/pages/3"


def test_a_report_leads_to_its_first_page(client):
    response = client.get("/documents/reports/signs/pages", follow_redirects=False)
    assert response.headers["Location"] == "/documents/reports/signs/pages/pages/1"


def test_the_library_is_filtered_by_a_form_without_a_script(client):
    everything = client.get("/library").text
    assert "3 of 3 reports" in everything
    assert client.get("/documents").text == everything
    [form] = Outline(everything).all("form")
    assert (form["method"], form["action"]) == ("get", "/library")
    rated = client.get("/library?rated=true&words=CONFERENCES&uk=true&year_from=2020&year_to=").text
    assert "1 of 3 reports" in rated
    assert "Family group conferences</a>" in rated
    assert "Signs of Safety</a>" not in rated
    assert 'value="CONFERENCES"' in rated
    assert "0 of 3 reports" in client.get("/library?band=very+low").text


@pytest.mark.parametrize(
    "wrong", ["year_from=19", "year_from=0999", "year_from=2020&year_to=2010", "band=best"]
)
def test_choices_that_cannot_be_are_told_and_kept(client, wrong):
    response = client.get(f"/library?{wrong}")
    assert response.status_code == 422
    assert "<strong>Error:</strong>" in response.text
    assert client.post("/ask", data={"question": "x"} | dict([wrong.split("&")[0].split("=")])).text


def test_the_form_confines_the_search_and_keeps_what_was_chosen(client):
    asked = {"question": CONFERENCES, "year_from": "2020", "uk": "true"}
    text = client.post("/ask", data=asked).text
    assert "What the library says</h1>" in text
    assert 'value="2020"' in text
    assert "Narrow the search (in use)" in text
    assert "What the library says" not in client.post("/ask", data=asked | {"year_to": "2021"}).text


def test_each_refusal_says_what_to_do_next(client):
    text = ask(client, "Who wrote Hamlet?")
    assert "You could use other words" in text
