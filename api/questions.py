"""POST /v1/answers: up to twenty questions in, for each an answer or a problem of its own out."""

from __future__ import annotations

import time
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidatorFunctionWrapHandler
from pydantic.functional_validators import WrapValidator

from api.problems import Kind, Problem
from api.refusals import READ, SENT, refuses
from api.requests import QUESTION, QuestionIn
from api.respond import describe, invalid, problem_of
from api.switch import Answering
from api.tell import tell
from evidence_search import Answer, Engine
from evidence_search.wire_library import AnswersOut, ResultOut
from evidence_search.wire_problem import Fault

MOST = 20
PART = 2 / 3  # of the time of a request: the rest is for the question in work
AS_OBJECT = 'send each as an object: {"question": "…"}'
NO_OBJECT = Fault(field="questions", detail=AS_OBJECT)
router = APIRouter(prefix="/v1", tags=["ask"])


def _each(given: object, read: ValidatorFunctionWrapHandler) -> object:
    """Keep what is wrong with one question from being the failure of all."""
    if not isinstance(given, dict):
        return Problem(Kind.REQUEST_INVALID, f"questions: {AS_OBJECT}", [NO_OBJECT])
    try:
        return read(given)
    except ValidationError as error:
        return invalid(error.errors(), skip=0)


class QuestionsIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"questions": [{"question": QUESTION}]}]}
    )

    questions: Annotated[
        list[Annotated[QuestionIn, WrapValidator(_each)]],
        Field(min_length=1, max_length=MOST, description="each is answered or refused alone"),
    ]


@router.post("/answers", responses=refuses(*READ, *SENT, Kind.ANSWERS_OFF))
def answers(request: Request, asked: QuestionsIn, engine: Answering) -> AnswersOut:
    """Answer several questions, each as if it had been asked alone, within a bounded time."""
    deadline = time.monotonic() + engine.settings.deadline * PART
    results = [_result(request, engine, one, deadline) for one in asked.questions]
    return AnswersOut(results=results, generation=engine.index.generation)


def _result(
    request: Request, engine: Engine, asked: QuestionIn | Problem, deadline: float
) -> ResultOut:
    try:
        found = _answer(engine, asked, deadline)
    except Exception as error:  # noqa: BLE001 - told as the problem of this question alone
        return ResultOut(problem=describe(request, problem_of(error)))
    return ResultOut(answer=tell(request, found, engine))


def _answer(engine: Engine, asked: QuestionIn | Problem, deadline: float) -> Answer:
    if isinstance(asked, Problem):
        raise asked
    for step in asked.answering(engine):
        if isinstance(step, Answer):
            return step
        if time.monotonic() > deadline:
            break
    raise Problem(Kind.NOT_REACHED)
