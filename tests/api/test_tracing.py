"""Spans of requests and steps, exported in memory: names and times, and no word of a question."""

import logging
import sys

import pytest
from fastapi.testclient import TestClient
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from api import create_app
from api.tracing import Tracing
from evidence_search import Settings
from evidence_search.errors import SettingsInvalid
from tests.api.conftest import CONFERENCES
from tests.api.test_canary import CANARY, requests

TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture
def exporter():
    return InMemorySpanExporter()


@pytest.fixture
def client(engine, exporter):
    app = create_app(engine)
    app.state.observer.tracing = Tracing(SimpleSpanProcessor(exporter))
    with TestClient(app) as opened:
        yield opened


def test_a_request_holds_a_span_for_each_step(client, exporter):
    headers = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
    client.post("/v1/answer", json={"question": CONFERENCES}, headers=headers)
    *steps, request = exporter.get_finished_spans()
    assert [span.name for span in steps] == ["screen", "retrieve", "answer", "check"]
    assert request.name == "request"
    assert {span.parent.span_id for span in steps} == {request.context.span_id}
    assert f"{request.context.trace_id:032x}" == TRACE
    assert dict(request.attributes) == {"method": "POST", "status": "200", "route": "/v1/answer"}


def test_no_span_holds_a_word_of_a_question_or_an_address(client, exporter):
    for method, path, content in requests():
        client.request(method, path, **content)
    spans = exporter.get_finished_spans()
    assert len(spans) > 100
    assert CANARY.lower() not in " ".join(span.to_json() for span in spans).lower()


def test_what_a_failure_says_is_not_in_its_span(exporter):
    tracing = Tracing(SimpleSpanProcessor(exporter))
    with pytest.raises(ValueError, match=CANARY), tracing.span("step", {}):
        raise ValueError(CANARY)
    [span] = exporter.get_finished_spans()
    assert CANARY not in span.to_json()


def test_without_the_setting_there_is_none(engine):
    app = create_app(engine)
    with TestClient(app):
        assert app.state.observer.tracing is None


def test_the_setting_without_opentelemetry_says_what_to_install(index_dir, monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    settings = Settings(index_dir=index_dir, encoder="hash", traces=True)
    with pytest.raises(SettingsInvalid, match=r"pip install '\.\[otel\]'"):
        TestClient(create_app(settings=settings)).__enter__()


def test_the_setting_sends_them_on_and_stops_with_the_service(index_dir, monkeypatch, caplog):
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "always_off")
    settings = Settings(index_dir=index_dir, encoder="hash", traces=True)
    app = create_app(settings=settings)
    with caplog.at_level(logging.WARNING), TestClient(app) as client:
        assert isinstance(app.state.observer.tracing, Tracing)
        assert client.post("/v1/search", json={"query": "care"}).status_code == 200
    assert caplog.text == ""
