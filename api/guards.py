"""ASGI middleware around every route: bodies are bounded, failures told without their contents."""

from __future__ import annotations

import asyncio

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.engine import generation_of
from api.logs import log_without_words
from api.problems import Kind, Problem
from api.respond import UNEXPECTED, respond

LARGEST_BODY = 64_000
SLOWEST_BODY = 20.0
POLICY = "Content-Security-Policy"
HEADERS = {
    POLICY: (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'{sites}"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
STATIC = ("/static/", "/widget.js", "/screening.json")


class BoundedBody:
    """Refuses a body that is too large, or that drips in too slowly."""

    def __init__(self, app: ASGIApp, seconds: float = SLOWEST_BODY) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        room, complete = LARGEST_BODY, scope["type"] != "http"
        deadline = asyncio.get_running_loop().time() + self._seconds

        async def bounded() -> Message:
            nonlocal room, complete
            if complete:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError as error:
                raise Problem(Kind.BODY_TOO_SLOW, "Send it again, at once.") from error
            room -= len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if room < 0:
                raise Problem(Kind.BODY_TOO_LARGE, f"The most is {LARGEST_BODY:,} bytes.")
            return message

        await self._app(scope, bounded, send)


class Unexpected:
    """Answers a failure with a problem, and logs where it was but not what was asked."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if scope["type"] != "http":
                raise
            log_without_words(error)
            if not started:
                await respond(Request(scope), UNEXPECTED)(scope, receive, send)


class Named:
    """Adds the security headers to every response, and the generation to those of the API."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                sites = "".join(f" {site}" for site in sorted(scope["app"].state.sites))
                headers[POLICY] = headers[POLICY].format(sites=sites)
                cached = scope["path"].startswith(STATIC)
                headers.setdefault("Cache-Control", "no-cache" if cached else "no-store")
                generation = generation_of(Request(scope))
                if generation and scope["path"].startswith("/v1"):
                    headers["Index-Generation"] = generation
            await send(message)

        await self._app(scope, receive, named)
