"""GET /metrics: what the service counts, for Prometheus. None of it is what was asked."""

from __future__ import annotations

import os
from collections.abc import Iterable

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client import generate_latest as render
from prometheus_client.multiprocess import MultiProcessCollector

from api.answers import are_answered
from api.problems import Kind, Problem
from api.refusals import ANY, refuses
from evidence_search import Answer
from evidence_search.generation_name import number_of
from evidence_search.screening import DataKind, ScreenedAnswer
from evidence_search.statements import AnswerStatus
from evidence_search.words import MESSAGES

PREFIX = "evidence_search_"
SHARED = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
DANGER = "danger"
SIGNPOST = MESSAGES[AnswerStatus.SAFEGUARDING]
SCREENED = (Kind.QUESTION_SCREENED, Kind.COMMENT_SCREENED)
router = APIRouter(tags=["health"])


class Metrics:
    """
    The counters of one application.

    Every label is one of a list that the code holds: a route as it is declared, a status, a kind.
    Nothing of what a client sends becomes one.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = self._counter("requests", "Requests answered.", "route", "method", "status")
        self.request_seconds = self._seconds(
            "request_seconds", "Seconds from a request to the end of its response.", "route"
        )
        self.step_seconds = self._seconds(
            "step_seconds", "Seconds of each step of the work on a question.", "step"
        )
        self._answers = self._counter("answers", "Answers told, by status.", "status")
        self._refusals = self._counter(
            "refusals", "Requests that ended in a problem, by its type.", "cause"
        )
        self._screened = self._counter(
            "screened", "Questions and comments not searched or kept, by what they held.", "kind"
        )
        self._dropped = self._counter(
            "statements_dropped",
            "Statements taken back because their quote was not what its page says.",
        )
        self.feedback = self._counter(
            "feedback", "Answers called useful or not, by the reason given.", "helpful", "reason"
        )
        self.inside = Gauge(
            f"{PREFIX}requests_inside",
            "Requests worked on or waiting for a thread.",
            registry=self.registry,
            multiprocess_mode="livesum",
        )
        self.together = Histogram(
            f"{PREFIX}questions_encoded_together",
            "Texts in one batch of the encoder of questions.",
            buckets=(1, 2, 4, 8, 16, 32),
            registry=self.registry,
        )
        self.refused = self._counter(
            "generations_refused", "Generations that did not pass their checks."
        )
        self.degraded = self._gauge(
            "degraded", "1 while a generation older than the current one is served."
        )
        self._generation = self._gauge("generation", "The number of the generation served.")
        self.answered = self._gauge("answers_on", "0 while answers are switched off.")
        self.answered.set(1)

    def serve(self, generation: str) -> None:
        """Show the number of a generation, without how often it was brought up to date since."""
        self._generation.set(number_of(generation))

    def told(self, answer: Answer) -> None:
        """Count an answer and what was taken back from it, and nothing of what it says."""
        self._answers.labels(answer.status).inc()
        self._dropped.inc(answer.dropped)
        if isinstance(answer, ScreenedAnswer):
            danger = answer.status is AnswerStatus.SAFEGUARDING
            self._count_screened((kind for kind, _ in answer.screening.kinds), danger=danger)

    def _count_screened(self, kinds: Iterable[str], *, danger: bool) -> None:
        for kind in kinds:
            self._screened.labels(DataKind(kind)).inc()
        if danger:
            self._screened.labels(DANGER).inc()

    def refuse(self, problem: Problem) -> None:
        """Count a problem by its type and, where that is a screening, by what was found."""
        self._refusals.labels(problem.kind.type.rpartition("/")[2]).inc()
        if problem.kind in SCREENED:
            kinds = (fault.detail for fault in problem.faults)
            self._count_screened(kinds, danger=problem.detail == SIGNPOST)

    def render(self) -> bytes:
        """Give the counters of this process or, where workers share a folder, of all of them."""
        if SHARED not in os.environ:
            return render(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return render(together)

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"{PREFIX}{name}", says, labels, registry=self.registry)

    def _seconds(self, name: str, says: str, *labels: str) -> Histogram:
        return Histogram(f"{PREFIX}{name}", says, labels, buckets=SECONDS, registry=self.registry)

    def _gauge(self, name: str, says: str) -> Gauge:
        return Gauge(
            f"{PREFIX}{name}", says, registry=self.registry, multiprocess_mode="mostrecent"
        )


def metrics_of(request: Request) -> Metrics:
    counted: Metrics = request.app.state.metrics
    return counted


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}, **refuses(*ANY)},
)
async def metrics(request: Request) -> Response:
    """Give the counters in the text format of Prometheus."""
    counted = metrics_of(request)
    if engine := request.app.state.live.engine:
        counted.answered.set(are_answered(engine.settings))
    return Response(counted.render(), media_type=CONTENT_TYPE_LATEST)
