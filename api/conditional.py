"""A request and the tag of what it asks for in; 304 out where the client has that already."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

TAG = re.compile(r'"[!#-~\x80-\xff]*"')
UNCHANGED: dict[int | str, dict[str, Any]] = {
    304: {"description": "It is still what If-None-Match names"}
}
KEPT = {"Cache-Control": "private, no-cache"}


class Tagged(APIRoute):
    """A route whose answers carry an ETag: a hash of what they say, their generation included."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def tagged(request: Request) -> Response:
            response = await handle(request)
            if response.status_code != 200:  # noqa: PLR2004 - RFC 9110, 13.2.1
                return response
            response.headers.update(KEPT | {"ETag": tag_of(bytes(response.body))})
            return unless_known(request, response)

        return tagged


def tag_of(data: bytes) -> str:
    return f'"{hashlib.sha256(data).hexdigest()[:32]}"'


def unless_known(request: Request, response: Response) -> Response:
    """Give the response, or 304 with its headers where If-None-Match names its tag."""
    if not is_known(request, response.headers["ETag"]):
        return response
    kept = ("ETag", "Cache-Control", "Vary", "Content-Location")
    headers = {name: response.headers[name] for name in kept if name in response.headers}
    return Response(status_code=304, headers=headers)


def is_known(request: Request, tag: str) -> bool:
    """Compare weakly, as RFC 9110 (13.1.2) asks; * names whatever there is."""
    given = ", ".join(request.headers.getlist("If-None-Match"))
    return given.strip() == "*" or tag in TAG.findall(given)
