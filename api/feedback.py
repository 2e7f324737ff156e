"""POST /v1/feedback: was an answer useful, and why, in; a count by reason out."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from api.metrics import metrics_of
from api.problems import Kind, Problem
from api.refusals import ANY, SENT, refuses
from evidence_search.screen import screen
from evidence_search.statements import AnswerStatus
from evidence_search.wire_problem import Fault
from evidence_search.words import MESSAGES, refuse

STOPPED = (AnswerStatus.PERSONAL_DATA, AnswerStatus.SAFEGUARDING)
router = APIRouter(prefix="/v1", tags=["ask"])


class Reason(StrEnum):
    ANSWERED_IT = "answered_it"
    LED_TO_A_REPORT = "led_to_a_report"
    OFF_THE_POINT = "off_the_point"
    HARD_TO_READ = "hard_to_read"
    OUT_OF_DATE = "out_of_date"
    MISSED_RESEARCH = "missed_research"
    WRONG_PAGE = "wrong_page"
    OTHER = "other"


class AnswerRef(BaseModel):
    """Which answer is meant: what came, and of which generation. Never what was asked."""

    model_config = ConfigDict(extra="forbid")

    generation: Annotated[str, Field(max_length=20, pattern=r"^\w*$")]
    status: AnswerStatus


class FeedbackIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    answer: AnswerRef
    helpful: StrictBool
    reason: Reason
    comment: Annotated[
        str, Field(max_length=1000, description="screened as a question is; not kept yet")
    ] = ""


@router.post("/feedback", status_code=204, responses=refuses(*ANY, *SENT, Kind.COMMENT_SCREENED))
def feedback(request: Request, given: FeedbackIn) -> Response:
    """Count an answer as useful or not, by reason. A comment about a person is refused."""
    seen = screen(given.comment) if given.comment.strip() else None
    if seen and seen.status in STOPPED:
        told = MESSAGES[seen.status] if seen.status is AnswerStatus.SAFEGUARDING else refuse(seen)
        faults = [Fault(field="comment", detail=kind) for kind, _ in seen.kinds]
        raise Problem(Kind.COMMENT_SCREENED, told, faults)
    counted = metrics_of(request)
    counted.feedback.labels(str(given.helpful).lower(), given.reason).inc()
    return Response(status_code=204)
