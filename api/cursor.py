"""A place in a list to an opaque text, and back."""

from __future__ import annotations

import base64
import binascii
import re

from api.problems import Kind, Problem
from evidence_search.generation_name import NAME

FARTHEST = 100_000
PLACE = re.compile(rf"(?P<generation>{NAME}):(?P<offset>[0-9]{{1,6}})")


def write_cursor(generation: str, offset: int) -> str:
    return base64.urlsafe_b64encode(f"{generation}:{offset}".encode()).decode().rstrip("=")


def read_cursor(cursor: str | None, generation: str) -> int:
    """Give the offset of a cursor (0 without one); raises Problem for one that cannot be used."""
    if cursor is None:
        return 0
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        text = ""
    place = PLACE.fullmatch(text)
    if not place or int(place["offset"]) > FARTHEST:
        raise Problem(Kind.CURSOR_INVALID)
    if place["generation"] != generation:
        raise Problem(Kind.CURSOR_EXPIRED)
    return int(place["offset"])
