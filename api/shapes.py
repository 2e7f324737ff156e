"""Hits and answers in, their wire forms out. Nothing inside the library knows these."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from api.html import web_link
from api.ratings import UNRATED, RatingOut
from evidence_search import Answer, Citation, Document, Hit, Passage
from evidence_search.standards import Standards
from evidence_search.types import AnswerStatus, Direction, DocumentStatus, Evidence


class Quoted(BaseModel):
    """Words of a report, where they stand in it, and what the report is worth."""

    document_id: str
    title: str
    authors: list[str]
    year: int | None
    publisher: str
    url: str | None = Field(description="http or https; null where there is no such link")
    file: str = Field(description="path inside the source folder")
    status: DocumentStatus
    superseded_by: str
    passage_id: str
    page: int = Field(description="page of the file, from 1")
    page_label: str | None = Field(description="the number printed on that page, if any")
    quote: str = Field(description="verbatim")
    ratings: list[RatingOut]
    rating_note: str | None


class ChannelOut(BaseModel):
    name: str
    rank: int
    score: float


class HitOut(Quoted):
    score: float = Field(description="higher is better; comparable within one answer only")
    headings: list[str]
    pages: list[int] = Field(description="every page that the quote runs over")
    found_by: list[ChannelOut]

    @classmethod
    def of(cls, hit: Hit, standards: Standards) -> HitOut:
        passage = hit.passage
        return cls(
            **_quoted(passage, hit.page, passage.text, standards),
            score=hit.score,
            headings=list(passage.headings),
            pages=sorted({span.page for span in passage.spans}),
            found_by=[
                ChannelOut(name=way.name, rank=way.rank, score=way.score) for way in hit.found_by
            ],
        )


class CitationOut(Quoted):
    start: int = Field(description="where the quote starts in the text of its page")
    end: int

    @classmethod
    def of(cls, citation: Citation, standards: Standards) -> CitationOut:
        span = citation.span
        return cls(
            **_quoted(citation.passage, span.page, citation.quote, standards),
            start=span.start,
            end=span.end,
        )


class StatementOut(BaseModel):
    text: str
    citations: list[CitationOut] = Field(min_length=1)


class EvidenceOut(BaseModel):
    """What the cited documents are worth: counts and years, nothing averaged."""

    documents: int
    rated: int
    by_direction: dict[Direction, int] = Field(description="ratings by the way they point")
    countries: list[str]
    oldest: int | None
    newest: int | None

    @classmethod
    def of(cls, evidence: Evidence) -> EvidenceOut:
        return cls(
            documents=evidence.documents,
            rated=evidence.rated,
            by_direction=dict(evidence.by_direction),
            countries=list(evidence.countries),
            oldest=evidence.oldest,
            newest=evidence.newest,
        )


class SearchOut(BaseModel):
    hits: list[HitOut]
    next_cursor: str | None
    generation: str


class AnswerOut(BaseModel):
    """An answer. `nearest` is filled where the library has none: it may help, but answers not."""

    status: AnswerStatus
    statements: list[StatementOut]
    evidence: EvidenceOut
    nearest: list[HitOut]
    message: str
    generation: str

    @classmethod
    def of(cls, answer: Answer, standards: Standards, generation: str) -> AnswerOut:
        return cls(
            status=answer.status,
            statements=[
                StatementOut(
                    text=statement.text,
                    citations=[CitationOut.of(c, standards) for c in statement.citations],
                )
                for statement in answer.statements
            ],
            evidence=EvidenceOut.of(answer.evidence),
            nearest=[HitOut.of(hit, standards) for hit in answer.nearest],
            message=answer.message,
            generation=generation,
        )


def rated(document: Document, standards: Standards) -> dict[str, Any]:
    ratings = [RatingOut.of(rating, standards) for rating in document.ratings]
    return {"ratings": ratings, "rating_note": None if ratings else UNRATED}


def _quoted(passage: Passage, page: int, quote: str, standards: Standards) -> dict[str, Any]:
    document = passage.document
    return {
        "document_id": document.id,
        "title": document.title,
        "authors": list(document.authors),
        "year": document.year,
        "publisher": document.publisher,
        "url": web_link(document.url),
        "file": document.file,
        "status": document.status,
        "superseded_by": document.superseded_by,
        "passage_id": passage.id,
        "page": page,
        "page_label": document.label(page),
        "quote": quote,
        **rated(document, standards),
    }
