"""POST /v1/answer with Accept: text/event-stream."""

import json
import socket
import threading

import httpx2
import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.stream import wants_stream
from evidence_search import Document, Engine, Passage, Settings, Span
from evidence_search.encode import HashEncoder
from evidence_search.errors import IndexMissing
from evidence_search.index import write_generation
from evidence_search.ratings import Dimension
from evidence_search.types import Page
from tests.api.conftest import CONFERENCES
from tests.api.serving import SlowReranker, reranked, served, slow

STREAM = {"Accept": "text/event-stream"}
NAMED = "My client Kelly Smith, 7, keeps running away, ring 07700 900461. What works?"


def events(text):
    """Read events as a client would: name and data, ended by an empty line."""
    assert text.endswith("\n\n")
    for event in text.removesuffix("\n\n").split("\n\n"):
        name, data = event.split("\n")
        yield name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def ask(client, question, **body):
    response = client.post("/v1/answer", json={"question": question} | body, headers=STREAM)
    assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    return list(events(response.text))


@pytest.fixture
def spoken_of(tmp_path):
    """Give an engine over a passage that speaks to every dimension of EMMIE."""
    with write_generation(tmp_path, HashEncoder(), {}) as writer:
        span = (Span(1, 0, len(CONFERENCES)),)
        document = Document("fgc", "fgc.pdf", "Conferences", "0" * 64)
        passage = Passage("fgc#1:0", document, CONFERENCES, span, dimensions=tuple(Dimension))
        writer.add(document, [Page(1, CONFERENCES)], [passage])
    opened = Engine.open(Settings(index_dir=tmp_path, encoder="hash"))
    yield opened
    opened.close()


def test_the_events_tell_the_stages_then_the_evidence_the_statements_and_all(client):
    found = ask(client, CONFERENCES)
    assert [name for name, _ in found] == [*["status"] * 3, "evidence", "statement", "done"]
    assert [data["stage"] for _, data in found[:3]] == ["searching", "reading", "checking"]
    done = found[-1][1]
    assert (found[3][1], [found[4][1]]) == (done["evidence"], done["statements"])


@pytest.mark.parametrize(
    "body",
    [
        {"question": CONFERENCES},
        {"question": CONFERENCES, "group_by": "emmie"},
        {"question": CONFERENCES, "filters": {"countries": ["Wales"]}},
        {"question": "Who wrote Hamlet?"},
        {"question": NAMED},
    ],
)
def test_the_last_event_is_the_answer_as_it_comes_without_streaming(client, body):
    plain = client.post("/v1/answer", json=body).json()
    name, streamed = ask(client, **body)[-1]
    assert name == "done"
    assert streamed.pop("id") != plain.pop("id")
    assert streamed == plain


def test_a_question_with_personal_data_is_not_searched(client):
    found = ask(client, NAMED)
    assert [name for name, _ in found] == ["evidence", "done"]
    assert "Kelly" not in str(found)


def test_no_one_on_the_way_may_keep_it_or_hold_it_back(client):
    response = client.post("/v1/answer", json={"question": CONFERENCES}, headers=STREAM)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Accel-Buffering"] == "no"
    assert response.headers["Index-Generation"] == "000001"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"question": "?!"}, "question-invalid"),
        ({"question": CONFERENCES, "filters": {"standard": "none"}}, "request-invalid"),
        ({"query": CONFERENCES}, "request-invalid"),
    ],
)
def test_what_is_wrong_with_a_request_is_a_problem_and_no_stream(client, body, kind):
    response = client.post("/v1/answer", json=body, headers=STREAM)
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == f"/problems/{kind}"


@pytest.mark.parametrize(
    ("error", "problem"), [(RuntimeError, "unexpected"), (IndexMissing, "not-ready")]
)
def test_a_failure_on_the_way_is_the_last_event_and_quotes_nothing(engine, caplog, error, problem):
    class Failing(SlowReranker):
        def score(self, question, _passages):
            raise error(question)

    with TestClient(create_app(reranked(engine, Failing(0)))) as client:
        found = ask(client, CONFERENCES)
    assert [name for name, _ in found] == ["status", "status", "problem"]
    assert found[-1][1]["type"] == f"/problems/{problem}"
    assert f"{error.__name__} at" in caplog.text
    assert CONFERENCES not in caplog.text + str(found)


@pytest.mark.parametrize(
    ("accept", "streamed"),
    [
        ("text/event-stream", True),
        ("Text/Event-Stream; charset=utf-8", True),
        ("application/json, text/event-stream", True),
        ("application/json;q=0.5, text/event-stream;q=0.9", True),
        ("application/json, text/event-stream;q=0.9", False),
        ("text/event-stream;q=0", False),
        ("application/json", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_it_streams_to_whoever_asks_for_events(accept, streamed):
    assert wants_stream(accept) is streamed


def test_each_stage_is_told_before_its_work_is_done(engine):
    slowed, reranker = slow(engine, 0.3)
    with served(create_app(slowed)) as port, httpx2.Client() as client:
        address, body = f"http://127.0.0.1:{port}/v1/answer", {"question": CONFERENCES}
        with client.stream("POST", address, json=body, headers=STREAM) as response:
            text = response.iter_text()
            assert "searching" in next(text)
            assert reranker.searches <= 1
            assert "reading" in "".join(text)


@pytest.mark.parametrize(("leaves", "fewest", "most"), [(True, 0, 3), (False, 6, 6)])
def test_a_client_that_leaves_stops_the_work(spoken_of, leaves, fewest, most):
    slowed, reranker = slow(spoken_of, 0.2)
    body = json.dumps({"question": CONFERENCES, "group_by": "emmie"}).encode()
    with served(create_app(slowed)) as port:
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(
                b"POST /v1/answer HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                b"Accept: text/event-stream\r\nConnection: close\r\n"
                b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
            )
            assert b"200 OK" in client.recv(100)
            if not leaves:
                while client.recv(10_000):
                    pass
        threading.Event().wait(0.2 * (1 + len(Dimension)))
        assert fewest <= reranker.searches <= most
