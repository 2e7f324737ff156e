"""GET /screening.json: the rules that the widget runs before it sends, and what is kept then."""

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
    return packed(request, _text(request.app.state.kept_days), "application/json")


@cache
def _text(kept_days: int) -> str:
    rules = export_rules() | {"kept_days": kept_days}
    return json.dumps(rules, ensure_ascii=False, separators=(",", ":"))
