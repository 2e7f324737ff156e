"""Hits and answers in, the plain data that `--json` prints and the HTTP API sends out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, Field

from evidence_search.errors import CatalogueInvalid
from evidence_search.reading import Reading
from evidence_search.screening import DataKind, ScreenedAnswer, Screening
from evidence_search.standards import Standards, in_words
from evidence_search.types import (
    Answer,
    AnswerStatus,
    Citation,
    Direction,
    Document,
    DocumentStatus,
    Evidence,
    EvidenceRating,
    Hit,
    Passage,
    Provenance,
)
from evidence_search.words import UNRATED, recognised, summarise


class RatingOut(BaseModel):
    """One rating of one outcome. Levels of two standards are not comparable."""

    standard: str
    standard_name: str
    version: str
    level: str
    in_words: str
    direction: Direction
    outcome: str
    intervention: str
    unit: str
    provenance: Provenance
    rater: str
    date: str
    source: str

    @classmethod
    def of(cls, rating: EvidenceRating, standards: Standards) -> RatingOut:
        standard = standards.get(rating.standard)
        return cls(
            standard=rating.standard,
            standard_name=standard.name if standard else rating.standard,
            version=rating.version,
            level=rating.level,
            in_words=_say(rating, standards),
            direction=rating.direction,
            outcome=rating.outcome,
            intervention=rating.intervention,
            unit=rating.unit,
            provenance=rating.provenance,
            rater=rating.rater,
            date=rating.date,
            source=rating.source,
        )


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
    ocr_confidence: float | None = Field(
        description="how sure the recognition of a scanned page is, 0 to 1; null where it is text"
    )
    scan_note: str | None = Field(description="the same in words")
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
    summary: str = Field(description="the same in a sentence or two")

    @classmethod
    def of(cls, evidence: Evidence) -> EvidenceOut:
        return cls(
            documents=evidence.documents,
            rated=evidence.rated,
            by_direction=dict(evidence.by_direction),
            countries=list(evidence.countries),
            oldest=evidence.oldest,
            newest=evidence.newest,
            summary=summarise(evidence),
        )


class ExpansionOut(BaseModel):
    """A term of the question and what was also searched for; `expand: false` undoes it."""

    term: str
    added: list[str]


class ReadingOut(BaseModel):
    """What was made of the question."""

    expansions: list[ExpansionOut]
    did_you_mean: str | None = Field(description="another spelling, not searched for unasked")
    note: str | None = Field(description="what else to know of this search")


class SearchOut(ReadingOut):
    hits: list[HitOut]
    next_cursor: str | None
    generation: str


class ScreeningOut(BaseModel):
    """Why a question was not searched: kinds and counts, none of its words."""

    kinds: dict[DataKind, int]
    confirmable: bool = Field(description="it is searched where sent again with `confirmed`")

    @classmethod
    def of(cls, screening: Screening) -> ScreeningOut:
        return cls(kinds=dict(screening.kinds), confirmable=screening.confirmable)


class AnswerOut(ReadingOut):
    """An answer. `nearest` is filled where the library has none: it may help, but answers not."""

    status: AnswerStatus
    statements: list[StatementOut]
    evidence: EvidenceOut
    nearest: list[HitOut]
    message: str
    screening: ScreeningOut | None = Field(description="null where the question was searched")
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
            screening=(
                ScreeningOut.of(answer.screening) if isinstance(answer, ScreenedAnswer) else None
            ),
            generation=generation,
            **read_as(answer.reading),
        )


def read_as(reading: Reading) -> dict[str, Any]:
    expansions = [ExpansionOut(term=e.term, added=list(e.added)) for e in reading.expansions]
    return {
        "expansions": expansions,
        "did_you_mean": reading.did_you_mean,
        "note": reading.note,
    }


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
        "ocr_confidence": passage.ocr_confidence,
        "scan_note": recognised(passage.ocr_confidence),
        **rated(document, standards),
    }


def web_link(text: str) -> str | None:
    """Give an address that may be linked to: http or https, with a host."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.hostname else None


def _say(rating: EvidenceRating, standards: Standards) -> str:
    """Say it in words, also where the index was rated on a standard that is not loaded here."""
    try:
        return in_words(rating, standards)
    except CatalogueInvalid:
        return f"{rating.level} on {rating.standard}, a standard that is not loaded here"
