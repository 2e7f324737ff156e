"""POST /v1/search and /v1/answer: a question to passages, or to an answer that cites them."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.cursor import read_cursor, write_cursor
from api.engine import OpenEngine
from api.find import facets, preferred
from api.problems import Kind
from api.refusals import READ, SENT, refuses
from api.requests import FiltersIn, QuestionIn, SearchIn
from api.stream import STREAMED, stream, wants_stream
from api.switch import Answering
from api.tell import tell
from evidence_search import Answer
from evidence_search.stages import answer_of
from evidence_search.tie_break import say_order
from evidence_search.wire import AnswerOut, HitOut, SearchOut, read_as

router = APIRouter(prefix="/v1", tags=["ask"])
ASKED = (*READ, *SENT, Kind.QUESTION_INVALID)
PAGED = (Kind.QUESTION_SCREENED, Kind.CURSOR_INVALID, Kind.CURSOR_EXPIRED)


@router.post("/search", responses=refuses(*ASKED, *PAGED))
def search(asked: SearchIn, engine: OpenEngine) -> SearchOut:
    """Give the passages nearest to the query, best first."""
    generation = engine.index.generation
    start = read_cursor(asked.cursor, generation)
    end = start + asked.limit
    standard = preferred(engine, asked.prefer)
    found = asked.find(engine, end + 1)
    filters = asked.filters or FiltersIn()
    return SearchOut(
        hits=[HitOut.of(hit, engine.standards) for hit in found.hits[start:end]],
        next_cursor=write_cursor(generation, end) if len(found.hits) > end else None,
        order=say_order(standard, engine.settings.prefer_within, filters.band),
        facets=facets(engine, filters.to_filters(engine.standards)) if asked.facets else None,
        generation=generation,
        **read_as(found.reading),
    )


@router.post(
    "/answer", response_model=AnswerOut, responses=STREAMED | refuses(*ASKED, Kind.ANSWERS_OFF)
)
def answer(request: Request, asked: QuestionIn, engine: Answering) -> AnswerOut | Response:
    """Answer in quotations of the library, or say that it holds no answer; at once or in events."""
    steps = asked.answering(engine)

    def finish(found: Answer) -> AnswerOut:
        return tell(request, found, engine)

    if wants_stream(request.headers.get("accept", "")):
        return stream(request, steps, finish)
    return finish(answer_of(steps))
