"""GET below /v1: the documents, their pages, the standards, and what made the index."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.conditional import UNCHANGED, Tagged
from api.cursor import read_cursor, write_cursor
from api.engine import OpenEngine
from api.find import document_of, facets, page_of
from api.problems import Kind
from api.refusals import READ, refuses
from api.requests import Cursor, DocumentId, Limit, PageNumber
from evidence_search import Filters
from evidence_search.wire_library import (
    DocumentDetailOut,
    DocumentOut,
    DocumentsOut,
    FacetsOut,
    IndexOut,
    PageOut,
    StandardsOut,
)
from evidence_search.wire_standard import in_order

router = APIRouter(prefix="/v1", tags=["browse"], route_class=Tagged)
NAMED = (*READ, Kind.REQUEST_INVALID, Kind.DOCUMENT_UNKNOWN)


@router.get(
    "/documents",
    responses=UNCHANGED
    | refuses(*READ, Kind.REQUEST_INVALID, Kind.CURSOR_INVALID, Kind.CURSOR_EXPIRED),
)
def documents(
    engine: OpenEngine,
    limit: Annotated[Limit, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> DocumentsOut:
    """List the documents, by title."""
    generation = engine.index.generation
    start = read_cursor(cursor, generation)
    found, end = engine.index.store.documents(), start + limit
    return DocumentsOut(
        documents=[DocumentOut.of(document, engine.standards) for document in found[start:end]],
        next_cursor=write_cursor(generation, end) if len(found) > end else None,
        generation=generation,
    )


@router.get(
    "/documents/{document_id:path}/pages/{number:int}",
    responses=UNCHANGED | refuses(*NAMED, Kind.PAGE_UNKNOWN),
)
def page(document_id: DocumentId, number: PageNumber, engine: OpenEngine) -> PageOut:
    """Give the stored text of one page."""
    document = document_of(engine, document_id)
    found = page_of(engine, document, number)
    return PageOut(
        document_id=document.id,
        page=found.number,
        page_label=document.label(found.number),
        text=found.text,
        ocr_confidence=found.ocr_confidence,
        generation=engine.index.generation,
    )


@router.get("/documents/{document_id:path}", responses=UNCHANGED | refuses(*NAMED))
def document(document_id: DocumentId, engine: OpenEngine) -> DocumentDetailOut:
    """Give one document and the pages that were read. An id may hold slashes."""
    found = document_of(engine, document_id)
    pages = engine.index.store.page_numbers(found.id)
    return DocumentDetailOut.with_pages(found, pages, engine.standards, engine.index.generation)


@router.get("/standards", responses=UNCHANGED | refuses(*READ))
def standards(engine: OpenEngine) -> StandardsOut:
    """Give every standard that ratings here are made on, as data."""
    return StandardsOut(standards=in_order(engine.standards), generation=engine.index.generation)


@router.get("/facets", responses=UNCHANGED | refuses(*READ))
def library_facets(engine: OpenEngine) -> FacetsOut:
    """Count the documents of the library for each value of each filter of a search."""
    return FacetsOut(facets=facets(engine, Filters()), generation=engine.index.generation)


@router.get("/index", responses=UNCHANGED | refuses(*READ))
def index(engine: OpenEngine) -> IndexOut:
    """Say what made the index that is being served."""
    return IndexOut.of(engine.index.generation, engine.index.manifest)
