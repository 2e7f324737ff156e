"""What went wrong in, an RFC 9457 problem (or the page for it) out. Nothing asked is repeated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.html import page
from evidence_search.errors import QuestionInvalid

MEDIA_TYPE = "application/problem+json"
PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,40}")


class Kind(Enum):
    """Every problem that this service reports: its status and its title."""

    BODY_UNREADABLE = 400, "The body cannot be read"
    ROUTE_UNKNOWN = 404, "There is nothing at this address"
    DOCUMENT_UNKNOWN = 404, "There is no such document"
    PAGE_UNKNOWN = 404, "There is no such page"
    METHOD_NOT_ALLOWED = 405, "This address does not take that method"
    BODY_TOO_SLOW = 408, "The body took too long to arrive"
    CURSOR_EXPIRED = 410, "The cursor belongs to another generation of the index"
    BODY_TOO_LARGE = 413, "The body is too large"
    CURSOR_INVALID = 422, "The cursor cannot be used"
    QUESTION_INVALID = 422, "The question cannot be searched"
    REQUEST_INVALID = 422, "The request cannot be used as it stands"
    UNEXPECTED = 500, "Something failed here"
    NOT_READY = 503, "No index is open"

    @property
    def status(self) -> int:
        return self.value[0]

    @property
    def title(self) -> str:
        return self.value[1]

    @property
    def type(self) -> str:
        return f"/problems/{self.name.lower().replace('_', '-')}"


BY_STATUS = {
    400: (Kind.BODY_UNREADABLE, "Send it whole, in the form that the route asks for."),
    404: (Kind.ROUTE_UNKNOWN, "The addresses of the API are listed at /openapi.json."),
    405: (Kind.METHOD_NOT_ALLOWED, "The Allow header names the methods that it takes."),
}
FAILED = (Kind.UNEXPECTED, "It was not your request. Try again; if it stays, tell whoever runs it.")


class Fault(BaseModel):
    """One field of a request, and what is wrong with it."""

    field: str
    detail: str


class ProblemOut(BaseModel):
    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = []
    generation: str | None = None


class Problem(HTTPException):
    """A problem to report, raised where it is found."""

    def __init__(self, kind: Kind, detail: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(kind.status, detail)
        self.kind = kind
        self.faults = faults


def respond(request: Request, problem: Problem, headers: Any = None) -> Response:  # noqa: ANN401
    kind, engine = problem.kind, request.app.state.engine
    if not request.url.path.startswith("/v1") and "text/html" in request.headers.get("accept", ""):
        context = {"title": kind.title, "detail": problem.detail}
        return page(request, "problem.html", context, kind.status, headers)
    body = ProblemOut(
        type=kind.type,
        title=kind.title,
        status=kind.status,
        detail=problem.detail,
        errors=list(problem.faults),
        generation=engine.index.generation if engine else None,
    )
    return JSONResponse(body.model_dump(), kind.status, headers, MEDIA_TYPE)
