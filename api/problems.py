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
    NOT_REACHED = 503, "The time for this batch was over before this question"
    FULL = 503, "The service is full for the moment"
    TOO_LONG = 503, "It took too long"
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


PAGE_TEXT = "Read the text of the page instead."
KEY = "Send a key as Authorization: Bearer …; whoever runs this service gives them out."
DETAILS: dict[Kind, str] = {
    Kind.BODY_UNREADABLE: "Send it whole, in the form that the route asks for.",
    Kind.KEY_NEEDED: KEY,
    Kind.KEY_UNKNOWN: f"It is unknown here, or it has ended. {KEY}",
    Kind.ROUTE_UNKNOWN: "The addresses of the API are listed at /openapi.json.",
    Kind.DOCUMENT_UNKNOWN: "GET /v1/documents lists those of this index.",
    Kind.PAGE_UNKNOWN: "Pages count from 1; GET /v1/documents/{id} lists those read.",
    Kind.PASSAGE_UNKNOWN: "Send the passage_id of a hit or a citation on this page.",
    Kind.PICTURE_MISSING: f"{PAGE_TEXT} Whoever runs the service can show pictures by "
    "starting it with --source, the folder that the index was built from.",
    Kind.METHOD_NOT_ALLOWED: "The Allow header names what it takes.",
    Kind.BODY_TOO_SLOW: "Send it again, at once.",
    Kind.FILE_CHANGED: f"{PAGE_TEXT} Whoever runs the service can build the index "
    "again, or put back the file that was indexed.",
    Kind.CURSOR_EXPIRED: "The index was rebuilt since. Ask again without a cursor.",
    Kind.CURSOR_INVALID: "Send next_cursor of the previous answer as it stands, or none to start "
    "again.",
    Kind.TOO_OFTEN: "Wait for the seconds that Retry-After names.",
    Kind.UNEXPECTED: "The request was not the reason. If this goes on, tell whoever runs this.",
    Kind.PICTURE_FAILED: PAGE_TEXT,
    Kind.BUSY: "Try again in a few seconds.",
    Kind.NOT_REACHED: "Send the rest in another batch.",
    Kind.FULL: "Send it again after the seconds that Retry-After names.",
    Kind.TOO_LONG: "Send it again later, or ask for less: fewer hits, or a question.",
    Kind.NOT_READY: "No index is open here yet. Try again shortly; the log says why.",
    Kind.ANSWERS_OFF: "Searching still works: POST /v1/search gives passages with their pages and "
    "ratings.",
}


class Problem(HTTPException):
    """
    A problem to report, raised where it is found. Its detail says what to do.

    Left out, it is that of DETAILS, which holds what is always the same. `after` is the number of
    seconds after which the same request may well be served.
    """

    def __init__(
        self, kind: Kind, detail: str = "", faults: Sequence[Fault] = (), after: int | None = None
    ) -> None:
        super().__init__(kind.status, detail or DETAILS[kind], _headers(kind, after))
        self.kind = kind
        self.faults = faults


def _headers(kind: Kind, after: int | None) -> dict[str, str]:
    found = {} if after is None else {"Retry-After": str(after)}
    if kind.status == HTTPStatus.UNAUTHORIZED:
        found["WWW-Authenticate"] = "Bearer"
    return found
