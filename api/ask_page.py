"""GET and POST /ask: a question on a form in, its answer on a page out. No script is needed."""

from __future__ import annotations

from itertools import chain
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from api.answers import are_answered
from api.choices import Choices
from api.engine import OpenEngine
from api.feedback_page import choices
from api.html import render
from api.problems import Kind
from api.reference import today
from api.tell import tell
from api.words import words
from evidence_search import Engine
from evidence_search.errors import QuestionInvalid
from evidence_search.ratings import BANDS
from evidence_search.screening import ScreenedAnswer, Screening
from evidence_search.stages import answer_of
from evidence_search.standards import spell_date
from evidence_search.statements import AnswerStatus
from evidence_search.wire import AnswerOut, HitOut
from evidence_search.words import HEADINGS, MESSAGES

NEAREST = 10
router = APIRouter(include_in_schema=False)


class Asked(Choices):
    question: str = ""
    confirmed: bool = False
    expand: bool = True


def blank(
    asked: Asked | None = None, fault: str = "", screening: Screening | None = None
) -> dict[str, object]:
    """Give what fills the form in: nothing, or what was asked and what is wrong with it."""
    return {
        "asked": asked or Asked(),
        "question": asked.question if asked else "",
        "fault": fault,
        "screening": screening,
        "bands": BANDS,
    }


@router.get("/ask")
def form(request: Request) -> Response:
    return render(request, "ask.html", blank())


@router.post("/ask")
def ask(request: Request, engine: OpenEngine, asked: Annotated[Asked, Form()]) -> Response:
    """Answer on a page of its own. The question stands in the body, never in an address."""
    if fault := asked.fault():
        return render(request, "ask.html", blank(asked, fault), Kind.QUESTION_INVALID.status)
    filters = asked.to_filters(engine.standards)
    steps = engine.answering(
        asked.question, filters, confirmed=asked.confirmed, expand=asked.expand
    )
    try:
        first = next(steps)
    except QuestionInvalid as error:
        context = blank(asked, str(error))
        return render(request, "ask.html", context, Kind.QUESTION_INVALID.status)
    # What is screened is told whether answers are on or off: a danger gets its signpost.
    if not isinstance(first, ScreenedAnswer) and not are_answered(engine.settings):
        return search_instead(request, engine, asked)
    found = answer_of(chain([first], steps))
    answer = tell(request, found, engine)
    if isinstance(found, ScreenedAnswer) and found.status is AnswerStatus.PERSONAL_DATA:
        context = blank(asked, found.message.rstrip("."), found.screening)
        return render(request, "ask.html", context, Kind.QUESTION_SCREENED.status)
    # Whoever stands behind the reader need not see what was told.
    hidden = found.status is AnswerStatus.SAFEGUARDING
    return render(request, "answer.html", blank(None if hidden else asked) | told(answer))


def search_instead(request: Request, engine: Engine, asked: Asked) -> Response:
    """Give the passages nearest to a question while answers are switched off."""
    found = engine.find(
        asked.question,
        NEAREST,
        asked.to_filters(engine.standards),
        confirmed=asked.confirmed,
        expand=asked.expand,
    )
    context = {
        "found": [HitOut.of(hit, engine.standards) for hit in found.hits],
        "title": Kind.ANSWERS_OFF.title,
        "says": words(),
    }
    return render(request, "passages.html", blank(asked) | context, Kind.ANSWERS_OFF.status)


def told(answer: AnswerOut) -> dict[str, object]:
    """Give what fills the page of an answer in, in the widget's words."""
    sure = answer.confidence
    return {
        "answer": answer,
        "heading": HEADINGS[answer.status],
        "message": MESSAGES[answer.status],
        "tenths": None if sure is None else min(9, round(sure * 10)),
        "next": words().get(f"next.{answer.status}", ""),
        "says": words(),
        "today": spell_date(today().isoformat()),
        "choices": choices(),
    }
