"""POST /v1/search and /v1/answer."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api import create_app
from evidence_search.answer import ExtractiveAnswerer, Selection
from tests.api.conftest import CONFERENCES, SAFETY

EVALUATIONS = "What did staff think of the training in the evaluation?"


def search(client, **body):
    return client.post("/v1/search", json={"query": EVALUATIONS} | body).json()


def answer(client, question, **filters):
    return client.post("/v1/answer", json={"question": question, "filters": filters}).json()


def test_a_hit_says_what_was_found_where_and_how(client):
    hit = search(client, query=CONFERENCES)["hits"][0]
    assert hit["document_id"] == "fgc"
    assert hit["title"] == "Family group conferences"
    assert hit["authors"] == ["A. Author", "B. Author"]
    assert (hit["year"], hit["publisher"]) == (2023, "A university")
    assert (hit["url"], hit["file"]) == ("https://example.org/fgc.pdf", "briefings/fgc.pdf")
    assert (hit["page"], hit["page_label"], hit["pages"]) == (2, "1", [2])
    assert hit["quote"] == CONFERENCES
    assert (hit["status"], hit["headings"]) == ("current", ["Findings"])
    assert {"name": "passage", "rank": 1} in [
        {"name": way["name"], "rank": way["rank"]} for way in hit["found_by"]
    ]


def test_a_rating_comes_with_its_level_its_words_and_its_source(client):
    first = search(client, query=CONFERENCES)["hits"][0]["ratings"][0]
    assert first["standard"] == "wwcsc-effectiveness"
    assert first["standard_name"] == "WWCSC Evidence Store"
    assert (first["level"], first["direction"], first["date"]) == ("1", "positive", "2020")
    assert (first["outcome"], first["provenance"]) == ("entry to care", "published")
    assert "tends to positive; points to benefit" in first["in_words"]


def test_a_document_without_ratings_is_said_to_be_unrated(client):
    hit = search(client, query=SAFETY)["hits"][0]
    assert hit["ratings"] == []
    assert hit["rating_note"] == "unrated: no published rating is known here"
    assert (hit["status"], hit["superseded_by"]) == ("superseded", "fgc")
    assert search(client, query=CONFERENCES)["hits"][0]["rating_note"] is None


def test_a_rating_on_a_standard_that_is_not_loaded_is_shown_and_not_a_failure(client):
    hit = search(client, query="supervision of social workers")["hits"][0]
    assert hit["ratings"][0]["in_words"].startswith("1 on a-scale-not-loaded")


def test_hits_come_best_first_ten_unless_asked_otherwise(client):
    scores = [hit["score"] for hit in search(client)["hits"]]
    assert len(scores) == 10
    assert scores == sorted(scores, reverse=True)
    assert len(search(client, limit=3)["hits"]) == 3


@pytest.mark.parametrize("limit", [1, 7, 33])
def test_paging_gives_every_hit_once_and_in_order(client, limit):
    whole = search(client, limit=100)
    assert whole["next_cursor"] is None
    paged, cursor = [], None
    while True:
        page = search(client, limit=limit, cursor=cursor)
        paged += [hit["passage_id"] for hit in page["hits"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        assert len(page["hits"]) == limit
    assert paged == [hit["passage_id"] for hit in whole["hits"]]
    assert len(set(paged)) == len(paged) > 30


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"documents": ["hostile"]}, {"hostile"}),
        ({"countries": ["Wales"]}, {"reports/signs/pages"}),
        ({"statuses": ["superseded"]}, {"reports/signs/pages"}),
        ({"publishers": ["A university"]}, {"fgc"}),
        ({"year_from": 2018, "year_to": 2019}, {"reports/signs/pages"}),
        ({"countries": ["France"]}, set()),
    ],
)
def test_a_filter_confines_the_search(client, filters, expected):
    hits = search(client, query="children safety staff conferences", filters=filters)["hits"]
    assert {hit["document_id"] for hit in hits} == expected


def test_an_answer_cites_the_page_and_the_characters_of_its_quote(client):
    said = answer(client, CONFERENCES)
    assert said["status"] == "answered"
    assert said["nearest"] == []
    [citation] = said["statements"][0]["citations"]
    assert citation["quote"] == CONFERENCES
    page = client.get(f"/v1/documents/{citation['document_id']}/pages/{citation['page']}").json()
    assert page["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert page["page_label"] == citation["page_label"] == "1"


def test_an_answer_counts_its_evidence(client):
    evidence = answer(client, CONFERENCES, documents=["fgc"])["evidence"]
    counted = {
        "documents": 1,
        "rated": 1,
        "by_direction": {"positive": 2, "none": 1},
        "countries": ["England"],
        "oldest": 2023,
        "newest": 2023,
        "summary": "From 1 report (2023; England). "
        "3 ratings, 2 pointing to benefit, 1 finding no effect.",
    }
    assert {name: evidence[name] for name in counted} == counted
    assert evidence["states"] == ["good evidence of benefit", "strength not known"]
    assert evidence["not_known"] == ["which studies stand behind 1 quoted report"]


def test_a_refusal_names_what_is_nearest_and_says_why(client):
    said = answer(client, "Who wrote Hamlet?")
    assert said["status"] == "no_evidence"
    assert said["statements"] == []
    assert "That does not mean that no evidence exists" in said["message"]
    assert all(hit["quote"] for hit in said["nearest"])


def test_every_response_names_the_generation(client):
    for body in (search(client), answer(client, CONFERENCES)):
        assert body["generation"] == "000001"
    response = client.post("/v1/answer", json={"question": CONFERENCES})
    assert response.headers["Index-Generation"] == "000001"
    assert response.headers["Cache-Control"] == "no-store"


def test_filters_and_cursor_may_be_null(client):
    assert search(client, filters=None, cursor=None)["hits"]


def test_questions_asked_at_once_get_the_answers_they_get_alone(client):
    questions = [CONFERENCES, SAFETY, EVALUATIONS] * 8
    alone = [answer(client, question) for question in questions]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda question: answer(client, question), questions))
    ids = [told.pop("id") for told in (*alone, *together)]
    assert together == alone
    assert len(set(ids)) == len(ids)


def test_what_is_not_verbatim_never_leaves_and_is_counted(engine):
    class Inventing(ExtractiveAnswerer):
        def answer(self, question, hits, watch):
            found = super().answer(question, hits, watch)
            wrong = [replace(one, text=f"{one.text} Invented.") for one in found.statements]
            return replace(found, statements=tuple(wrong))

    faulty = replace(engine, answerer=Inventing(engine.encoder, Selection()))
    with TestClient(create_app(faulty)) as client:
        assert count_dropped(client) == 0
        assert "Invented" not in str(answer(client, CONFERENCES))
        dropped = count_dropped(client)
        assert dropped > 0
        client.post("/ask", data={"question": CONFERENCES})
        assert count_dropped(client) == 2 * dropped


def count_dropped(client):
    [line] = [
        line
        for line in client.get("/metrics").text.splitlines()
        if line.startswith("evidence_search_statements_dropped_total")
    ]
    return float(line.split()[-1])
