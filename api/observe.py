"""Every request and every step of its work in: counted, timed, logged and traced without a word."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator, MutableMapping
from contextlib import asynccontextmanager, contextmanager, nullcontext
from time import perf_counter

from asgi_correlation_id import correlation_id
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics
from api.tracing import Tracing
from evidence_search import Settings
from evidence_search.watch import Step

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
STATIC = "/static/"
OTHER = "other"
LEFT = "left"
log = logging.getLogger(__name__)


class Observer:
    """The counters of one application and, where its settings ask for them, its traces."""

    def __init__(self, metrics: Metrics, tracing: Tracing | None = None) -> None:
        self.metrics = metrics
        self.tracing = tracing

    @asynccontextmanager
    async def observing(self, settings: Settings) -> AsyncIterator[None]:
        """Trace where `settings` say so; raises SettingsInvalid without OpenTelemetry."""
        if settings.traces and self.tracing is None:
            self.tracing = Tracing()
        yield
        if self.tracing:
            await run_in_threadpool(self.tracing.close)

    @contextmanager
    def step(self, step: Step) -> Iterator[None]:
        span = self.tracing.span(step, {}) if self.tracing else nullcontext()
        with self.metrics.step_seconds.labels(step).time(), span:
            yield

    @contextmanager
    def request(self, scope: Scope) -> Iterator[MutableMapping[str, str]]:
        """Give what is told of a request, to be filled in until its response has ended."""
        told = {"method": scope["method"] if scope["method"] in METHODS else OTHER, "status": LEFT}
        caller = Headers(scope=scope).get("traceparent", "") if self.tracing else ""
        span = self.tracing.span("request", told, caller) if self.tracing else nullcontext()
        began = perf_counter()
        with span:
            try:
                yield told
            finally:
                told["route"] = _route(scope)
                self._tell(told, perf_counter() - began)

    def _tell(self, told: MutableMapping[str, str], seconds: float) -> None:
        self.metrics.requests.labels(told["route"], told["method"], told["status"]).inc()
        self.metrics.request_seconds.labels(told["route"]).observe(seconds)
        own = {"seconds": round(seconds, 4), "request_id": correlation_id.get()}
        log.info("request", extra={**told, **own})


class Observed:
    """Tells an observer of each request, whatever becomes of it."""

    def __init__(self, app: ASGIApp, observer: Observer) -> None:
        self._app = app
        self._observer = observer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                told["status"] = str(message["status"])
            await send(message)

        with self._observer.request(scope) as told:
            await self._app(scope, receive, watched)


def _route(scope: Scope) -> str:
    """Name the route as it is declared, never the path that was asked for."""
    if scope["path"].startswith(STATIC):
        return STATIC
    path = getattr(scope.get("route"), "path", OTHER)
    return path if isinstance(path, str) else OTHER
