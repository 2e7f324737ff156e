"""What a client gets when something is wrong."""

import logging

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.cursor import write_cursor
from api.problems import Kind
from evidence_search import Engine

CANARY = "quokkaform"
PRIVATE = "Jade Smithson born 3 May 2016"


def check(response, status, name):
    body = response.json()
    assert response.status_code == body["status"] == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert body["type"] == f"/problems/{name}"
    assert body["title"]
    assert body["detail"]
    return body


def search(client, **body):
    return client.post("/v1/search", json=body)


def test_an_empty_question_is_refused_in_words(client):
    body = check(search(client, query=" ?! "), 422, "question-invalid")
    assert body["detail"] == "The question is empty; ask it in words."
    assert body["generation"] == "000001"


def test_a_question_that_is_too_long_is_refused_with_the_most(client):
    response = client.post("/v1/answer", json={"question": f"{PRIVATE} " * 100})
    body = check(response, 422, "question-invalid")
    assert "the most is 2,000" in body["detail"]
    assert "Jade" not in response.text


@pytest.mark.parametrize(
    ("body", "field", "detail"),
    [
        ({}, "query", "Field required"),
        ({"query": "x", "limit": 0}, "limit", "greater than or equal to 1"),
        ({"query": "x", "limit": 101}, "limit", "less than or equal to 100"),
        ({"query": "x", "page": 2}, "page", "there is no such field"),
        ({"query": "x", "filters": {"region": ["Kent"]}}, "filters.region", "use documents, cou"),
        ({"query": "x", "filters": {"statuses": ["lost"]}}, "filters.statuses.0", "'retracted'"),
        ({"query": "x", "filters": {"year_from": 10**30}}, "filters.year_from", "9999"),
        (
            {"query": "x", "filters": {"year_from": 2020, "year_to": 2010}},
            "filters",
            "year_from is after year_to",
        ),
        ({"query": ["x"]}, "query", "valid string"),
        ({"query": "x", "expand": 0}, "expand", "valid boolean"),
        ({"query": "x", "confirmed": "true"}, "confirmed", "valid boolean"),
        ({"query": "x", "limit": "5"}, "limit", "valid integer"),
        ({"query": "x", "limit": True}, "limit", "valid integer"),
        ({"query": "x", "filters": {"no_benefit": 1}}, "filters.no_benefit", "valid boolean"),
        ({"query": "x", "filters": {"year_to": "2020"}}, "filters.year_to", "valid integer"),
        ({"query": "x", "filters": {"publishers": "BASW"}}, "filters.publishers", "valid list"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(client, body, field, detail):
    problem = check(search(client, **body), 422, "request-invalid")
    [fault] = problem["errors"]
    assert fault["field"] == field
    assert detail in fault["detail"]
    assert detail in problem["detail"]


@pytest.mark.parametrize(
    "body",
    [
        {"query": "x", "limit": PRIVATE},
        {"query": "x", PRIVATE: 1},
        {"query": "x", "filters": {PRIVATE: [1]}},
        {"query": [PRIVATE]},
        {"query": {"text": PRIVATE}},
        {"query": "x", "filters": PRIVATE},
        {"query": "x", "filters": {"statuses": [PRIVATE]}},
        {"query": "x", "cursor": PRIVATE},
        PRIVATE,
        [PRIVATE],
    ],
)
def test_nothing_that_was_sent_is_repeated(client, body):
    response = client.post("/v1/search", json=body)
    assert response.status_code == 422
    assert "Jade" not in response.text


def test_a_body_that_is_not_json_is_refused_without_being_repeated(client):
    json_type = {"Content-Type": "application/json"}
    for headers in (json_type, {"Content-Type": "text/plain"}):
        response = client.post("/v1/answer", content=f"{{'{PRIVATE}", headers=headers)
        check(response, 422, "request-invalid")
        assert "Jade" not in response.text


def test_a_body_of_a_broken_encoding_is_refused(client):
    headers = {"Content-Type": "application/json"}
    response = client.post("/v1/answer", content=b'{"question": "\xff"}', headers=headers)
    check(response, 400, "body-unreadable")


def test_half_a_character_is_no_failure(client):
    headers = {"Content-Type": "application/json"}
    question = b'{"question": "\\ud800 safety"}'
    assert client.post("/v1/answer", content=question, headers=headers).status_code == 200
    filters = b'{"query": "safety", "filters": {"documents": ["\\ud800"]}}'
    check(client.post("/v1/search", content=filters, headers=headers), 422, "request-invalid")


def test_a_malformed_cursor_is_refused(client):
    for cursor in ("", "!", "x" * 50, "MDAwMDAxOi0x", write_cursor("000001", 999_999)):
        check(search(client, query="x", cursor=cursor), 422, "cursor-invalid")
        check(client.get("/v1/documents", params={"cursor": cursor}), 422, "cursor-invalid")


def test_a_cursor_of_another_generation_is_gone_and_says_what_to_do(client):
    body = check(
        search(client, query="x", cursor=write_cursor("000009", 10)), 410, "cursor-expired"
    )
    assert body["detail"] == "The index was rebuilt since. Ask again without a cursor."


@pytest.mark.parametrize(
    ("path", "status", "name"),
    [
        ("/v1/documents/none", 404, "document-unknown"),
        ("/v1/documents/none/pages/1", 404, "document-unknown"),
        ("/v1/documents/fgc/pages/4", 404, "page-unknown"),
        ("/v1/documents/fgc/pages/0", 422, "request-invalid"),
        (f"/v1/documents/fgc/pages/{10**30}", 422, "request-invalid"),
        ("/v1/nothing", 404, "route-unknown"),
        ("/nothing", 404, "route-unknown"),
        ("/static/nothing.css", 404, "route-unknown"),
        ("/static/../app.py", 404, "route-unknown"),
        ("/v1/search", 405, "method-not-allowed"),
    ],
)
def test_an_address_without_anything_says_so(client, path, status, name):
    check(client.get(path), status, name)


def test_a_method_that_is_not_taken_names_those_that_are(client):
    assert client.get("/v1/search").headers["Allow"] == "POST"


def test_a_browser_gets_a_page_instead(client):
    html = {"Accept": "text/html,*/*"}
    response = client.get("/documents/none/pages/1", headers=html)
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")
    assert "<h1>There is no such document</h1>" in response.text
    check(client.get("/v1/documents/none", headers=html), 404, "document-unknown")


@pytest.mark.parametrize("kind", list(Kind))
def test_the_type_of_a_problem_leads_to_a_page_that_explains_it(client, kind):
    page = client.get(kind.type)
    assert page.status_code == 200
    assert f"<h1>{kind.title}</h1>" in page.text
    check(client.get(f"{kind.type}-not"), 404, "route-unknown")


def test_a_failure_inside_is_told_without_its_inside(settings, caplog):
    engine = Engine.open(settings)
    engine.close()
    client = TestClient(create_app(engine))
    with caplog.at_level(logging.DEBUG):
        response = client.post("/v1/answer", json={"question": f"What is {CANARY}?"})
    body = check(response, 500, "unexpected")
    assert "closed database" not in response.text
    assert body["generation"] == "000001"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    [record] = [r for r in caplog.records if r.name == "api.logs"]
    assert "ProgrammingError at " in record.message
    assert "store.py:" in record.message
    assert CANARY not in caplog.text
