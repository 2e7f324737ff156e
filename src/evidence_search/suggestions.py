"""What the software reads in a report's words, as plain data for `--json` and the HTTP API."""

from __future__ import annotations

from pydantic import BaseModel, Field

from evidence_search.designs import note
from evidence_search.types import Cue, Design, Document, SuggestedDesign


class CueOut(BaseModel):
    """Words of the report that speak for a design."""

    kind: str
    quote: str = Field(description="verbatim")
    page: int = Field(description="page of the file, from 1")
    start: int = Field(description="where the quote starts in the text of its page")
    end: int

    @classmethod
    def of(cls, cue: Cue) -> CueOut:
        span = cue.span
        return cls(kind=cue.kind, quote=cue.quote, page=span.page, start=span.start, end=span.end)


class DesignOut(BaseModel):
    """A study design that the report's words suggest: no rating; `note` says who checked it."""

    design: Design
    planned: bool = Field(description="the report is a protocol: it has no results yet")
    note: str
    cues: list[CueOut] = Field(min_length=2)

    @classmethod
    def of(cls, one: SuggestedDesign) -> DesignOut:
        cues = [CueOut.of(cue) for cue in one.cues]
        return cls(design=one.design, planned=one.planned, note=note(one), cues=cues)


def suggested(document: Document) -> list[DesignOut]:
    return [DesignOut.of(one) for one in document.designs]
