"""The same labels for ratings, studies and the standing of reports in JSON, pages and terminal."""

import json

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from api import create_app
from evidence_search import Document, Engine, EvidenceRating, Passage, Settings, Span
from evidence_search.cli import main
from evidence_search.encode import HashEncoder
from evidence_search.index import write_generation
from evidence_search.ratings import Design, Direction, DocumentStatus, Provenance, Study
from evidence_search.standards import BAND_CAVEAT
from evidence_search.types import Page
from evidence_search.words import DISPUTED, UNRATED

WORDS = "Mentoring of care leavers improved the number who were in work after two years."
LABELS = {
    Provenance.PUBLISHED: "published by A centre, 2012",
    Provenance.ASSIGNED: "assigned by Ann on 3 March 2026",
    Provenance.SUGGESTED: "suggested by the software, not checked",
}


def rating(provenance, level="Moderate", rater="", date="2012"):
    return EvidenceRating(
        "Mentoring", "work", "grade", "", level, Direction.POSITIVE, "outcome", provenance,
        rater, date, "https://example.org/mentoring",
    )  # fmt: skip


STUDY = Study(
    "A trial of mentoring", "Mentoring", "work", Direction.POSITIVE, Design.TRIAL, ("Wales",), 2019,
    rater="Ann", date="2026-03-03",
)  # fmt: skip
DOCUMENTS = (
    Document("published", "1.pdf", "Published", "0" * 64, searched="2018-03", studies=(STUDY,),
             ratings=(rating(Provenance.PUBLISHED, rater="A centre"),)),
    Document("assigned", "2.pdf", "Assigned", "0" * 64, ratings=(
        rating(Provenance.ASSIGNED, rater="Ann", date="2026-03-03"),
        rating(Provenance.ASSIGNED, level="Low", rater="Ben", date="2026-03-04"))),
    Document("suggested", "3.pdf", "Suggested", "0" * 64,
             ratings=(rating(Provenance.SUGGESTED),)),
    Document("unrated", "4.pdf", "Unrated", "0" * 64),
    *(
        Document(status.value, f"{status}.pdf", status.title(), "0" * 64, status=status,
                 superseded_by="published" if status is DocumentStatus.SUPERSEDED else "")
        for status in DocumentStatus if status is not DocumentStatus.CURRENT
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    directory = tmp_path_factory.mktemp("standing")
    with write_generation(directory, HashEncoder(), {}) as writer:
        for document in DOCUMENTS:
            passage = Passage(f"{document.id}#1", document, WORDS, (Span(1, 0, len(WORDS)),))
            writer.add(document, [Page(1, WORDS)], [passage])
    return directory


@pytest.fixture(scope="module")
def service(library):
    engine = Engine.open(Settings(index_dir=library, encoder="hash"))
    with TestClient(create_app(engine)) as client:
        yield client
    engine.close()


@pytest.fixture
def terminal(library, monkeypatch):
    monkeypatch.setenv("EVIDENCE_SEARCH_ENCODER", "hash")
    monkeypatch.setenv("COLUMNS", "1000")

    def run(*arguments, code=0):
        done = CliRunner().invoke(main, [*arguments, "--index", str(library)])
        assert done.exit_code == code, done.output
        return done.output

    return run


def search(service, **given):
    return service.post("/v1/search", json={"query": WORDS, **given}).json()


def only(document_id):
    return {"filters": {"documents": [document_id]}}


@pytest.mark.parametrize(("provenance", "label"), LABELS.items())
def test_a_provenance_is_said_with_one_label_everywhere(service, terminal, provenance, label):
    [hit] = search(service, **only(provenance.value))["hits"]
    assert label in hit["ratings"][0]["in_words"]
    assert hit["ratings"][0]["provenance"] == provenance.value
    assert label in service.get(f"/documents/{provenance.value}/pages/1").text
    assert label in service.get("/documents").text
    assert label in terminal("search", WORDS, "--limit", "10", "--rated", provenance.value)


def test_a_report_without_a_rating_is_said_to_be_unrated_everywhere(service, terminal):
    [hit] = search(service, **only("unrated"))["hits"]
    assert hit["rating_note"] == UNRATED
    page = service.get("/documents/unrated/pages/1").text
    assert UNRATED.removeprefix("u") in page
    assert UNRATED in terminal("search", WORDS, "--rated", "unrated")


def test_raters_who_differ_are_both_shown_and_said_to_differ(service, terminal):
    [hit] = search(service, **only("assigned"))["hits"]
    assert [r["level"] for r in hit["ratings"]] == ["Moderate", "Low"]
    assert all(r["disputed"] and DISPUTED in r["in_words"] for r in hit["ratings"])
    assert service.get("/documents/assigned/pages/1").text.count(DISPUTED) == 2
    assert terminal("search", WORDS, "--rated", "assigned").count(DISPUTED) == 2
    [sole] = search(service, **only("published"))["hits"]
    assert DISPUTED not in sole["ratings"][0]["in_words"]


@pytest.mark.parametrize("status", ["superseded", "withdrawn", "retracted"])
def test_what_became_of_a_report_is_shown_everywhere_and_supports_no_answer(
    service, terminal, status
):
    said = status.upper() + ": "
    [hit] = search(service, **only(status))["hits"]
    assert (hit["status"], hit["standing"][: len(said)]) == (status, said)
    assert service.get(f"/v1/documents/{status}").json()["standing"].startswith(said)
    for path in (f"/documents/{status}/pages/1", "/documents"):
        assert said in service.get(path).text
    assert said in terminal("search", WORDS, "--status", status)
    answer = service.post("/v1/answer", json={"question": WORDS, **only(status)}).json()
    assert (answer["status"], answer["statements"]) == ("no_evidence", [])
    assert answer["nearest"][0]["standing"].startswith(said)
    assert said in terminal("ask", WORDS, "--status", status)


def test_an_answer_stands_on_current_reports_alone(service):
    answer = service.post("/v1/answer", json={"question": WORDS}).json()
    cited = {c["status"] for s in answer["statements"] for c in s["citations"]}
    assert cited == {"current"}


def test_the_date_of_a_reviews_search_and_its_studies_are_shown(service, terminal):
    [hit] = search(service, **only("published"))["hits"]
    assert hit["searched"] == "2018-03"
    page = service.get("/documents/published/pages/1").text
    assert "searched up to March 2018" in page
    assert "A trial of mentoring: points to benefit (+) (randomised trial; Wales; 2019;" in page
    assert "noted by Ann on 3 March 2026" in page
    assert "searched up to March 2018" in terminal("search", WORDS, "--rated", "published")
    [study] = service.get("/v1/documents/published").json()["studies"]
    assert (study["design"], study["provenance"]) == ("randomised trial", "assigned")


def test_the_head_says_the_same_in_json_page_and_terminal(service, terminal):
    question = {"question": WORDS, **only("published")}
    evidence = service.post("/v1/answer", json=question).json()["evidence"]
    assert any("Careful research found that it helped" in line for line in evidence["lines"])
    [outcome] = evidence["outcomes"]
    findings = [finding["in_words"] for finding in outcome["findings"]]
    shown = terminal("ask", WORDS, "--rated", "published")
    for said in (outcome["in_words"], *findings, evidence["summary"], *evidence["lines"][1:]):
        assert said in shown
    for said in (outcome["in_words"], *findings):
        assert said in evidence["lines"][0]
    html = service.post("/ask", data={"question": WORDS}).text
    assert "A trial of mentoring (randomised trial, Wales, 2019): points to benefit" in html


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (
            {"standard": "grade", "level_at_least": "Moderate"},
            {"published", "assigned", "suggested"},
        ),
        ({"standard": "grade", "level_at_least": "High"}, set()),
        ({"band": "low"}, {"assigned"}),
        ({"designs": ["randomised trial"]}, {"published"}),
        ({"countries": ["wALES"]}, {"published"}),
        ({"provenances": ["unrated"]}, {"unrated", "superseded", "withdrawn", "retracted"}),
        ({"directions": ["negative"]}, set()),
        ({"no_benefit": True}, set()),
    ],
)
def test_the_service_filters_by_rating_and_study(service, filters, expected):
    found = search(service, filters=filters, limit=20)["hits"]
    assert {hit["document_id"] for hit in found} == expected


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"filters": {"standard": "stars"}}, "filters.standard"),
        ({"filters": {"standard": "grade", "level_at_least": "Top"}}, "filters.level_at_least"),
        ({"filters": {"level_at_least": "High"}}, "filters.level_at_least"),
        ({"prefer": "stars"}, "prefer"),
    ],
)
def test_a_standard_or_level_that_there_is_not_is_a_problem_that_names_the_field(
    service, body, field
):
    response = service.post("/v1/search", json={"query": WORDS, **body})
    assert response.status_code == 422
    [fault] = response.json()["errors"]
    assert fault["field"] == field
    assert "stars" not in response.text
    assert "Top" not in response.text


