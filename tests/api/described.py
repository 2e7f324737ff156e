"""A client that holds each response to what the committed description says of it."""

import json
import re
from functools import cache
from pathlib import Path

import jsonschema_rs
from fastapi.testclient import TestClient

COMMITTED = Path(__file__).parents[2] / "docs/openapi.json"
PROBLEM = "application/problem+json"
ANYWHERE = {
    "/problems/head-unreadable",
    "/problems/route-unknown",
    "/problems/method-not-allowed",
}


@cache
def committed():
    return json.loads(COMMITTED.read_text(encoding="utf-8"))


def operations():
    for path, methods in committed()["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def operation_of(method, path):
    """Give the operation that serves a request; of two, the one with the longer address."""
    found = [
        (len(template), operation)
        for template, taken, operation in operations()
        if taken == method and re.fullmatch(re.sub(r"\{\w+\}", ".+", template), path)
    ]
    return max(found, key=lambda one: one[0])[1] if found else None


def faults(schema, value):
    """Give what is wrong with a value that the description gives `schema` for."""
    whole = {"components": committed()["components"], **schema}
    return [error.message for error in validator(json.dumps(whole)).iter_errors(value)]


@cache
def validator(schema):
    return jsonschema_rs.Draft202012Validator(json.loads(schema))


def unlike(response):
    """Give what a response has that its description has not."""
    method, path = response.request.method, response.request.url.path
    operation = operation_of(method, path)
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if kind == PROBLEM and response.json()["type"] in ANYWHERE:
        return faults({"$ref": "#/components/schemas/ProblemOut"}, response.json())
    if operation is None:
        return []
    described = operation["responses"].get(str(response.status_code))
    if described is None:
        return [f"{method} {path} is not said to give {response.status_code}"]
    missing = [
        f"no {name}" for name in described.get("headers", {}) if name not in response.headers
    ]
    content = described.get("content", {})
    if not content:
        return missing
    if kind not in content:
        return [f"{method} {path} is not said to give {kind}"]
    is_json = kind.endswith("json")
    return missing + (faults(content[kind].get("schema", {}), response.json()) if is_json else [])


class Described(TestClient):
    """Fails where a response below /v1 is not as it is described."""

    def send(self, request, **options):
        response = super().send(request, **options)
        if not options.get("stream"):
            wrong = unlike(response)
            assert not wrong, wrong
        return response
