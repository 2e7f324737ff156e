"""A service's routes in, their OpenAPI description out."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, Response
from pydantic.json_schema import models_json_schema

from api.problems import MEDIA_TYPE, ProblemOut

TITLE = "Evidence search"
VERSION = "1"
DESCRIPTION = (
    "Answers questions on children's social care with verbatim quotations from research reports, "
    "each with its page and its published evidence ratings, and says so where the library holds "
    "no answer. Every response below /v1 names the index generation in the header "
    "Index-Generation. Questions are logged nowhere."
)
REFERENCE = "#/components/schemas/{model}"
REFUSED: dict[int | str, dict[str, Any]] = {
    status: {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(model="ProblemOut")}}},
    }
    for status, description in (
        ("4XX", "What is wrong with the request, and what to do (RFC 9457)"),
        ("5XX", "The service failed, or no index is open (RFC 9457)"),
    )
}
router = APIRouter(include_in_schema=False)


def describe(app: FastAPI) -> dict[str, Any]:
    """Give the description of `app`, with the shape of its problems."""
    description = app.openapi()
    _, problem = models_json_schema([(ProblemOut, "serialization")], ref_template=REFERENCE)
    description["components"]["schemas"] |= problem["$defs"]
    return description


@router.get("/openapi.json")
def openapi(request: Request) -> Response:
    return JSONResponse(describe(request.app))