def test_the_order_is_always_said_and_a_preference_can_be_switched(service, terminal):
    assert "ratings change nothing" in search(service)["order"]
    assert "GRADE (certainty of evidence) come first" in search(service, prefer="grade")["order"]
    assert "ratings change nothing" in terminal("search", WORDS)
    assert "come first" in terminal("search", WORDS, "--prefer", "grade")


def test_counts_come_on_request_and_keep_to_the_filters(service, terminal):
    assert search(service)["facets"] is None
    facets = search(service, facets=True, filters={"band": "low"})["facets"]
    counted = {f["name"]: {c["value"]: c["documents"] for c in f["counts"]} for f in facets}
    assert counted["provenance"] == {"assigned": 1}
    whole = service.get("/v1/facets").json()
    counted = {
        f["name"]: {c["value"]: c["documents"] for c in f["counts"]} for f in whole["facets"]
    }
    assert counted["provenance"] == {"assigned": 1, "published": 1, "suggested": 1, "unrated": 4}
    assert counted["status"]["retracted"] == 1
    assert next(f for f in whole["facets"] if f["name"] == "band")["note"] == BAND_CAVEAT
    assert json.loads(terminal("facets", "--json")) == whole["facets"]
    assert BAND_CAVEAT in terminal("facets")


def test_a_search_in_a_band_and_a_rating_in_one_carry_the_caveat(service, terminal):
    said = search(service, filters={"band": "low"})
    assert BAND_CAVEAT in said["order"]
    assert BAND_CAVEAT in terminal("search", WORDS, "--band", "low")
    for hit in said["hits"]:
        assert {r["band_caveat"] for r in hit["ratings"]} == {BAND_CAVEAT}


def test_a_question_that_was_not_searched_is_not_said_to_have_found_nothing(service):
    asked = {"question": "What helps a child whose date of birth is 3 May 2012?"}
    evidence = service.post("/v1/answer", json=asked).json()["evidence"]
    assert (evidence["summary"], evidence["states"], evidence["lines"]) == ("", [], [])


def test_a_band_is_never_shown_without_its_caveat(service):
    page = service.get("/standards").text
    assert page.count("Band: ") > 20
    assert page.count("Band: ") < page.count(BAND_CAVEAT)
    for standard in service.get("/v1/standards").json()["standards"]:
        assert standard["band_caveat"] == BAND_CAVEAT
