"""Was it useful: counted by reason, never with what was asked."""

import logging

import pytest

ANSWER = {"generation": "000001", "status": "answered"}


def send(client, **changed):
    given = {"answer": ANSWER, "helpful": False, "reason": "wrong_page"} | changed
    return client.post("/v1/feedback", json=given)


def test_a_reason_is_counted(client):
    assert send(client).status_code == 204
    assert send(client).content == b""
    send(client, helpful=True, reason="answered_it")
    counted = client.get("/metrics").text
    assert 'evidence_search_feedback_total{helpful="false",reason="wrong_page"} 2.0' in counted
    assert 'evidence_search_feedback_total{helpful="true",reason="answered_it"} 1.0' in counted


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("My client Jayden Quokkaford, 7, born 03/05/2016, was not helped", "date of birth"),
        ("A child told me today that her uncle is hitting her", "999"),
    ],
)
def test_a_comment_about_a_person_or_a_danger_is_refused_and_not_repeated(
    client, caplog, comment, said
):
    with caplog.at_level(logging.DEBUG):
        response = send(client, comment=comment)
    assert response.status_code == 422
    assert response.json()["type"] == "/problems/comment-screened"
    assert said in response.json()["detail"]
    assert "Quokkaford" not in response.text + caplog.text
    assert 'reason="wrong_page"' not in client.get("/metrics").text


def test_a_plain_comment_is_taken(client):
    assert send(client, comment="The page number is one too high.").status_code == 204


@pytest.mark.parametrize(
    "changed",
    [
        {"reason": "because"},
        {"question": "What was asked"},
        {"answer": ANSWER | {"question": "What was asked"}},
        {"comment": "x" * 1001},
    ],
)
def test_anything_else_is_refused(client, changed):
    assert send(client, **changed).status_code == 422
