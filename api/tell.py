"""An answer in, what a client is told of it out; counted and, where that is set, learnt from."""

from __future__ import annotations

from uuid import uuid4

from fastapi import Request

from api.feedback_store import Asking, FeedbackStore
from api.metrics import metrics_of
from api.redact import redact
from api.reference import today
from evidence_search import Answer, Engine
from evidence_search.screening import ScreenedAnswer
from evidence_search.wire import AnswerOut


def tell(request: Request, answer: Answer, engine: Engine) -> AnswerOut:
    """Give an answer an id to send feedback by, made of chance alone, and count it."""
    metrics_of(request).told(answer)
    given = AnswerOut.of(answer, engine.standards, engine.index.generation)
    told = given.model_copy(update={"id": uuid4().hex})
    store = store_of(request)
    if store and engine.settings.learning and not isinstance(answer, ScreenedAnswer):
        question = redact(answer.reading.question, engine)
        if question:
            store.keep(Asking(str(today()), told.id, answer.status, question))
    return told


def store_of(request: Request) -> FeedbackStore | None:
    store: FeedbackStore | None = request.app.state.feedback
    return store
