"""The committed description is the service's own."""

import json
from pathlib import Path

from api import create_app, describe

COMMITTED = Path(__file__).parents[2] / "docs/openapi.json"


def test_the_committed_description_equals_the_service():
    committed = json.loads(COMMITTED.read_text(encoding="utf-8"))
    assert committed == describe(create_app()), "run: python -m api openapi docs/openapi.json"


def test_it_is_served(client):
    assert client.get("/openapi.json").json() == json.loads(COMMITTED.read_text(encoding="utf-8"))


def test_it_names_the_routes_of_the_contract_and_no_page():
    paths = describe(create_app())["paths"]
    assert sorted(paths) == [
        "/livez",
        "/metrics",
        "/readyz",
        "/v1/admin/reload",
        "/v1/answer",
        "/v1/documents",
        "/v1/documents/{document_id}",
        "/v1/documents/{document_id}/pages/{number}",
        "/v1/documents/{document_id}/pages/{number}/image",
        "/v1/facets",
        "/v1/feedback",
        "/v1/index",
        "/v1/search",
        "/v1/standards",
    ]


def test_every_operation_says_how_it_refuses():
    description = describe(create_app())
    assert description["info"]["title"] == "Evidence search"
    assert "HTTPValidationError" not in description["components"]["schemas"]
    for methods in description["paths"].values():
        for operation in methods.values():
            refused = operation["responses"]["4XX"]["content"]["application/problem+json"]
            assert (
                refused["schema"]["$ref"].rpartition("/")[2] in description["components"]["schemas"]
            )
