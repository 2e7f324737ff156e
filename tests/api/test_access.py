"""Each route by each key: who may use what. A route that is not in the table fails."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from api import create_app
from api.access import Needs, needs
from api.keys import KeyFile, Scope

DECIDED = {
    Needs.NOTHING: """
        GET /livez, GET /readyz, GET /openapi.json, GET /embed, GET /widget.js, GET /widget.js.sri,
        GET /screening.json, GET /static/style.css, GET /static/{file},
        GET /problems/{name}
    """,
    Needs.METRICS: "GET /metrics",
    Needs.ADMIN: "POST /v1/admin/reload",
    Needs.READ: """
        POST /v1/search, POST /v1/answer, POST /v1/answers, POST /v1/export, POST /v1/feedback,
        GET /v1/citations/{generation}/{passage_id:path}, GET /v1/documents,
        GET /v1/documents/{document_id:path},
        GET /v1/documents/{document_id:path}/pages/{number:int},
        GET /v1/documents/{document_id:path}/pages/{number:int}/image, GET /v1/standards,
        GET /v1/facets, GET /v1/index, GET /, GET /ask, POST /ask, POST /ask/feedback,
        GET /library, GET /standards, GET /documents, GET /documents/{document_id:path},
        GET /documents/{document_id:path}/pages/{number:int},
        GET /cite/{generation}/{passage_id:path}
    """,
}
TABLE = {route.strip(): needed for needed, routes in DECIDED.items() for route in routes.split(",")}
HOLDERS = ["nobody", "ended", "wrong", *Scope]


def routes():
    """Give the method and path of everything that is served."""
    for route in iter_route_contexts(create_app().routes):
        path = f"{route.path}/{{file}}" if route.methods is None else route.path
        for method in sorted((route.methods or {"GET"}) - {"HEAD"}):
            yield f"{method} {path}"


def request(client, route, key):
    method, path = route.split(" ")
    path = re.sub(r"\{\w+(:path)?\}", "fgc", re.sub(r"\{(number:int|generation)\}", "1", path))
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return client.request(method, path, headers=headers, follow_redirects=False)


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """Give a file of keys, and a key for each kind of holder."""
    path = tmp_path_factory.mktemp("held") / "keys.json"
    file = KeyFile(path)
    now = datetime.now(UTC)
    keys = {str(scope): file.create(scope, [scope], None) for scope in Scope}
    ended = file.create("ended", list(Scope), now - timedelta(seconds=1))
    return path, keys | {"nobody": "", "ended": ended, "wrong": "es_00000000_" + "A" * 43}


@pytest.fixture(scope="module", params=["open", "key"])
def asked(request, settings, held):
    path, keys = held
    changed = {"access": request.param, "keys_file": path, "rate_address": "", "rate_key": ""}
    with TestClient(create_app(settings=settings.model_copy(update=changed))) as client:
        yield client, keys, request.param


def expected(route, holder, access):
    needed = TABLE[route]
    if needed is Needs.NOTHING:
        return 0
    if holder in {"ended", "wrong"}:
        return 401
    if access == "open" and needed is not Needs.ADMIN:
        return 0
    if holder == "nobody":
        return 401
    return 0 if holder == needed.name.lower() else 403


def test_every_route_is_decided_on_and_nothing_else_is():
    assert sorted(routes()) == sorted(TABLE)
    for route, needed in TABLE.items():
        assert needs(route.split(" ")[1]) is needed


def test_what_nobody_decided_on_needs_a_key():
    assert needs("/v2/new") is Needs.READ
    assert needs("/v1/admin/anything") is Needs.ADMIN
    for near in ("/livez/", "/LIVEZ", "//livez", "/metrics/", "/static", "/static/../v1/index"):
        assert needs(near) in {Needs.READ, Needs.NOTHING}


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("route", TABLE)
def test_the_matrix_of_routes_and_keys_holds(asked, route, holder):
    client, keys, access = asked
    answer = request(client, route, keys[holder])
    refused = answer.status_code if answer.status_code in {401, 403} else 0
    assert refused == expected(route, holder, access)
    if refused:
        assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert ("WWW-Authenticate" in answer.headers) == (refused == 401)


def test_no_path_slips_past_the_door(asked):
    client, _, access = asked
    if access == "open":
        return
    for path in ("/static/../v1/index", "/static/%2e%2e/v1/index", "//v1/index", "/v1/index/"):
        answer = client.get(path, follow_redirects=False)
        assert "counts" not in answer.text
        assert answer.status_code in {401, 404}


def test_a_login_of_a_proxy_is_no_key(asked):
    client, _, access = asked
    answer = client.get("/v1/index", headers={"Authorization": "Basic YTpi"})
    assert answer.status_code == (200 if access == "open" else 401)


def test_an_admin_key_makes_it_look_for_a_newer_index(asked):
    client, keys, _ = asked
    answer = request(client, "POST /v1/admin/reload", keys["admin"])
    assert answer.json() == {"generation": "000001", "fault": ""}


@pytest.mark.parametrize("path", ["//evil.example", "/documents//evil.example", "/v1/search/"])
def test_nothing_redirects_to_another_host(client, path):
    answer = client.get(path, headers={"Host": "evil.example"}, follow_redirects=False)
    assert not answer.headers.get("Location", "/").startswith(("http", "//", "\\"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0123456789abcdef0123456789abcdef", True),
        ("01234567-89ab-cdef-0123-456789abcdef", True),
        ("kelly-smith-7", False),
        ("07700900461", False),
        ("0" * 31, False),
        ("<script>", False),
    ],
)
def test_a_request_has_an_id_and_a_callers_own_is_kept_only_if_it_is_plain(client, given, kept):
    sent = client.get("/livez", headers={"X-Request-Id": given}).headers["X-Request-Id"]
    assert (sent == given) is kept
    assert re.fullmatch(r"[0-9a-f-]{32,36}", sent)
    assert sent != client.get("/livez").headers["X-Request-Id"]
