"""An id or a page number from an address in, the document or page out, or a problem."""

from __future__ import annotations

from pathlib import Path

from api.problems import Kind, Problem
from evidence_search import Document, Engine, Filters, Passage
from evidence_search.errors import CatalogueInvalid
from evidence_search.facets import facets_of
from evidence_search.scale import Standard
from evidence_search.types import Page
from evidence_search.wire_evidence import FacetOut
from evidence_search.wire_problem import Fault


def document_of(engine: Engine, document_id: str) -> Document:
    found = engine.index.store.document(document_id)
    if found is None:
        raise Problem(Kind.DOCUMENT_UNKNOWN)
    return found


def page_of(engine: Engine, document: Document, number: int) -> Page:
    found = engine.index.store.page(document.id, number)
    if found is None:
        raise Problem(Kind.PAGE_UNKNOWN)
    return found


def passage_of(engine: Engine, document: Document, number: int, passage_id: str) -> Passage:
    found = engine.index.store.passage(passage_id)
    if (
        found is None
        or found.document.id != document.id
        or number not in {span.page for span in found.spans}
    ):
        raise Problem(Kind.PASSAGE_UNKNOWN)
    return found


def preferred(engine: Engine, name: str | None) -> Standard | None:
    """Give the standard whose levels break ties, None where relevance stands alone."""
    try:
        return engine.preferred(name)
    except CatalogueInvalid as error:
        fault = Fault(field="prefer", detail=str(error))
        raise Problem(Kind.REQUEST_INVALID, f"prefer: {error}", [fault]) from error


def facets(engine: Engine, filters: Filters) -> list[FacetOut]:
    """Count the documents that the filters let through, for each value of each filter."""
    found = facets_of(engine.index.store.documents(filters), engine.standards)
    return [FacetOut.model_validate(facet) for facet in found]


def file_of(engine: Engine, document: Document) -> Path | None:
    """Give the PDF itself, if it is a regular file inside the source folder."""
    source = engine.settings.source_dir
    if source is None:
        return None
    try:
        root = source.resolve(strict=True)
        path = (root / document.file).resolve(strict=True)
    except (OSError, ValueError):
        return None
    return path if path.is_file() and path.is_relative_to(root) else None
