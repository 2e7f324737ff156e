"""Text in, a small response out; one that is the same for everyone is not sent twice."""

from __future__ import annotations

import gzip
from functools import cache

from fastapi import Request
from fastapi.responses import Response

from api.conditional import tag_of, unless_known


def packed(request: Request, text: str, media_type: str) -> Response:
    """Send `text`, compressed where the client takes it; 304 where the client has it already."""
    data = text.encode()
    headers = {"ETag": tag_of(data), "Vary": "Accept-Encoding"}
    if takes_gzip(request):
        data, headers = squeezed(data), headers | {"Content-Encoding": "gzip"}
    return unless_known(request, Response(data, headers=headers, media_type=media_type))


def shrunk(request: Request, response: Response) -> Response:
    """Compress a page where the client takes it: it holds no secret that its length could tell."""
    response.headers["Vary"] = "Accept-Encoding"
    if takes_gzip(request):
        response.body = gzip.compress(bytes(response.body), 6, mtime=0)
        response.headers["Content-Length"] = str(len(response.body))
        response.headers["Content-Encoding"] = "gzip"
    return response


def takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


@cache
def squeezed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
