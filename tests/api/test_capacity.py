"""What cannot be served soon is refused at once, and nothing is worked on for ever."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import httpx2
import pytest
from fastapi.testclient import TestClient

from api import create_app
from evidence_search.search import HybridRetriever, Ranking, Reranking
from tests.api.conftest import CONFERENCES
from tests.api.serving import SlowReranker, served

ASKED = {"query": CONFERENCES}
SLOW = 0.5


@contextmanager
def reached(app):
    with served(app) as port, httpx2.Client(base_url=f"http://127.0.0.1:{port}") as client:
        assert client.get("/livez").status_code == 200
        yield client


def slowed(engine, **changed):
    settings = engine.settings.model_copy(update=changed)
    ranking = Ranking.of(settings)
    reranking = Reranking(SlowReranker(SLOW), 20, 0.1)
    retriever = HybridRetriever(engine.index, engine.encoder, ranking, reranking)
    return replace(engine, settings=settings, retriever=retriever)


def test_when_it_is_full_it_says_so_at_once_and_still_lives(engine):
    app = create_app(slowed(engine, concurrent=1, waiting=1))
    with reached(app) as client, ThreadPoolExecutor(2) as pool:
        held = [pool.submit(client.post, "/v1/search", json=ASKED) for _ in range(2)]
        while app.state.metrics.inside._value.get() < 2:
            time.sleep(0.01)
        started = time.monotonic()
        refused = client.post("/v1/search", json=ASKED)
        lives, ready = client.get("/livez"), client.get("/readyz")
        assert time.monotonic() - started < SLOW
        served_at_last = [one.result().status_code for one in held]
        after = client.post("/v1/search", json=ASKED)
    assert (refused.status_code, refused.json()["type"]) == (503, "/problems/full")
    assert int(refused.headers["Retry-After"]) > 0
    assert (lives.status_code, ready.status_code) == (200, 200)
    assert served_at_last == [200, 200]
    assert after.status_code == 200


def test_what_takes_too_long_is_told_so_and_keeps_its_place_until_it_ends(engine):
    app = create_app(slowed(engine, concurrent=1, waiting=0, deadline=0.1))
    with reached(app) as client:
        started = time.monotonic()
        late = client.post("/v1/search", json=ASKED)
        assert 0.1 < time.monotonic() - started < SLOW
        assert client.post("/v1/search", json=ASKED).json()["type"] == "/problems/full"
        time.sleep(SLOW)
        assert client.post("/v1/search", json=ASKED).json()["type"] == "/problems/too-long"
    assert (late.status_code, late.json()["type"]) == (503, "/problems/too-long")
    assert int(late.headers["Retry-After"]) > 0


def test_a_stream_that_takes_too_long_ends_in_a_problem(engine):
    app = create_app(slowed(engine, deadline=SLOW / 2))
    events = {"Accept": "text/event-stream"}
    with TestClient(app) as client:
        told = client.post("/v1/answer", json={"question": CONFERENCES}, headers=events)
    assert told.status_code == 200
    assert "event: done" not in told.text


def test_a_failure_that_comes_too_late_is_logged_nowhere(engine, caplog):
    class Failing(SlowReranker):
        def score(self, question, _passages):
            time.sleep(SLOW)
            raise RuntimeError(question)

    failing = slowed(engine, deadline=0.1)
    retriever = HybridRetriever(
        engine.index, engine.encoder, Ranking.of(engine.settings), Reranking(Failing(0), 20, 0.1)
    )
    with TestClient(create_app(replace(failing, retriever=retriever))) as client:
        assert client.post("/v1/search", json=ASKED).json()["type"] == "/problems/too-long"
        time.sleep(1.5 * SLOW)
    assert CONFERENCES not in caplog.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"query": "care ' + "[" * 500 + '"}', 200),
        ('{"query": "care \\" ' + "[{" * 500 + '"}', 200),
        ('{"query": ' + "[" * 17 + "]" * 17 + "}", 422),
        ("[" * 30_000, 422),
        ('{"a":' * 10_000, 422),
    ],
)
def test_json_is_bounded_in_depth(client, body, status):
    answer = client.post("/v1/search", content=body, headers={"Content-Type": "application/json"})
    deep = answer.json().get("type") == "/problems/body-too-deep"
    assert (answer.status_code, deep) == (status, status == 422)
