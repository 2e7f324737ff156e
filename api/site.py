"""The pages that people read: /, /standards and the pages of reports. No script is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from api.ask_page import blank
from api.engine import OpenEngine
from api.find import document_of, file_of, page_of
from api.html import render
from api.marks import marks_of
from api.packed import packed
from api.words import words
from evidence_search.standards import BAND_CAVEAT
from evidence_search.types import Span
from evidence_search.wire_library import DocumentOut
from evidence_search.wire_standard import in_order

STATIC = Path(__file__).parent / "static"
router = APIRouter(include_in_schema=False)


class Cited(BaseModel):
    """Characters `start:end` of the text of a page."""

    start: int = Field(default=0, ge=0)
    end: int = Field(default=0, ge=0)


@router.get("/")
def home(request: Request, engine: OpenEngine) -> Response:
    counts = engine.index.manifest.counts
    said = {"samples": words()["samples"], "counts": counts}
    return render(request, "home.html", blank() | said)


@router.get("/static/style.css")
def style(request: Request) -> Response:
    return packed(request, (STATIC / "style.css").read_text(encoding="utf-8"), "text/css")


@router.get("/standards")
def standards(request: Request, engine: OpenEngine) -> Response:
    context = {"standards": in_order(engine.standards), "caveat": BAND_CAVEAT}
    return render(request, "standards.html", context)


@router.get("/documents/{document_id:path}/pages/{number:int}")
def report_page(
    request: Request,
    engine: OpenEngine,
    document_id: str,
    number: Annotated[int, InPath(ge=1, le=1_000_000)],
    cited: Annotated[Cited, Query()],
) -> Response:
    """Show the text of a page, with what is cited marked."""
    document = document_of(engine, document_id)
    page = page_of(engine, document, number)
    text = page.text
    others = engine.index.store.page_numbers(document.id)
    context = {
        "document": DocumentOut.of(document, engine.standards),
        "number": number,
        "start": cited.start,
        "end": cited.end,
        "label": document.label(number),
        "recognised": page.ocr_confidence,
        "before": text[: cited.start],
        "marked": text[cited.start : cited.end],
        "after": text[max(cited.start, cited.end) :],
        "pictured": file_of(engine, document) is not None,
        "marked_there": bool(marks_of(page, [Span(number, cited.start, cited.end)])),
        "previous": max((n for n in others if n < number), default=None),
        "next": min((n for n in others if n > number), default=None),
    }
    return render(request, "page.html", context)


@router.get("/documents/{document_id:path}")
def report(engine: OpenEngine, document_id: str) -> Response:
    """Go to the first page that was read."""
    document = document_of(engine, document_id)
    first = next(iter(engine.index.store.page_numbers(document.id)), 1)
    return RedirectResponse(f"/documents/{quote(document.id)}/pages/{first}")
