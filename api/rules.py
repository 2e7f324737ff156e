"""GET /screening.json: the rules of the screening, which the widget runs before it sends."""

from __future__ import annotations

import json
from functools import cache

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.packed import packed
from evidence_search.rules import export_rules

router = APIRouter(include_in_schema=False)


@router.get("/screening.json")
def rules(request: Request) -> Response:
    return packed(request, _text(), "application/json")


@cache
def _text() -> str:
    return json.dumps(export_rules(), ensure_ascii=False, separators=(",", ":"))
