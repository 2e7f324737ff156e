"""POST /v1/answers: each question stands or falls alone."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api import create_app
from evidence_search.answer import ExtractiveAnswerer, Selection
from tests.api.conftest import CONFERENCES, SAFETY
from tests.api.serving import slow

PRIVATE = "Is Jade Smithson, born 3 May 2016, safe?"


def ask(client, *questions):
    asked = [one if isinstance(one, dict) else {"question": one} for one in questions]
    response = client.post("/v1/answers", json={"questions": asked})
    assert response.status_code == 200
    return response.json()


def test_each_question_gets_the_answer_that_it_gets_alone(client):
    questions = [CONFERENCES, SAFETY, "Who wrote Hamlet?", PRIVATE]
    said = ask(client, *questions)
    assert [one["problem"] for one in said["results"]] == [None] * 4
    alone = [client.post("/v1/answer", json={"question": q}).json() for q in questions]
    together = [one["answer"] for one in said["results"]]
    ids = {told.pop("id") for told in (*alone, *together)}
    assert together == alone
    assert len(ids) == 8
    assert [one["status"] for one in alone] == [
        "answered",
        "answered",
        "no_evidence",
        "personal_data",
    ]
    assert said["generation"] == "000001"


@pytest.mark.parametrize(
    ("wrong", "kind", "field"),
    [
        ("?!", "question-invalid", None),
        ("x" * 2001, "question-invalid", None),
        ({"question": "x", "colour": "red"}, "request-invalid", "colour"),
        ({"question": ["x"]}, "request-invalid", "question"),
        ({}, "request-invalid", "question"),
        ({"question": "x", "filters": {"standard": "none"}}, "request-invalid", "filters.standard"),
        ({"question": "x", "filters": {"towns": []}}, "request-invalid", "filters.towns"),
        ({"question": "x", "filters": {PRIVATE: []}}, "request-invalid", "filters.(not repeated"),
    ],
)
def test_a_question_that_cannot_be_used_is_no_failure_of_the_others(client, wrong, kind, field):
    said = ask(client, CONFERENCES, wrong, SAFETY)
    first, second, third = said["results"]
    assert first["answer"]["status"] == third["answer"]["status"] == "answered"
    assert second["answer"] is None
    assert second["problem"]["type"] == f"/problems/{kind}"
    assert second["problem"]["generation"] == "000001"
    assert "Jade" not in str(second)
    if field:
        assert second["problem"]["errors"][0]["field"].startswith(field)


@pytest.mark.parametrize("given", [PRIVATE, 7, None, [{"question": "x"}]])
def test_what_is_no_object_is_refused_alone_and_told_how_to_send_it(client, given):
    response = client.post("/v1/answers", json={"questions": [given, {"question": "x"}]})
    first, second = response.json()["results"]
    [fault] = first["problem"]["errors"]
    assert fault == {"field": "questions", "detail": 'send each as an object: {"question": "…"}'}
    assert first["problem"]["detail"] == f"questions: {fault['detail']}"
    assert "Jade" not in response.text
    assert second["answer"]


@pytest.mark.parametrize("count", [0, 21])
def test_a_batch_holds_one_to_twenty_questions(client, count):
    response = client.post("/v1/answers", json={"questions": [{"question": "x"}] * count})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "questions"
    assert len(ask(client, *["Who wrote Hamlet?"] * 20)["results"]) == 20


def test_a_failure_inside_one_question_is_told_for_that_one(engine):
    class Failing(ExtractiveAnswerer):
        def answer(self, question, hits, watch):
            if "Safety" in question.text:
                raise RuntimeError(question.text)
            return super().answer(question, hits, watch)

    faulty = replace(engine, answerer=Failing(engine.encoder, Selection()))
    with TestClient(create_app(faulty)) as client:
        first, second = ask(client, SAFETY, CONFERENCES)["results"]
    assert first["problem"]["type"] == "/problems/unexpected"
    assert "Safety" not in str(first)
    assert second["answer"]["status"] == "answered"


def test_a_batch_ends_when_its_time_is_over(engine):
    brief = engine.settings.model_copy(update={"deadline": 3})
    searching, counted = slow(replace(engine, settings=brief), 0.7)
    with TestClient(create_app(searching)) as client:
        results = ask(client, *[CONFERENCES] * 12)["results"]
    assert results[0]["answer"]["status"] == "answered"
    assert results[-1]["problem"]["type"] == "/problems/not-reached"
    assert 1 <= counted.searches <= 4
    assert len(results) == 12
