"""A template and what fills it in, an HTML response out. Everything is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import Response
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request

from api.packed import shrunk
from api.reference import Reference, harvard, ris, today
from evidence_search.standards import spell_date
from evidence_search.wire import Quoted, web_link

FOLDER = Path(__file__).parent


def render(
    request: Request,
    name: str,
    context: Mapping[str, Any],
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    told = {"kept_days": request.app.state.kept_days, **context}
    page = _templates().TemplateResponse(request, name, told, status, headers)
    return shrunk(request, page)


def harvard_today(source: Quoted) -> str:
    return harvard(source, today())


def ris_lines(source: Quoted) -> str:
    return ris(Reference.of(source))


@cache
def _templates() -> Jinja2Templates:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["web_link"] = web_link
    environment.filters["spell_date"] = spell_date
    environment.filters["harvard"] = harvard_today
    environment.filters["ris"] = ris_lines
    return Jinja2Templates(env=environment)
