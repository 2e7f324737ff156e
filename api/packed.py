"""Text in, a small response out; one that is the same for everyone is not sent twice."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache

from fastapi import Request
from fastapi.responses import Response


def packed(request: Request, text: str, media_type: str) -> Response:
    """Send `text`, compressed where the client takes it; 304 where the client has it already."""
    data = text.encode()
    headers = {"ETag": f'"{hashlib.sha256(data).hexdigest()[:32]}"', "Vary": "Accept-Encoding"}
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=headers)
    if takes_gzip(request):
        return Response(
            squeezed(data), headers=headers | {"Content-Encoding": "gzip"}, media_type=media_type
        )
    return Response(data, headers=headers, media_type=media_type)


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
