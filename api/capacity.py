"""Requests in, those that can be served soon through: the rest are refused at once."""

from __future__ import annotations

import asyncio

from anyio import CancelScope
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import Needs, needs
from api.metrics import Metrics
from api.problems import Kind, Problem
from api.respond import respond
from api.stream import MEDIA_TYPE, problem_event
from evidence_search import Settings

SOON = 2
FULL = Problem(Kind.FULL, after=SOON)
TOO_LONG = Problem(Kind.TOO_LONG, after=SOON)


class Capacity:
    """
    Lets as many requests in as can be served soon, and none for longer than their time.

    At most `concurrent` are worked on and `waiting` more wait for a thread; whoever comes then
    is told so within milliseconds, rather than to wait in a queue that grows. What took too long
    is answered so; it keeps its place until its thread is done.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or needs(scope["path"]) is Needs.NOTHING:
            await self._app(scope, receive, send)
            return
        state = scope["app"].state
        metrics: Metrics = state.metrics
        settings: Settings = state.settings
        if self._inside >= settings.concurrent + settings.waiting:
            await respond(Request(scope), FULL, FULL.headers)(scope, receive, send)
            return
        seconds = settings.deadline
        gate = _Gate(send)
        within = CancelScope()
        work = asyncio.ensure_future(self._work(within, scope, receive, gate.send))
        self._count(1, metrics)
        work.add_done_callback(lambda done: self._leave(done, metrics))
        try:
            await asyncio.wait({work}, timeout=seconds)
            if work.done():
                work.result()
                return
        finally:
            gate.shut = True
            within.cancel()  # leaves a thread its place until it is done, as work.cancel() does not
        if not gate.started:
            await respond(Request(scope), TOO_LONG, TOO_LONG.headers)(scope, receive, send)
        elif gate.streams:
            event = problem_event(Request(scope), TOO_LONG)
            await send({"type": "http.response.body", "body": event})

    async def _work(self, within: CancelScope, scope: Scope, receive: Receive, send: Send) -> None:
        with within:
            await self._app(scope, receive, send)

    def _leave(self, done: asyncio.Future[None], metrics: Metrics) -> None:
        self._count(-1, metrics)
        if not done.cancelled():
            done.exception()  # asyncio would log one that nobody took, and with it what it says

    def _count(self, change: int, metrics: Metrics) -> None:
        self._inside += change
        metrics.inside.set(self._inside)


class _Gate:
    """Lets messages out until it is shut; knows whether they have begun, and are events."""

    def __init__(self, send: Send) -> None:
        self.started = self.streams = self.shut = False
        self._send = send

    async def send(self, message: Message) -> None:
        if self.shut:
            return
        if message["type"] == "http.response.start":
            self.started = True
            self.streams = MEDIA_TYPE in Headers(raw=message["headers"]).get("content-type", "")
        elif not message.get("more_body", False):
            self.streams = False
        await self._send(message)
