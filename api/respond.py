"""An exception in, a problem (for a browser: a page) out. Nothing that was asked is repeated."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, TypeAlias

from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.engine import generation_of
from api.html import render
from api.logs import log_without_words
from api.metrics import metrics_of
from api.problems import MEDIA_TYPE, Kind, Problem
from api.requests import FiltersIn
from evidence_search.errors import IndexUnusable, QuestionInvalid, QuestionScreened
from evidence_search.wire_problem import Fault, ProblemOut

PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,40}")
BY_STATUS = {
    400: Problem(Kind.BODY_UNREADABLE),
    404: Problem(Kind.ROUTE_UNKNOWN),
    405: Problem(Kind.METHOD_NOT_ALLOWED),
}
SILENT = Problem(
    Kind.NOT_READY, "The library does not answer just now. Try again shortly; the log says why."
)
UNEXPECTED = Problem(Kind.UNEXPECTED)


def respond(
    request: Request, problem: Problem, headers: Mapping[str, str] | None = None
) -> Response:
    kind = problem.kind
    is_api = request.url.path.startswith("/v1")
    if not is_api and "text/html" in request.headers.get("accept", ""):
        metrics_of(request).refuse(problem)
        context = {"title": kind.title, "detail": problem.detail}
        return render(request, "problem.html", context, kind.status, headers)
    body = describe(request, problem)
    return Response(body.model_dump_json(), kind.status, headers, MEDIA_TYPE)


def describe(request: Request, problem: Problem) -> ProblemOut:
    """Give a problem as it is told to a client, and count it."""
    kind = problem.kind
    metrics_of(request).refuse(problem)
    return ProblemOut(
        type=kind.type,
        title=kind.title,
        status=kind.status,
        detail=problem.detail,
        errors=list(problem.faults),
        generation=generation_of(request),
    )


def problem_of(error: Exception) -> Problem:
    """Give the problem that an exception is to a client; what was not expected is logged."""
    match error:
        case Problem():
            return error
        case HTTPException():
            return BY_STATUS.get(error.status_code, UNEXPECTED)
        case RequestValidationError():
            return invalid(error.errors())
        case QuestionInvalid():
            return Problem(Kind.QUESTION_INVALID, _sentence(str(error)))
        case QuestionScreened():
            faults = [Fault(field="query", detail=kind) for kind in error.kinds]
            return Problem(Kind.QUESTION_SCREENED, str(error), faults)
    log_without_words(error)
    return SILENT if isinstance(error, IndexUnusable) else UNEXPECTED


def invalid(errors: Sequence[Mapping[str, Any]], skip: int = 1) -> Problem:
    """Name the fields that cannot be used; the first `skip` steps to each name no field."""
    faults = [_fault(found, found["loc"][skip:]) for found in errors]
    detail = "; ".join(f"{fault.field}: {fault.detail}" for fault in faults)
    return Problem(Kind.REQUEST_INVALID, detail, faults)


async def _refused(request: Request, error: Exception) -> Response:
    headers = error.headers if isinstance(error, HTTPException) else None
    return respond(request, problem_of(error), headers)


def _fault(error: Mapping[str, Any], place: Sequence[Any]) -> Fault:
    """Say what is wrong with which field. Only plain names of fields are ever repeated."""
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


REFUSED = (
    HTTPException,
    RequestValidationError,
    QuestionInvalid,
    QuestionScreened,
    IndexUnusable,
)
Handler: TypeAlias = Callable[[Request, Any], Coroutine[Any, Any, Response]]
HANDLERS: dict[int | type[Exception], Handler] = dict.fromkeys(REFUSED, _refused)
