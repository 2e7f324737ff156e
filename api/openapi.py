"""A service's routes in, their OpenAPI description out."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from pydantic.json_schema import models_json_schema

from api.access import Needs, needs
from api.packed import packed
from evidence_search.wire_problem import ProblemOut

TITLE = "Evidence search"
VERSION = "1"
DESCRIPTION = (
    "Answers questions on children's social care with verbatim quotations from research reports, "
    "each with its page and its published evidence ratings, and says so where the library holds "
    "no answer. Every response below /v1 names the index generation in the header "
    "Index-Generation. Questions are logged nowhere. docs/api.md says how this version may change."
)
KEY: dict[str, list[str]] = {"key": []}
BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "docs/access.md says where it is needed",
}
REFERENCE = "#/components/schemas/{model}"
EXAMPLES = Path(__file__).parent / "examples.json"
TAGGED = {"description": "of what is said, its generation included", "schema": {"type": "string"}}
GENERATION = {"description": "the generation that answered", "schema": {"type": "string"}}
router = APIRouter(include_in_schema=False)


def describe(app: FastAPI) -> dict[str, Any]:
    """Give the description of `app`, with the shape of its problems and recorded examples."""
    description = app.openapi()
    _, problem = models_json_schema([(ProblemOut, "serialization")], ref_template=REFERENCE)
    description["components"]["schemas"] |= problem["$defs"]
    for path, methods in description["paths"].items():
        for operation in methods.values():
            _complete(operation, is_api=path.startswith("/v1"))
            if needs(path) is not Needs.NOTHING:
                operation["security"] = [KEY] if needs(path) is Needs.ADMIN else [{}, KEY]
    description["components"]["securitySchemes"] = {"key": BEARER}
    return description


@router.get("/openapi.json")
def openapi(request: Request) -> Response:
    return packed(request, _text(request.app), "application/json")


@lru_cache(maxsize=1)
def _text(app: FastAPI) -> str:
    """Write it once: anybody may ask for it, without a limit."""
    return json.dumps(describe(app))


def _complete(operation: dict[str, Any], *, is_api: bool) -> None:
    recorded = _recorded().get(operation["operationId"], {})
    for status, response in operation["responses"].items():
        headers = {"Index-Generation": GENERATION} if is_api else {}
        if "304" in operation["responses"] and status in {"200", "304"}:
            headers["ETag"] = TAGGED
        if headers:
            response["headers"] = headers
        for kind, content in response.get("content", {}).items():
            if status == "200" and kind in recorded:
                content["examples"] = recorded[kind]


@cache
def _recorded() -> dict[str, dict[str, Any]]:
    """Give what the service said of the sample library, by operation and kind of content."""
    recorded: dict[str, dict[str, Any]] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return recorded
