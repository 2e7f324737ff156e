"""An exception in, a problem (for a browser: a page) out. Nothing that was asked is repeated."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.engine import generation_of
from api.html import render
from api.problems import MEDIA_TYPE, Fault, Kind, Problem, ProblemOut
from api.requests import FiltersIn
from evidence_search.errors import IndexUnusable, QuestionInvalid, QuestionScreened

log = logging.getLogger(__name__)
PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,40}")
BY_STATUS = {
    400: Problem(Kind.BODY_UNREADABLE, "Send it whole, in the form that the route asks for."),
    404: Problem(Kind.ROUTE_UNKNOWN, "The addresses of the API are listed at /openapi.json."),
    405: Problem(Kind.METHOD_NOT_ALLOWED, "The Allow header names what it takes."),
}
UNEXPECTED = Problem(
    Kind.UNEXPECTED, "The request was not the reason. If this goes on, tell whoever runs this."
)


def respond(
    request: Request, problem: Problem, headers: Mapping[str, str] | None = None
) -> Response:
    kind = problem.kind
    is_api = request.url.path.startswith("/v1")
    if not is_api and "text/html" in request.headers.get("accept", ""):
        context = {"title": kind.title, "detail": problem.detail}
        return render(request, "problem.html", context, kind.status, headers)
    body = describe(request, problem)
    return JSONResponse(body.model_dump(), kind.status, headers, MEDIA_TYPE)


def describe(request: Request, problem: Problem) -> ProblemOut:
    kind = problem.kind
    return ProblemOut(
        type=kind.type,
        title=kind.title,
        status=kind.status,
        detail=problem.detail,
        errors=list(problem.faults),
        generation=generation_of(request),
    )


def log_without_words(error: Exception) -> None:
    """Log what failed and where, but not what it says: a message may quote the question."""
    frames = traceback.extract_tb(error.__traceback__)
    place = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    log.error("%s at %s", type(error).__name__, place)


async def _refused(request: Request, error: HTTPException) -> Response:
    problem = error if isinstance(error, Problem) else BY_STATUS.get(error.status_code, UNEXPECTED)
    return respond(request, problem, error.headers)


async def _question(request: Request, error: QuestionInvalid) -> Response:
    return respond(request, Problem(Kind.QUESTION_INVALID, _sentence(str(error))))


async def _unusable(request: Request, error: IndexUnusable) -> Response:
    log_without_words(error)
    detail = "The library does not answer just now. Try again shortly; the log says why."
    return respond(request, Problem(Kind.NOT_READY, detail))


async def _screened(request: Request, error: QuestionScreened) -> Response:
    faults = [Fault(field="query", detail=kind) for kind in error.kinds]
    return respond(request, Problem(Kind.QUESTION_SCREENED, str(error), faults))


async def _invalid(request: Request, error: RequestValidationError) -> Response:
    faults = [_fault(found) for found in error.errors()]
    detail = "; ".join(f"{fault.field}: {fault.detail}" for fault in faults)
    return respond(request, Problem(Kind.REQUEST_INVALID, detail, faults))


def _fault(error: Mapping[str, Any]) -> Fault:
    """Say what is wrong with which field. Only plain names of fields are ever repeated."""
    place = error["loc"][1:]
    names = (str(step) if isinstance(step, int) else _plain(step) for step in place)
    match error["type"]:
        case "json_invalid":
            return Fault(field="body", detail="this is not JSON")
        case "model_attributes_type" if not place:
            return Fault(field="body", detail="send a JSON object, as application/json")
        case "extra_forbidden" if place[0] == "filters":
            detail = f"there is no such filter; use {', '.join(FiltersIn.model_fields)}"
        case "extra_forbidden":
            detail = "there is no such field; take it out"
        case _:
            detail = error["msg"].removeprefix("Value error, ")
    return Fault(field=".".join(names) or "body", detail=detail)


def _plain(name: str) -> str:
    return name if PLAIN_NAME.fullmatch(name) else "(not repeated here)"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


HANDLERS: dict[int | type[Exception], Callable[[Request, Any], Coroutine[Any, Any, Response]]] = {
    HTTPException: _refused,
    RequestValidationError: _invalid,
    QuestionInvalid: _question,
    QuestionScreened: _screened,
    IndexUnusable: _unusable,
}
