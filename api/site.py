"""The pages that people read: /, /ask, the list of reports and their pages. No script is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request
from fastapi import Path as InPath
from fastapi.responses import FileResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from api.engine import OpenEngine
from api.find import document_of, file_of, page_of
from api.html import render
from api.library import DocumentOut
from api.marks import marks_of
from api.metrics import metrics_of
from api.problems import Kind
from api.words import SAMPLES
from evidence_search.errors import QuestionInvalid
from evidence_search.screening import ScreenedAnswer, Screening
from evidence_search.standards import BAND_CAVEAT
from evidence_search.types import AnswerStatus, Span
from evidence_search.wire import AnswerOut
from evidence_search.wire_standard import in_order
from evidence_search.words import HEADINGS

STATIC = Path(__file__).parent / "static"
router = APIRouter(include_in_schema=False)


class Cited(BaseModel):
    """Characters `start:end` of the text of a page."""

    start: int = Field(default=0, ge=0)
    end: int = Field(default=0, ge=0)


@router.get("/")
def home(request: Request, engine: OpenEngine) -> Response:
    counts = engine.index.manifest.counts
    return render(request, "home.html", _form() | {"samples": SAMPLES, "counts": counts})


@router.get("/ask")
def form(request: Request) -> Response:
    return render(request, "ask.html", _form())


@router.post("/ask")
def ask(
    request: Request,
    engine: OpenEngine,
    question: Annotated[str, Form()] = "",
    confirmed: Annotated[bool, Form()] = False,  # noqa: FBT002 - a field of the form
    expand: Annotated[bool, Form()] = True,  # noqa: FBT002 - the same
) -> Response:
    """Answer on a page of its own. The question stands in the body, never in an address."""
    try:
        found = engine.answer(question, confirmed=confirmed, expand=expand)
    except QuestionInvalid as error:
        context = _form(question, str(error))
        return render(request, "ask.html", context, Kind.QUESTION_INVALID.status)
    if isinstance(found, ScreenedAnswer) and found.status is AnswerStatus.PERSONAL_DATA:
        context = _form(question, found.message.rstrip("."), found.screening)
        return render(request, "ask.html", context, Kind.QUESTION_SCREENED.status)
    metrics_of(request).told(found)
    answer = AnswerOut.of(found, engine.standards, engine.index.generation)
    said = {"answer": answer, "heading": HEADINGS[answer.status]}
    # Whoever stands behind the reader need not see what was told.
    shown = "" if found.status is AnswerStatus.SAFEGUARDING else question
    return render(request, "answer.html", _form(shown) | said)


@router.get("/standards")
def standards(request: Request, engine: OpenEngine) -> Response:
    context = {"standards": in_order(engine.standards), "caveat": BAND_CAVEAT}
    return render(request, "standards.html", context)


@router.get("/documents")
def reports(request: Request, engine: OpenEngine) -> Response:
    found = engine.index.store.documents()
    documents = [DocumentOut.of(document, engine.standards) for document in found]
    return render(request, "documents.html", {"documents": documents})


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
    others = [page.number for page in engine.index.store.pages(document.id)]
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
    pages = engine.index.store.pages(document.id)
    first = pages[0].number if pages else 1
    return RedirectResponse(f"/documents/{quote(document.id)}/pages/{first}")


@router.get("/widget.js")
def widget() -> Response:
    return FileResponse(STATIC / "widget.js", media_type="text/javascript")


def _form(
    question: str = "", fault: str | None = None, screening: Screening | None = None
) -> dict[str, object]:
    return {"question": question, "fault": fault, "screening": screening}
