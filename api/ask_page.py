"""GET and POST /ask: a question on a form in, its answer on a page out. No script is needed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from api.choices import BANDS, Choices
from api.engine import OpenEngine
from api.feedback_page import choices
from api.html import render
from api.metrics import metrics_of
from api.problems import Kind
from api.reference import today
from api.words import words
from evidence_search.errors import QuestionInvalid
from evidence_search.screening import ScreenedAnswer, Screening
from evidence_search.standards import spell_date
from evidence_search.statements import AnswerStatus
from evidence_search.wire import AnswerOut
from evidence_search.words import HEADINGS, MESSAGES

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
    try:
        found = engine.answer(
            asked.question, filters, confirmed=asked.confirmed, expand=asked.expand
        )
    except QuestionInvalid as error:
        context = blank(asked, str(error))
        return render(request, "ask.html", context, Kind.QUESTION_INVALID.status)
    if isinstance(found, ScreenedAnswer) and found.status is AnswerStatus.PERSONAL_DATA:
        context = blank(asked, found.message.rstrip("."), found.screening)
        return render(request, "ask.html", context, Kind.QUESTION_SCREENED.status)
    metrics_of(request).told(found)
    answer = AnswerOut.of(found, engine.standards, engine.index.generation)
    # Whoever stands behind the reader need not see what was told.
    hidden = found.status is AnswerStatus.SAFEGUARDING
    return render(request, "answer.html", blank(None if hidden else asked) | told(answer))


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
