"""ASGI middleware around every route: bodies are bounded, failures told without their contents."""

from __future__ import annotations

import asyncio
import re
from functools import cache

from asgi_correlation_id import correlation_id
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.engine import generation_of
from api.logs import log_without_words
from api.problems import Kind, Problem
from api.respond import UNEXPECTED, respond

LARGEST_BODY = 64_000
SLOWEST_BODY = 10.0
DEEPEST = 16
STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
BRACKETS = re.compile(rb"[][{}]")
POLICY = "Content-Security-Policy"
HEADERS = {
    POLICY: (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'{sites}"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# A UUID, or the 32 hexadecimal digits of nginx and of traces (W3C Trace Context).
PLAIN_ID = re.compile(r"[0-9a-f]{8}(-?)[0-9a-f]{4}(?:\1[0-9a-f]{4}){2}\1[0-9a-f]{12}")
STATIC = ("/static/", "/widget.js", "/screening.json")


class BoundedBody:
    """
    Reads the body before anything is done with it, and bounds its size, depth and time to arrive.

    So a body that drips takes no place from those that are here.
    """

    def __init__(self, app: ASGIApp, seconds: float = SLOWEST_BODY) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            body = await self._read(receive)
            if body is None:
                return
            if "json" in Headers(scope=scope).get("content-type", "json"):
                check_depth(body)
        except Problem as problem:
            await respond(Request(scope), problem)(scope, receive, send)
            return
        read = False

        async def again() -> Message:
            nonlocal read
            if read:
                return await receive()
            read = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, again, send)

    async def _read(self, receive: Receive) -> bytes | None:
        """Give the body, or None where the client left; raises Problem."""
        body = bytearray()
        try:
            async with asyncio.timeout(self._seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    body += message.get("body", b"")
                    if len(body) > LARGEST_BODY:
                        raise Problem(Kind.BODY_TOO_LARGE, f"The most is {LARGEST_BODY:,} bytes.")
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError as error:
            raise Problem(Kind.BODY_TOO_SLOW) from error


def check_depth(body: bytes) -> None:
    """Refuse JSON that is nested deeper than any request here; raises Problem."""
    if body.count(b"[") + body.count(b"{") <= DEEPEST:
        return
    depth = 0
    for bracket in BRACKETS.findall(STRINGS.sub(b"", body)):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST:
            raise Problem(Kind.BODY_TOO_DEEP, f"The most is {DEEPEST} levels.")


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


@cache
def _secure(sites: frozenset[str]) -> list[tuple[bytes, bytes]]:
    """Give the headers that no response sets for itself, as they are sent."""
    policy = HEADERS[POLICY].format(sites="".join(f" {site}" for site in sorted(sites)))
    return Headers(HEADERS | {POLICY: policy}).raw


class Named:
    """Adds the security headers to every response, and the generation to those of the API."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["request_id"] = correlation_id.get()

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.raw.extend(_secure(frozenset(scope["app"].state.sites)))
                cached = scope["path"].startswith(STATIC)
                headers.setdefault("Cache-Control", "no-cache" if cached else "no-store")
                generation = generation_of(Request(scope))
                if generation and scope["path"].startswith("/v1"):
                    headers["Index-Generation"] = generation
            await send(message)

        await self._app(scope, receive, named)


def is_plain(request_id: str) -> bool:
    """Tell whether a caller's id of a request is one that no name or number could be hidden in."""
    return PLAIN_ID.fullmatch(request_id) is not None
