"""Whatever is sent, the service answers as its description says, or refuses in a problem."""

import http.client
import json
import math
import re
import time
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from api import create_app
from api.conditional import is_known
from api.cursor import FARTHEST, read_cursor, write_cursor
from api.problems import Kind, Problem
from api.requests import FiltersIn
from api.stream import wants_stream
from evidence_search import Engine, Filters, Settings
from evidence_search.errors import SettingsInvalid
from evidence_search.exchange import _wait
from evidence_search.generation_name import NAME, name_of, number_of
from evidence_search.settings import PREFIX
from evidence_search.standards import load_standards
from tests.api.fuzz import AT_WILL, fuzz
from tests.api.serving import served

STANDARDS = load_standards()
SHARED = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=10,
)
POSTED = ("/v1/search", "/v1/answer", "/v1/answers", "/v1/export", "/v1/feedback")
HEADERS = ("Accept", "Accept-Encoding", "Accept-Language", "Content-Type", "If-None-Match", "Range")
TRAVERSALS = [
    "/../../../../etc/passwd",
    "/static/../app.py",
    "/static/%2e%2e/app.py",
    "/static/..%2f..%2fpyproject.toml",
    "/static/..\\..\\pyproject.toml",
    "/static//etc/passwd",
    "/static/%00",
    "/v1/documents/../../pyproject.toml",
    "/v1/documents/%2e%2e%2f%2e%2e%2fpyproject.toml",
    "/v1/documents/..%2f..%2fetc%2fpasswd/pages/1/image",
    "/v1/citations/000001/..%2f..%2fetc%2fpasswd",
    "/cite/..%2f/etc%2fpasswd",
    "//evil.example/%2e%2e",
    "/\\evil.example",
    "/%0d%0aSet-Cookie:x=1",
    "/documents/%2f%2fevil.example",
    f"/v1/documents/{'a/' * 4000}",
]
HOSTS = [
    "evil.example",
    "evil.example:99999",
    "[::1",
    "a b",
    "",
    "x" * 2000,
    "evil.example/@x",
    "é",
]


@pytest.fixture(scope="module")
def port(engine):
    with served(create_app(engine)) as number:
        yield number


