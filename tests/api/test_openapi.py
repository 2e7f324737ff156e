"""The committed description is the service's own, with an example of every response."""

import pytest
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from api import create_app, describe
from api.problems import Kind
from api.refusals import EXAMPLES
from evidence_search import Engine, Settings
from tests.api.described import ANYWHERE, PROBLEM, Described, committed, faults, operations
from tests.api.record import record

PICTURE = "image/png"


def contents():
    for path, method, operation in operations():
        for status, response in operation["responses"].items():
            for kind, content in response.get("content", {}).items():
                yield pytest.param(status, kind, content, id=f"{method} {path} {status} {kind}")


def examples(content):
    if "example" in content:
        return [content["example"]]
    return [example["value"] for example in content.get("examples", {}).values()]


def test_the_committed_description_equals_the_service():
    assert committed() == describe(create_app()), "run: python -m api openapi docs/openapi.json"


def test_it_is_served_and_not_sent_twice(client):
    response = client.get("/openapi.json")
    assert response.json() == committed()
    again = client.get("/openapi.json", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_is_openapi_3_1_and_names_the_routes_of_the_contract_and_no_page():
    assert committed()["openapi"].startswith("3.1")
    assert sorted(committed()["paths"]) == [
        "/livez",
        "/metrics",
        "/readyz",
        "/v1/admin/reload",
        "/v1/answer",
        "/v1/answers",
        "/v1/citations/{generation}/{passage_id}",
        "/v1/documents",
        "/v1/documents/{document_id}",
        "/v1/documents/{document_id}/pages/{number}",
        "/v1/documents/{document_id}/pages/{number}/image",
        "/v1/export",
        "/v1/facets",
        "/v1/feedback",
        "/v1/index",
        "/v1/search",
        "/v1/standards",
    ]


@pytest.mark.parametrize(("status", "kind", "content"), list(contents()))
def test_every_response_has_examples_and_they_are_what_its_schema_says(status, kind, content):
    if kind == PICTURE:
        assert examples(content) == []
        return
    assert examples(content)
    for example in examples(content):
        assert faults(content.get("schema", {}), example) == []
        if kind == PROBLEM:
            assert str(example["status"]) == status


def test_an_example_that_is_not_what_its_schema_says_is_noticed():
    [content] = [one.values[2] for one in contents() if one.id == "POST /v1/search 422 " + PROBLEM]
    [first, *_] = examples(content)
    assert faults(content["schema"], first | {"status": "422"})
    assert faults(content["schema"], {**first, "type": None})


def test_every_problem_is_shown_where_it_may_happen_with_its_stable_type():
    shown = {
        example["type"]
        for one in contents()
        if one.values[1] == PROBLEM
        for example in examples(one.values[2])
    }
    elsewhere = ANYWHERE | {Kind.NOT_REACHED.type}
    assert shown == {kind.type for kind in Kind} - elsewhere
    assert set(EXAMPLES) == set(Kind)


def test_what_was_recorded_is_still_what_the_service_says(sample_index):
    engine = Engine.open(Settings(index_dir=sample_index, encoder="hash"))
    with Described(create_app(engine), base_url="http://127.0.0.1:8000") as client:
        now = record(client)
    engine.close()
    described = {
        operation["operationId"]: {
            kind: set(content.get("examples", {}))
            for kind, content in operation["responses"]["200"].get("content", {}).items()
            if kind not in {PICTURE, "text/event-stream"}
        }
        for _, _, operation in operations()
        if "200" in operation["responses"]
    }
    del described["image"], described["reload"]
    assert {
        name: {kind: set(examples) for kind, examples in kinds.items()}
        for name, kinds in now.items()
    } == described, "run: make openapi"


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (JSONResponse({}, 203), "is not said to give 203"),
        (JSONResponse({}), "no ETag"),
        (JSONResponse({}, headers={"ETag": "x"}), '"generation" is a required property'),
        (PlainTextResponse("x", headers={"ETag": "x"}), "is not said to give text/plain"),
    ],
)
def test_a_response_that_is_not_as_described_is_noticed(engine, answer, fault):
    app = create_app(engine)
    app.router.routes.insert(0, Route("/v1/index", lambda _: answer))
    with Described(app) as client, pytest.raises(AssertionError, match=fault):
        client.get("/v1/index")
