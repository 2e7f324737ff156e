"""GET /library (and /documents): the reports that a reader's choices let through, with ratings."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.choices import Choices
from api.engine import OpenEngine
from api.html import render
from evidence_search import Document
from evidence_search.ratings import BANDS
from evidence_search.standards import BAND_CAVEAT
from evidence_search.wire_library import DocumentOut

router = APIRouter(include_in_schema=False)


class Shelf(Choices):
    words: str = Field(default="", max_length=200)
    rated: bool = False

    def holds(self, document: Document) -> bool:
        """Tell whether each word asked for stands in what names the document."""
        named = " ".join((document.title, *document.authors, document.publisher)).casefold()
        found = all(word in named for word in self.words.casefold().split())
        return found and (bool(document.ratings) or not self.rated)


@router.get("/library")
@router.get("/documents")
def library(request: Request, engine: OpenEngine, chosen: Annotated[Shelf, Query()]) -> Response:
    fault = chosen.fault()
    store, standards = engine.index.store, engine.standards
    found = store.documents(None if fault else chosen.to_filters(standards))
    documents = [DocumentOut.of(one, standards) for one in found if chosen.holds(one)]
    context = {
        "documents": documents,
        "total": len(store.documents()),
        "chosen": chosen,
        "fault": fault,
        "bands": BANDS,
        "caveat": BAND_CAVEAT,
    }
    return render(request, "library.html", context, 422 if fault else 200)