def send(port, path, **headers):
    """Send a GET as it stands, which a client that mends addresses would not."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("GET", path, skip_host="Host" in headers, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value.encode("utf-8"))
    connection.endheaders()
    response = connection.getresponse()
    body = response.read().decode("utf-8", "replace")
    connection.close()
    return response, body


def tried(refusal, call, *arguments):
    try:
        return call(*arguments)
    except refusal as refused:
        return refused


def test_a_short_run_of_schemathesis_finds_nothing(sample_index):
    engine = Engine.open(Settings(index_dir=sample_index, encoder="hash", **AT_WILL))
    cases, wrong, said = fuzz(
        create_app(engine), "--seed", "1", "--phases", "examples,fuzzing", "-n", "5"
    )
    engine.close()
    assert (wrong, cases > 30) == (0, True), said


def test_a_breach_of_the_description_is_found(engine):
    app = create_app(engine)
    app.router.routes.insert(0, Route("/livez", lambda _: PlainTextResponse("dead", 503)))
    only = ("--include-path", "/livez", "--phases", "fuzzing", "-n", "1")
    _, wrong, said = fuzz(app, "--seed", "1", *only)
    assert wrong, said


@SHARED
@given(st.sampled_from(POSTED), st.binary(max_size=300) | JSON)
@example("/v1/answer", b"\xef\xbb\xbf{}")
@example("/v1/search", math.inf)
@example("/v1/search", {"query": "x", "limit": math.inf})
@example("/v1/answers", {"questions": [None, [], {}, "x", {"question": None}]})
def test_any_body_gets_an_answer_or_a_problem(client, path, body):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = client.post(path, content=content, headers={"Content-Type": "application/json"})
    assert response.status_code < 500


@SHARED
@given(
    st.sampled_from(HEADERS),
    st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=60),
    st.sampled_from(
        ["/v1/index", "/v1/documents/fgc", "/openapi.json", "/static/icon.svg", "/ask"]
    ),
)
def test_any_header_gets_an_answer_or_a_problem(client, name, value, path):
    response = client.get(path, headers={name: value.encode("latin-1")})
    assert response.status_code < 500


@SHARED
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_name_in_an_address_gets_an_answer_or_a_problem(client, first, second):
    for parts in (
        ("documents", first),
        ("citations", first, second),
        ("documents", first, "pages"),
    ):
        path = "/v1/" + "/".join(quote(part, safe="") for part in parts)
        assert client.get(path, params={"start": second}).status_code < 500


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_address_leads_out_of_what_is_served(port, path):
    response, body = send(port, path)
    assert response.status in {400, 404, 414, 422}
    assert "root:" not in body
    assert "[project]" not in body
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("host", HOSTS)
def test_another_host_is_sent_nowhere_else(port, host):
    for path in ("/v1/index", "/documents/fgc", "/v1/citations/000001/fgc%231?format=bibtex"):
        response, body = send(port, path, Host=host)
        assert response.status < 500
        location = response.headers.get("Location", "/documents/")
        assert location.startswith("/documents/")
        assert body.count("@techreport") <= 1


def test_a_flood_of_ranges_costs_no_more_than_the_file(port):
    ranges = "bytes=" + ",".join(f"{n}-{n + 1}" for n in range(0, 12000, 2))
    started = time.process_time()
    for path in ("/static/icon.svg", "/v1/index"):
        response, body = send(port, path, Range=ranges)
        assert response.status < 500
        assert len(body) < 200_000
    assert time.process_time() - started < 1


@SHARED
@given(st.text(max_size=100))
def test_a_cursor_is_read_or_refused(text):
    read = tried(Problem, read_cursor, text, "000001")
    if isinstance(read, Problem):
        assert read.kind in {Kind.CURSOR_INVALID, Kind.CURSOR_EXPIRED}
    else:
        assert 0 <= read <= FARTHEST


@SHARED
@given(st.integers(0, FARTHEST), st.integers(1, 9_999_999_998), st.integers(0, 999_999_999))
@example(0, 1, 0)
@example(FARTHEST, 1, 1)
def test_a_cursor_that_was_given_is_read_back(offset, number, revision):
    generation = name_of(number, revision)
    assert re.fullmatch(NAME, generation)
    assert number_of(generation) == number
    cursor = write_cursor(generation, offset)
    assert read_cursor(cursor, generation) == offset
    for other in (name_of(number + 1, revision), name_of(number, revision + 1)):
        with pytest.raises(Problem, match="rebuilt"):
            read_cursor(cursor, other)


FIELDS = st.sampled_from(sorted(FiltersIn.model_fields))


@SHARED
@given(st.dictionaries(FIELDS | st.text(max_size=5), JSON, max_size=4))
@example({"standard": "cebc", "level_at_least": "9"})
@example({"level_at_least": "1"})
@example({"band": "high", "no_benefit": True})
def test_filters_are_read_or_refused(given_filters):
    read = tried(ValidationError, FiltersIn.model_validate, given_filters)
    if isinstance(read, FiltersIn):
        found = tried(Problem, read.to_filters, STANDARDS)
        assert isinstance(found, Filters) or found.faults


NAMES = st.sampled_from([PREFIX + name.upper() for name in Settings.model_fields])
VALUES = st.text(max_size=20) | st.integers().map(str) | st.floats().map(str)


@SHARED
@given(st.dictionaries(NAMES | st.text(max_size=9).map(PREFIX.__add__), VALUES, max_size=4))
def test_settings_are_read_or_refused_by_name(environ):
    read = tried(SettingsInvalid, Settings.from_env, environ)
    assert isinstance(read, Settings) or any(name.upper() in str(read) for name in environ)


@SHARED
@given(st.text(max_size=60))
@example("text/event-stream;q=1.")
@example("text/event-stream;q=.5")
def test_any_accept_header_is_understood(text):
    assert wants_stream(text) in {True, False}
    assert wants_stream("text/event-stream")


@SHARED
@given(st.text(max_size=60))
@example("9" * 400)
@example("Thu, 01 Jan 99999 00:00:00 GMT")
def test_any_retry_after_is_a_time_to_wait_or_nothing(text):
    wait = _wait(text)
    assert wait is None or wait >= 0


@SHARED
@given(st.text(st.characters(codec="latin-1"), max_size=60))
def test_a_tag_is_known_only_where_it_is_named(text):
    assume('"known"' not in text)
    headers = [(b"if-none-match", text.encode("latin-1"))]
    request = Request({"type": "http", "headers": headers})
    assert is_known(request, '"known"') is (text.strip() == "*")
