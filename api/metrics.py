"""GET /metrics: what the service counts, for Prometheus. None of it is what was asked."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
)
from prometheus_client import generate_latest as render

from evidence_search import Answer

router = APIRouter(tags=["health"])


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.degraded = Gauge(
            "evidence_search_degraded",
            "1 while a generation older than the current one is served.",
            registry=self.registry,
        )
        self.refused = Counter(
            "evidence_search_generations_refused",
            "Generations that did not pass their checks.",
            registry=self.registry,
        )
        self._dropped = Counter(
            "evidence_search_statements_dropped",
            "Statements taken back because their quote was not what its page says.",
            registry=self.registry,
        )
        self.feedback = Counter(
            "evidence_search_feedback",
            "Answers called useful or not, by the reason given.",
            ("helpful", "reason"),
            registry=self.registry,
        )
        self.turned_away = Counter(
            "evidence_search_turned_away",
            "Requests that were not served, by the kind of the problem.",
            ("reason",),
            registry=self.registry,
        )
        self.inside = Gauge(
            "evidence_search_requests_inside",
            "Requests that are worked on or wait for a thread.",
            registry=self.registry,
        )
        self.together = Histogram(
            "evidence_search_questions_encoded_together",
            "Texts in one batch of the encoder of questions.",
            buckets=(1, 2, 4, 8, 16, 32),
            registry=self.registry,
        )
        self._generation = Info(
            "evidence_search_generation", "The generation that is served.", registry=self.registry
        )

    def serve(self, generation: str) -> None:
        self._generation.info({"name": generation})

    def told(self, answer: Answer) -> None:
        """Count what was taken back from an answer, and nothing of what it says."""
        self._dropped.inc(answer.dropped)


def metrics_of(request: Request) -> Metrics:
    counted: Metrics = request.app.state.metrics
    return counted


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics(request: Request) -> Response:
    """Give the counters in the text format of Prometheus."""
    return Response(render(metrics_of(request).registry), media_type=CONTENT_TYPE_LATEST)
