"""An answer on a page without a script: what it leaves open, how to cite it, was it useful."""

import re
from dataclasses import replace
from datetime import date

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.feedback import Reason
from api.feedback_page import REASONS
from api.reference import Reference, harvard, ris
from evidence_search import Document, Passage, Settings, Span
from evidence_search.answer import ExtractiveAnswerer, Selection
from evidence_search.confidence import load_confidence
from evidence_search.encode import HashEncoder
from evidence_search.index import write_generation
from evidence_search.types import Page
from evidence_search.wire import Quoted
from tests.api.conftest import CONFERENCES
from tests.api.test_site import Outline, ask

TOLD = "Mentoring has lifted school attendance by eleven days a year in Leeds."
GAP = "No study of what mentoring costs was found."
TWO_PARTS = (
    "Has mentoring lifted school attendance by some days a year in Leeds, "
    "and what evidence was found here on what mentoring costs?"
)


def cited(**changed):
    """Give a source with what a reference is made of."""
    given = {
        "authors": ["A. B."],
        "title": "School\nmentors",
        "year": 2021,
        "publisher": "A trust",
        "page": 4,
        "page_label": "2",
        "url": "https://example.org/a.pdf",
        "quote": "It helped.",
        "document_id": "mentors",
        "standing": "",
    }
    return Quoted.model_construct(None, **given | changed)


@pytest.fixture
def mentoring(tmp_path):
    document = Document("mentors", "mentors.pdf", "School mentors", "0" * 64, year=2021)
    text = f"{TOLD} {GAP}"
    with write_generation(tmp_path, HashEncoder(), {"parser": "none"}) as writer:
        spans = [(0, len(TOLD)), (len(TOLD) + 1, len(text))]
        passages = [
            Passage(f"mentors#{start}", document, text[start:end], (Span(1, start, end),))
            for start, end in spans
        ]
        writer.add(document, [Page(1, text)], passages)
    settings = Settings(index_dir=tmp_path, encoder="hash")
    with TestClient(create_app(settings=settings)) as opened:
        yield opened


def test_the_part_that_is_not_known_is_named_and_the_report_that_says_so_is_cited(mentoring):
    text = " ".join(ask(mentoring, TWO_PARTS).split())
    assert "A part of the answer</h1>" in text
    assert "<li>Not found here: what evidence was found here on what mentoring costs?</li>" in text
    gap = text.split("A report says itself that this is not known:")[1].replace("&amp;", "&")
    assert f"<blockquote>{GAP}</blockquote>" in gap
    start = len(TOLD) + 1
    assert f"/documents/mentors/pages/1?start={start}&end={start + len(GAP)}#quote" in gap


@pytest.mark.parametrize("fitted_on", ["these", ""])
def test_a_page_says_how_sure_the_search_is_where_that_is_known(engine, fitted_on):
    fitted = replace(load_confidence(HashEncoder.fingerprint), fitted_on=fitted_on)
    answerer = ExtractiveAnswerer(engine.encoder, Selection(), fitted)
    with TestClient(create_app(replace(engine, answerer=answerer))) as client:
        text = ask(client, CONFERENCES)
    told = re.search(r"it is right about \d times in 10, by its own estimate", text)
    assert bool(told) == bool(fitted_on)


def test_a_page_says_what_was_searched_and_when(client):
    text = ask(client, CONFERENCES)
    assert "Reports searched: 3; pages: 5." in text
    assert re.search(r"Printed \d+ \w+ 20\d\d\. Library version 000001\.", text)
    narrowed = client.post("/ask", data={"question": CONFERENCES, "year_from": "2020"}).text
    assert "Reports searched: 1 of 3, as the search is narrowed; pages: 3." in narrowed


def test_a_refusal_says_what_was_searched_once(client):
    text = ask(client, "Who wrote Hamlet?")
    assert text.count("Reports searched: 3; pages: 5.") == 1
    assert "by its own estimate" not in text


def test_a_reference_is_given_as_harvard_and_as_ris(client):
    text = ask(client, CONFERENCES)
    assert "A. Author and B. Author (2023) Family group conferences. A university, p. 1." in text
    assert (
        "TY  - RPRT\r\nTI  - Family group conferences\r\nAU  - A. Author\r\nAU  - B. Author\r\n"
        in text
    )


@pytest.mark.parametrize(
    ("authors", "named"),
    [
        ([], "A trust"),
        (["A. B."], "A. B."),
        (["A. B.", "C. D.", "E. F."], "A. B., C. D. and E. F."),
    ],
)
def test_a_reference_names_every_author_or_else_the_publisher(authors, named):
    read = harvard(cited(authors=authors), date(2026, 1, 5))
    where = "Available at: https://example.org/a.pdf (Accessed: 5 January 2026)."
    assert read == f"{named} (2021) School mentors. A trust, p. 2. {where}"


def test_what_a_reference_does_not_know_it_leaves_out():
    bare = cited(authors=[], year=None, publisher="", page_label=None, url=None)
    assert harvard(bare, date(2026, 1, 5)) == "Anonymous (no date) School mentors. p. 4."
    lines = ["TY  - RPRT", "TI  - School mentors", "SP  - 4", "N1  - “It helped.”", "ER  - "]
    assert ris(Reference.of(bare)).splitlines() == lines


def test_feedback_is_sent_by_a_form_and_counted_without_the_question(client):
    outline = Outline(ask(client, CONFERENCES))
    sent = [f for f in outline.all("input") if f.get("type") == "hidden"]
    assert {f["name"] for f in sent} == {"id", "generation", "status", "helpful"}
    given = {"generation": "000001", "status": "answered", "helpful": "false"}
    thanks = client.post("/ask/feedback", data=given | {"reason": "wrong_page"})
    assert "Thank you. Your reason was kept, your question was not sent." in thanks.text
    counted = client.get("/metrics").text
    assert 'evidence_search_feedback_total{helpful="false",reason="wrong_page"} 1.0' in counted


@pytest.mark.parametrize("wrong", [{}, {"reason": "because"}, {"reason": "other", "question": "x"}])
def test_feedback_without_a_reason_of_the_form_or_with_more_is_refused(client, wrong):
    given = {"generation": "000001", "status": "answered", "helpful": "true"}
    assert client.post("/ask/feedback", data=given | wrong).status_code == 422


def test_every_reason_can_be_given():
    assert {reason for reasons in REASONS.values() for reason in reasons} == set(Reason)
