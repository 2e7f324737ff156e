"""POST /ask/feedback: the form under an answer in, counted as the widget's, and thanks out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api.engine import OpenEngine
from api.feedback import AnswerRef, FeedbackIn, Reason, feedback
from api.html import render
from api.words import words

REASONS = {
    True: (Reason.ANSWERED_IT, Reason.LED_TO_A_REPORT, Reason.OTHER),
    False: (
        Reason.OFF_THE_POINT,
        Reason.HARD_TO_READ,
        Reason.OUT_OF_DATE,
        Reason.MISSED_RESEARCH,
        Reason.WRONG_PAGE,
        Reason.OTHER,
    ),
}
router = APIRouter(include_in_schema=False)


class Told(AnswerRef):
    """The fields as the form sends them."""

    helpful: bool
    reason: Reason


@router.post("/ask/feedback")
def thank(request: Request, told: Annotated[Told, Form()], engine: OpenEngine) -> Response:
    answer = AnswerRef(id=told.id, generation=told.generation, status=told.status)
    feedback(request, FeedbackIn(answer=answer, helpful=told.helpful, reason=told.reason), engine)
    return render(request, "thanks.html", {"said": words()["thanks"]})


class Choice(BaseModel):
    """One side of the question whether an answer was useful: its word, and its reasons in words."""

    helpful: bool
    label: str
    reasons: dict[Reason, str]


def choices() -> list[Choice]:
    said = words()
    return [
        Choice(
            helpful=helpful,
            label=said["yes" if helpful else "no"],
            reasons={reason: said[f"reason.{reason}"] for reason in reasons},
        )
        for helpful, reasons in REASONS.items()
    ]
