"""POST /v1/feedback: was an answer useful, and why, in; counted and kept for a while."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from api.engine import OpenEngine
from api.feedback_store import Feedback
from api.metrics import metrics_of
from api.problems import Kind, Problem
from api.redact import redact
from api.reference import today
from api.refusals import READ, SENT, refuses
from api.tell import store_of
from evidence_search.generation_name import NAME
from evidence_search.screen import screen
from evidence_search.screening import Screening
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

    id: Annotated[
        str, Field(pattern=r"^([0-9a-f]{32})?$", description="the `id` of the answer")
    ] = ""
    generation: Annotated[str, Field(pattern=f"^{NAME}$")]
    status: AnswerStatus


class FeedbackIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    answer: AnswerRef
    helpful: StrictBool
    reason: Reason
    comment: Annotated[
        str, Field(max_length=1000, description="screened as a question is; kept redacted")
    ] = ""


@router.post("/feedback", status_code=204, responses=refuses(*READ, *SENT, Kind.COMMENT_SCREENED))
def feedback(request: Request, given: FeedbackIn, engine: OpenEngine) -> Response:
    """
    Count an answer as useful or not, by reason, and keep that for as long as the service is set to.

    A comment about a person is refused, and nothing is kept of any of it.
    """
    comment = given.comment.strip()
    seen = screen(comment, known=engine.names) if comment else Screening()
    if seen.status in STOPPED:
        danger = seen.status is AnswerStatus.SAFEGUARDING
        faults = [Fault(field="comment", detail=kind) for kind, _ in seen.kinds]
        raise Problem(
            Kind.COMMENT_SCREENED, MESSAGES[seen.status] if danger else refuse(seen), faults
        )
    metrics_of(request).feedback.labels(str(given.helpful).lower(), given.reason).inc()
    if store := store_of(request):
        store.keep(
            Feedback(
                str(today()),
                given.answer.id,
                given.answer.generation,
                given.answer.status,
                given.helpful,
                given.reason,
                redact(comment, engine) if comment else "",
            )
        )
    return Response(status_code=204)
