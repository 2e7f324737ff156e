"""An answer in stages in, server-sent events out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import chain
from typing import Any

from fastapi import Request
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import BaseModel

from api.problems import Problem
from api.respond import describe, problem_of
from evidence_search import Answer
from evidence_search.stages import Stage, Steps
from evidence_search.wire import AnswerOut

MEDIA_TYPE = "text/event-stream"
QUALITY = re.compile(r"\bq=(1(?:\.0*)?|0(?:\.\d*)?)(?![\d.])")
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
EVENTS = """An AnswerOut or, where `Accept` asks for text/event-stream, these events in this order,
the data of each being JSON:

| event | data |
|---|---|
| `status` | `{"stage": …}`: `searching`, `reading`, `checking`, and `grouping` for each dimension |
| `evidence` | the EvidenceOut of the answer |
| `statement` | a StatementOut, one event each |
| `done` | the whole AnswerOut, as it comes without streaming |

A question that cannot be searched is refused with a problem before the stream starts; a failure
after that is the last event, `problem`, with a ProblemOut. The work stops where the client leaves.
"""
STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": EVENTS,
        "content": {
            MEDIA_TYPE: {
                "schema": {"type": "string"},
                "example": 'event: status\ndata: {"stage":"searching"}\n\n',
            }
        },
    }
}


class StatusOut(BaseModel):
    """What is being done now."""

    stage: Stage


def wants_stream(accept: str) -> bool:
    """Tell whether an Accept header names event streams, and JSON at most as gladly."""
    quality = dict(map(_named, accept.lower().split(",")))
    return quality.get(MEDIA_TYPE, 0) > 0 and (
        quality[MEDIA_TYPE] >= quality.get("application/json", 0)
    )


def stream(
    request: Request, steps: Steps, finish: Callable[[Answer], AnswerOut]
) -> EventSourceResponse:
    """Send what is told by each step, as it is taken; raises what the first one raises."""
    first = next(steps)
    return EventSourceResponse(_events(request, first, steps, finish), headers=HEADERS)


def _events(
    request: Request, first: Stage | Answer, steps: Steps, finish: Callable[[Answer], AnswerOut]
) -> Iterator[bytes]:
    with closing(steps):
        try:
            for step in chain([first], steps):
                if isinstance(step, Answer):
                    yield from _told(finish(step))
                else:
                    yield _event("status", StatusOut(stage=step))
        except Exception as error:  # noqa: BLE001 - told as a problem, whatever it is
            yield problem_event(request, problem_of(error))


def problem_event(request: Request, problem: Problem) -> bytes:
    """Give what ends a stream that has begun, and so its status, before what went wrong."""
    return _event("problem", describe(request, problem))


def _told(answer: AnswerOut) -> Iterator[bytes]:
    yield _event("evidence", answer.evidence)
    for statement in answer.statements:
        yield _event("statement", statement)
    yield _event("done", answer)


def _event(name: str, data: BaseModel) -> bytes:
    return format_sse_event(event=name, data_str=data.model_dump_json())


def _named(part: str) -> tuple[str, float]:
    kind, _, parameters = part.partition(";")
    quality = QUALITY.search(parameters)
    return kind.strip(), float(quality[1]) if quality else 1.0
