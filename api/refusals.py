"""Kinds of problem in, what OpenAPI says of the responses that tell them out."""

from __future__ import annotations

from typing import Any

from api.problems import DETAILS, MEDIA_TYPE, Kind
from evidence_search.wire_problem import Fault, ProblemOut

Responses = dict[int | str, dict[str, Any]]
PROBLEM = {"$ref": "#/components/schemas/ProblemOut"}
GENERATION = "000001"
EXAMPLES: dict[Kind, str] = DETAILS | {
    Kind.HEAD_UNREADABLE: "Send HTTP/1.1, and at most 16,384 bytes before the body.",
    Kind.SCOPE_MISSING: "This address needs a key with the scope admin.",
    Kind.GENERATION_GONE: "Generation 000002 holds the same words at the same place: "
    "/cite/000002/fgc%232%3A0?page=2&start=0&end=84&words=0d4f2c9a61b3e785",
    Kind.BODY_TOO_LARGE: "The most is 64,000 bytes.",
    Kind.BODY_TOO_DEEP: "The most is 16 levels.",
    Kind.QUESTION_INVALID: "The question is empty; ask it in words.",
    Kind.QUESTION_SCREENED: "It holds what may point to a person. Leave that out.",
    Kind.COMMENT_SCREENED: "It holds what may point to a person. Leave that out.",
    Kind.REQUEST_INVALID: "limit: Input should be less than or equal to 100",
}
FAULTS: dict[Kind, Fault] = {
    Kind.QUESTION_SCREENED: Fault(field="query", detail="phone number"),
    Kind.COMMENT_SCREENED: Fault(field="comment", detail="phone number"),
    Kind.REQUEST_INVALID: Fault(field="limit", detail="Input should be less than or equal to 100"),
}
FREE = (Kind.UNEXPECTED,)
ANY = (
    *FREE,
    Kind.KEY_NEEDED,
    Kind.KEY_UNKNOWN,
    Kind.SCOPE_MISSING,
    Kind.TOO_OFTEN,
    Kind.FULL,
    Kind.TOO_LONG,
)
READ = (Kind.NOT_READY, *ANY)
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
