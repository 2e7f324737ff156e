"""What cannot be served soon is refused at once, and nothing is worked on for ever."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx2
import numpy as np
import pytest
from fastapi.testclient import TestClient

from api import create_app
from tests.api.conftest import CONFERENCES
from tests.api.serving import SlowReranker, reranked, served

ASKED = {"query": CONFERENCES}
SLOW = 0.5


class Held:
    """Scores nothing until it is let on."""

    fingerprint = "held"

    def __init__(self):
        self.on = threading.Event()

    def score(self, _question, passages):
        self.on.wait(10)
        return np.zeros(len(passages))


@contextmanager
def reached(app):
    with served(app) as port, httpx2.Client(base_url=f"http://127.0.0.1:{port}") as client:
        assert client.get("/livez").status_code == 200
        yield client


def until(app, inside):
    for _ in range(1000):
        if app.state.metrics.inside._value.get() == inside:
            return
        time.sleep(0.01)
    raise AssertionError("it never came to be")


def search(client):
    return client.post("/v1/search", json=ASKED)


def test_when_it_is_full_it_says_so_at_once_and_still_lives(engine):
    held = Held()
    app = create_app(reranked(engine, held, concurrent=1, waiting=1))
    with reached(app) as client, ThreadPoolExecutor(2) as pool:
        inside = [pool.submit(search, client) for _ in range(2)]
        until(app, 2)
        refused = search(client)
        lives, ready = client.get("/livez"), client.get("/readyz")
        held.on.set()
        served_at_last = [one.result().status_code for one in inside]
        after = search(client)
    assert (refused.status_code, refused.json()["type"]) == (503, "/problems/full")
    assert int(refused.headers["Retry-After"]) > 0
    assert (lives.status_code, ready.status_code) == (200, 200)
    assert served_at_last == [200, 200]
    assert after.status_code == 200


def test_what_takes_too_long_is_told_so_and_keeps_its_place_until_it_ends(engine):
    held = Held()
    app = create_app(reranked(engine, held, concurrent=1, waiting=0, deadline=0.1))
    with reached(app) as client:
        late = search(client)
        full = search(client)
        held.on.set()
        until(app, 0)
    assert (late.status_code, late.json()["type"]) == (503, "/problems/too-long")
    assert int(late.headers["Retry-After"]) > 0
    assert full.json()["type"] == "/problems/full"


def test_a_stream_that_takes_too_long_ends_in_a_problem(engine):
    held = Held()
    app = create_app(reranked(engine, held, deadline=1))
    events = {"Accept": "text/event-stream"}
    with reached(app) as client:
        told = client.post("/v1/answer", json={"question": CONFERENCES}, headers=events)
        held.on.set()
        counted = client.get("/metrics").text
    assert told.status_code == 200
    assert "event: done" not in told.text
    assert '"type":"/problems/too-long"' in told.text.partition("event: problem")[2]
    assert 'evidence_search_refusals_total{cause="too-long"} 1.0' in counted


def test_a_failure_that_comes_too_late_is_logged_nowhere(engine, caplog):
    class Failing(SlowReranker):
        def score(self, question, _passages):
            time.sleep(SLOW)
            raise RuntimeError(question)

    with TestClient(create_app(reranked(engine, Failing(0), deadline=0.1))) as client:
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
