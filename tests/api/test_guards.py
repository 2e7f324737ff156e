"""Bodies are bounded in size and in time, and every response carries its headers."""

from dataclasses import replace

import anyio
import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.guards import HEADERS, LARGEST_BODY, POLICY, BoundedBody
from tests.alone import alone


def post(client, content):
    return client.post("/v1/answer", content=content, headers={"Content-Type": "application/json"})


def test_a_body_over_the_limit_is_refused_and_one_at_it_is_read(client):
    frame = b'{"question": ""}'
    most = frame.replace(b'""', b'"' + b" " * (LARGEST_BODY - len(frame)) + b'"')
    assert len(most) == LARGEST_BODY
    assert post(client, most).json()["type"] == "/problems/question-invalid"
    response = post(client, most + b" ")
    assert response.status_code == 413
    assert response.json()["detail"] == "The most is 64,000 bytes."


def test_a_body_that_does_not_say_its_length_is_bounded_too(client):
    response = post(client, (b"x" * 1000 for _ in range(100)))
    assert response.status_code == 413
    assert response.json()["type"] == "/problems/body-too-large"


def test_a_form_is_bounded_too(client):
    response = client.post("/ask", data={"question": "x" * LARGEST_BODY})
    assert response.status_code == 413


def test_a_body_that_drips_is_given_up(engine):
    sent = []

    async def drip():
        await anyio.sleep(0.03)
        return {"type": "http.request", "body": b" ", "more_body": True}

    async def send(message):
        sent.append(message)

    app = create_app(engine)
    scope = {
        "type": "http",
        "app": app,
        "method": "POST",
        "path": "/v1/answer",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    alone(BoundedBody(app, seconds=0.1)(scope, drip, send))
    assert sent[0]["status"] == 408


@pytest.mark.parametrize("path", ["/", "/ask", "/v1/index", "/static/style.css", "/v1/nothing"])
def test_every_response_carries_the_security_headers(client, path):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'")
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_only_static_files_may_be_kept(client):
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert client.get("/widget.js").headers["Cache-Control"] == "no-cache"


def test_nothing_but_the_api_names_a_generation(engine):
    client = TestClient(create_app(engine))
    assert "Index-Generation" not in client.get("/livez").headers
    assert "Index-Generation" in client.get("/v1/nothing").headers


@pytest.mark.parametrize("path", ["/", "/embed", "/widget.js", "/v1/index", "/nowhere", "/livez"])
def test_each_security_header_is_sent_once_and_names_the_sites_of_its_own_service(engine, path):
    sites = engine.settings.model_copy(update={"allowed_sites": ("https://intranet.example.org",)})
    for one in (engine, replace(engine, settings=sites)):
        sent = TestClient(create_app(one)).get(path).headers
        assert all(len(sent.get_list(name)) == 1 for name in HEADERS)
        assert ("intranet" in sent[POLICY]) is bool(one.settings.allowed_sites)
