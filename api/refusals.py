"""Kinds of problem in, what OpenAPI says of the responses that tell them out."""

from __future__ import annotations

from typing import Any

from api.problems import MEDIA_TYPE, Kind
from evidence_search.wire_problem import Fault, ProblemOut

Responses = dict[int | str, dict[str, Any]]
PROBLEM = {"$ref": "#/components/schemas/ProblemOut"}
GENERATION = "000001"
EXAMPLES: dict[Kind, str] = {
    Kind.BODY_UNREADABLE: "Send it whole, in the form that the route asks for.",
    Kind.ROUTE_UNKNOWN: "The addresses of the API are listed at /openapi.json.",
    Kind.DOCUMENT_UNKNOWN: "GET /v1/documents lists those of this index.",
    Kind.PAGE_UNKNOWN: "Pages count from 1; GET /v1/documents/{id} lists those read.",
    Kind.PASSAGE_UNKNOWN: "Send the passage_id of a hit or a citation on this page.",
    Kind.PICTURE_MISSING: "Read the text of the page instead. Whoever runs the service can show "
    "pictures by starting it with --source, the folder that the index was built from.",
    Kind.METHOD_NOT_ALLOWED: "The Allow header names what it takes.",
    Kind.BODY_TOO_SLOW: "Send it again, at once.",
    Kind.FILE_CHANGED: "Read the text of the page instead. Whoever runs the service can build the "
    "index again, or put back the file that was indexed.",
    Kind.CURSOR_EXPIRED: "The index was rebuilt since. Ask again without a cursor.",
    Kind.GENERATION_GONE: "Generation 000002 holds the same words at the same place: "
    "/cite/000002/fgc%232%3A0?page=2&start=0&end=84&words=0d4f2c9a61b3e785",
    Kind.BODY_TOO_LARGE: "The most is 64,000 bytes.",
    Kind.CURSOR_INVALID: "Send next_cursor of the previous answer as it stands, or none to start "
    "again.",
    Kind.QUESTION_INVALID: "The question is empty; ask it in words.",
    Kind.QUESTION_SCREENED: "It holds what may point to a person. Leave that out.",
    Kind.COMMENT_SCREENED: "It holds what may point to a person. Leave that out.",
    Kind.REQUEST_INVALID: "limit: Input should be less than or equal to 100",
    Kind.UNEXPECTED: "The request was not the reason. If this goes on, tell whoever runs this.",
    Kind.PICTURE_FAILED: "Read the text of the page instead.",
    Kind.BUSY: "Try again in a few seconds.",
    Kind.NOT_REACHED: "Send the rest in another batch.",
    Kind.HEAD_UNREADABLE: "Send HTTP/1.1, and at most 16,384 bytes before the body.",
    Kind.KEY_NEEDED: "Send a key as Authorization: Bearer …; whoever runs this service gives them "
    "out.",
    Kind.KEY_UNKNOWN: "It is unknown here, or it has ended.",
    Kind.SCOPE_MISSING: "This address needs a key with the scope read.",
    Kind.BODY_TOO_DEEP: "The most is 16 levels.",
    Kind.TOO_OFTEN: "Wait for the seconds that Retry-After names.",
    Kind.FULL: "Send it again after the seconds that Retry-After names.",
    Kind.TOO_LONG: "Send it again later, or ask for less: fewer hits, or a question.",
    Kind.ANSWERS_OFF: "Search instead: POST /v1/search gives the passages.",
    Kind.NOT_READY: "No index is open here yet. Try again shortly; the log says why.",
}
FAULTS: dict[Kind, Fault] = {
    Kind.QUESTION_SCREENED: Fault(field="query", detail="phone number"),
    Kind.COMMENT_SCREENED: Fault(field="comment", detail="phone number"),
    Kind.REQUEST_INVALID: Fault(field="limit", detail="Input should be less than or equal to 100"),
}
ANY = (Kind.UNEXPECTED,)
DOOR = (Kind.KEY_NEEDED, Kind.KEY_UNKNOWN, Kind.SCOPE_MISSING, Kind.TOO_OFTEN)
READ = (Kind.NOT_READY, Kind.FULL, Kind.TOO_LONG, *DOOR, *ANY)
SENT = (
    Kind.BODY_UNREADABLE,
    Kind.BODY_TOO_SLOW,
    Kind.BODY_TOO_LARGE,
    Kind.BODY_TOO_DEEP,
    Kind.REQUEST_INVALID,
)


def refuses(*kinds: Kind) -> Responses:
    """Describe the responses of a route that may refuse in these ways, with an example of each."""
    described: Responses = {}
    for kind in sorted(kinds, key=list(Kind).index):
        response = described.setdefault(
            kind.status, {"description": "", "content": {MEDIA_TYPE: {"schema": PROBLEM}}}
        )
        response["description"] += f"; {kind.title}" if response["description"] else kind.title
        examples = response["content"][MEDIA_TYPE].setdefault("examples", {})
        examples[kind.type.rpartition("/")[2]] = {"value": example(kind).model_dump()}
    return described


def example(kind: Kind) -> ProblemOut:
    return ProblemOut(
        type=kind.type,
        title=kind.title,
        status=kind.status,
        detail=EXAMPLES[kind],
        errors=[FAULTS[kind]] if kind in FAULTS else [],
        generation=None if kind is Kind.NOT_READY else GENERATION,
    )
