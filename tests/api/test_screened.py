"""What the service does with a question that must not be searched."""

import logging

import pytest

from tests.api.conftest import CONFERENCES

CANARY = "Quokkaford"
PRIVATE = f"My client Jayden {CANARY}, 7, born 03/05/2016, keeps running away. What works?"
DANGER = f"A child told me today that {CANARY} is hitting her"
DOUBTFUL = "Do family group conferences help Priya?"


@pytest.mark.parametrize("path", ["/v1/answer", "/v1/search", "/ask"])
@pytest.mark.parametrize("asked", [PRIVATE, DANGER])
def test_nothing_of_a_stopped_question_is_logged_or_sent_back(client, caplog, path, asked):
    field = "query" if path == "/v1/search" else "question"
    with caplog.at_level(logging.DEBUG):
        if path == "/ask":
            response = client.post(path, data={field: asked})
        else:
            response = client.post(path, json={field: asked})
    assert CANARY not in caplog.text
    assert "keeps running" not in caplog.text
    shown = path == "/ask" and asked == PRIVATE
    assert (CANARY in response.text) == shown


def test_an_answer_names_kinds_and_counts_and_searches_nothing(client):
    body = client.post("/v1/answer", json={"question": PRIVATE}).json()
    assert (body["status"], body["statements"], body["nearest"]) == ("personal_data", [], [])
    assert body["screening"] == {
        "kinds": {"date of birth": 1, "name of a person": 1},
        "confirmable": False,
    }
    assert "1 date of birth" in body["message"]
    plain = client.post("/v1/answer", json={"question": CONFERENCES}).json()
    assert plain["screening"] is None
    assert plain["statements"]


def test_danger_is_answered_with_the_signpost(client):
    body = client.post("/v1/answer", json={"question": DANGER}).json()
    assert body["status"] == "safeguarding"
    assert "999" in body["message"]
    page = client.post("/ask", data={"question": DANGER})
    assert page.status_code == 200
    assert "0800 1111" in page.text


def test_a_search_for_a_person_is_a_problem_that_names_kinds(client):
    response = client.post("/v1/search", json={"query": PRIVATE})
    body = response.json()
    assert response.status_code == 422
    assert body["type"] == "/problems/question-screened"
    assert {fault["detail"] for fault in body["errors"]} == {"date of birth", "name of a person"}


@pytest.mark.parametrize(("path", "field"), [("/v1/answer", "question"), ("/v1/search", "query")])
def test_a_doubtful_name_is_searched_once_confirmed(client, path, field):
    first = client.post(path, json={field: DOUBTFUL}).json()
    assert "seems to name a person" in first.get("message", first.get("detail"))
    second = client.post(path, json={field: DOUBTFUL, "confirmed": True}).json()
    assert second.get("statements", second.get("hits"))
    certain = client.post("/v1/answer", json={"question": PRIVATE, "confirmed": True}).json()
    assert certain["status"] == "personal_data"


def test_the_form_keeps_the_question_names_the_kinds_and_suggests_a_wording(client):
    response = client.post("/ask", data={"question": PRIVATE})
    assert response.status_code == 422
    text = " ".join(response.text.split())
    assert f"{PRIVATE}</textarea>" in text
    assert "1 date of birth" in text
    assert "My client [name], 7, born [date], keeps running away. What works?" in text
    assert 'name="confirmed"' not in text


def test_the_form_lets_a_doubtful_name_be_confirmed(client):
    asked = client.post("/ask", data={"question": DOUBTFUL})
    assert 'name="confirmed"' in asked.text
    confirmed = client.post("/ask", data={"question": DOUBTFUL, "confirmed": "true"})
    assert confirmed.status_code == 200
    assert "What the library says" in confirmed.text
