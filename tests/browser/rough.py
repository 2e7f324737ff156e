"""The real service behind a line that can be made to fail: slow, broken, busy, or told what to say."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

EVENT = re.compile(r"^event: (\w+)", re.MULTILINE)
JSON = "application/json"
OPEN = threading.Event()
OPEN.set()
PROBLEM = "application/problem+json"


class Rough:
    """Passes every request on, but answers a question as `fault` says while there is one."""

    def __init__(self, app):
        self.app = app
        self.fault: Callable[[Line], Awaitable[None]] | None = None
        self.asked: list[dict[str, Any]] = []
        self.passed: list[str] = []

    @contextmanager
    def acting(self, fault) -> Iterator[None]:
        self.fault = fault
        yield
        self.fault = None

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or (scope["method"], scope["path"]) != ("POST", "/v1/answer"):
            await self.app(scope, receive, send)
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        self.asked.append(json.loads(body))
        origin = dict(scope["headers"]).get(b"origin", b"")
        if self.fault is None:
            await self.app(scope, _again(body, receive), send)
        else:
            service = partial(self.app, scope, _again(body, receive))
            await self.fault(Line(send, origin, self.asked[-1], service, self.passed))


class Line:
    def __init__(self, send, origin, asked, service, passed):
        self._send, self._origin, self.asked = send, origin, asked
        self._service, self._passed = service, passed

    async def pass_on(self, until, gate):
        """Let the service itself answer; note the events that went through, and how it ended."""
        self._passed.clear()

        async def send(message):
            if until in self._passed:
                await asyncio.sleep(
                    0.3
                )  # a browser forgets what it had not yet read of a broken line
                raise ConnectionResetError
            await self._send(message)
            self._passed.extend(EVENT.findall(message.get("body", b"").decode()))
            while "statement" in self._passed and not gate.is_set():  # noqa: ASYNC110 - of a thread
                await asyncio.sleep(0.02)

        try:
            await self._service(send)
        finally:
            self._passed.append("end")

    async def start(self, status, kind, headers=()):
        allowed = [(b"access-control-allow-origin", self._origin)] if self._origin else []
        exposed = [(b"access-control-expose-headers", b"Retry-After")]
        own = [(b"content-type", kind.encode()), *headers, *allowed, *exposed]
        await self._send({"type": "http.response.start", "status": status, "headers": own})

    async def write(self, text, *, more=True):
        body = text.encode()
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    async def event(self, kind, data):
        await self.write(f"event: {kind}\ndata: {json.dumps(data)}\n\n")


def tell(answer):
    """Say `answer`, at once and as JSON. It may be made from what was asked."""

    async def fault(line):
        said = answer(line.asked) if callable(answer) else answer
        await line.start(200, JSON)
        await line.write(json.dumps(said), more=False)

    return fault


def stream(answer, *, pause=0.0, until=None):
    """Say `answer` in steps; `until` breaks the connection after so many of its statements."""

    async def fault(line):
        await line.start(200, "text/event-stream; charset=utf-8")
        await line.event("status", {"stage": "searching"})
        await line.event("evidence", answer["evidence"])
        for number, statement in enumerate(answer["statements"]):
            if number == until:
                await asyncio.sleep(0.3)
                await asyncio.sleep(
                    0.3
                )  # a browser forgets what it had not yet read of a broken line
                raise ConnectionResetError
            await line.event("statement", statement)
            await asyncio.sleep(pause)
        if until is not None:
            raise ConnectionResetError
        await line.event("done", answer)
        await line.write("", more=False)

    return fault


def pass_on(*, until=None, gate=None):
    """Let the service's own answer through; it waits for `gate` after the first statement.

    `until` breaks the line after the event of that name.
    """

    async def fault(line):
        await line.pass_on(until, gate or OPEN)

    return fault


def refuse(status, *, wait=None, detail="Try again shortly.", kind=PROBLEM):
    async def fault(line):
        headers = [(b"retry-after", str(wait).encode())] if wait else []
        await line.start(status, kind, headers)
        said = {"type": "about:blank", "title": "Refused", "status": status, "detail": detail}
        await line.write(json.dumps(said), more=False)

    return fault


async def silence(_line):
    await asyncio.sleep(20)


def _again(body, receive):
    sent = False

    async def replay():
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
