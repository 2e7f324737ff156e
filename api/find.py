"""An id or a page number from an address in, the document or page out, or a problem."""

from __future__ import annotations

from api.problems import Kind, Problem
from evidence_search import Document, Engine
from evidence_search.types import Page


def document_of(engine: Engine, document_id: str) -> Document:
    found = engine.index.store.document(document_id)
    if found is None:
        raise Problem(Kind.DOCUMENT_UNKNOWN, "GET /v1/documents lists those of this index.")
    return found


def page_of(engine: Engine, document: Document, number: int) -> Page:
    found = engine.index.store.page(document.id, number)
    if found is None:
        raise Problem(
            Kind.PAGE_UNKNOWN, "Pages count from 1; GET /v1/documents/{id} lists those read."
        )
    return found
