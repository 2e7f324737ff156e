"""What can go wrong, as RFC 9457 problems: one table of kinds."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from http import HTTPStatus

from starlette.exceptions import HTTPException

from evidence_search.wire_problem import Fault

MEDIA_TYPE = "application/problem+json"


class Kind(Enum):
    """A status and a title. The name is the problem's stable type: /problems/cursor-expired."""

    BODY_UNREADABLE = 400, "The body cannot be read"
    HEAD_UNREADABLE = 400, "The request line or the headers cannot be read"
    KEY_NEEDED = 401, "This needs a key"
    KEY_UNKNOWN = 401, "The key is no good"
    SCOPE_MISSING = 403, "The key is not for this"
    ROUTE_UNKNOWN = 404, "There is nothing at this address"
    DOCUMENT_UNKNOWN = 404, "There is no such document"
    PAGE_UNKNOWN = 404, "There is no such page"
    PASSAGE_UNKNOWN = 404, "There is no such passage on this page"
    PICTURE_MISSING = 404, "There is no picture of this page"
    METHOD_NOT_ALLOWED = 405, "This address does not take that method"
    BODY_TOO_SLOW = 408, "The body took too long to arrive"
    FILE_CHANGED = 409, "The file has changed since it was indexed"
    CURSOR_EXPIRED = 410, "The cursor belongs to another generation of the index"
    GENERATION_GONE = 410, "That generation of the index is not served"
    BODY_TOO_LARGE = 413, "The body is too large"
    CURSOR_INVALID = 422, "The cursor cannot be used"
    QUESTION_INVALID = 422, "The question cannot be searched"
    QUESTION_SCREENED = 422, "The question was not searched"
    COMMENT_SCREENED = 422, "The comment was not kept"
    BODY_TOO_DEEP = 422, "The body is nested too deeply"
    REQUEST_INVALID = 422, "The request cannot be used as it stands"
    TOO_OFTEN = 429, "Too many requests"
    UNEXPECTED = 500, "Something failed here"
    PICTURE_FAILED = 500, "The page cannot be drawn"
    BUSY = 503, "Too many pictures are being drawn"
    FULL = 503, "The service is full for the moment"
    TOO_LONG = 503, "It took too long"
    NOT_REACHED = 503, "The time for this batch was over before this question"
    NOT_READY = 503, "No index is open"
    ANSWERS_OFF = 503, "Answers are switched off"

    @property
    def status(self) -> int:
        return self.value[0]

    @property
    def title(self) -> str:
        return self.value[1]

    @property
    def type(self) -> str:
        return f"/problems/{self.name.lower().replace('_', '-')}"


class Problem(HTTPException):
    """
    A problem to report, raised where it is found. Its detail says what to do.

    `after` is the number of seconds after which the same request may well be served.
    """

    def __init__(
        self, kind: Kind, detail: str, faults: Sequence[Fault] = (), after: int | None = None
    ) -> None:
        super().__init__(kind.status, detail, _headers(kind, after))
        self.kind = kind
        self.faults = faults


def _headers(kind: Kind, after: int | None) -> dict[str, str]:
    found = {} if after is None else {"Retry-After": str(after)}
    if kind.status == HTTPStatus.UNAUTHORIZED:
        found["WWW-Authenticate"] = "Bearer"
    return found
