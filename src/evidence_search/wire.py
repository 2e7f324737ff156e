"""Hits and answers in, the plain data that `--json` prints and the HTTP API sends out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from evidence_search.emmie import words
from evidence_search.evidence import Evidence, head_of_answer
from evidence_search.evidence_words import standing
from evidence_search.grouped import Group, GroupedAnswer
from evidence_search.ratings import Dimension, DocumentStatus
from evidence_search.reading import Reading
from evidence_search.scale import Standards
from evidence_search.screening import DataKind, ScreenedAnswer, Screening
from evidence_search.statements import Answer, AnswerStatus, Statement
from evidence_search.types import Citation, Document, Hit, Passage
from evidence_search.weigh import asks_whether
from evidence_search.wire_evidence import DesignOut, EvidenceOut, FacetOut
from evidence_search.wire_standard import RatingOut
from evidence_search.words import UNRATED, recognised


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
    standing: str = Field(description="what became of the report, in words; empty if it stands")
    searched: str = Field(description="the date that a review searched to, read in its text")
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
    designs: list[DesignOut]


class ChannelOut(BaseModel):
    name: str
    rank: int
    score: float


class HitOut(Quoted):
    score: float = Field(description="higher is better; comparable within one answer only")
    headings: list[str]
    emmie: list[Dimension] = Field(description="what the passage speaks to, by cue words")
    pages: list[int] = Field(description="every page that the quote runs over")
    found_by: list[ChannelOut]

    @classmethod
    def of(cls, hit: Hit, standards: Standards) -> HitOut:
        passage = hit.passage
        return cls(
            **quoted(passage, hit.page, passage.text, standards),
            score=hit.score,
            headings=list(passage.headings),
            emmie=list(passage.dimensions),
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
            **quoted(citation.passage, span.page, citation.quote, standards),
            start=span.start,
            end=span.end,
        )


class StatementOut(BaseModel):
    text: str
    citations: list[CitationOut] = Field(min_length=1)

    @classmethod
    def of(cls, statement: Statement, standards: Standards) -> StatementOut:
        cited = [CitationOut.of(citation, standards) for citation in statement.citations]
        return cls(text=statement.text, citations=cited)


class GroupOut(BaseModel):
    """What an answer says on one dimension of EMMIE; where it says nothing, `message` says so."""

    dimension: Dimension
    asks: str
    statements: list[StatementOut]
    message: str

    @classmethod
    def of(cls, group: Group, standards: Standards) -> GroupOut:
        return cls(
            dimension=group.dimension,
            asks=words(group.dimension).asks,
            statements=[StatementOut.of(one, standards) for one in group.statements],
            message=group.message,
        )


class ExpansionOut(BaseModel):
    """A term of the question and what was also searched for; `expand: false` undoes it."""

    term: str
    added: list[str]


class ReadingOut(BaseModel):
    """What was made of the question."""

    expansions: list[ExpansionOut]
    did_you_mean: str | None = Field(description="another spelling, not searched for unasked")
    unused: int = Field(description="how many words of the question no report uses")
    note: str | None = Field(description="what else to know of this search")


class SearchOut(ReadingOut):
    hits: list[HitOut]
    next_cursor: str | None
    order: str = Field(description="what the hits are ordered by, ratings included")
    facets: list[FacetOut] | None = Field(
        default=None, description="where asked for: documents that the filters let through"
    )
    generation: str


class ScreeningOut(BaseModel):
    """Why a question was not searched: kinds and counts, none of its words."""

    kinds: dict[DataKind, int]
    confirmable: bool = Field(description="it is searched where sent again with `confirmed`")

    @classmethod
    def of(cls, screening: Screening) -> ScreeningOut:
        return cls(kinds=dict(screening.kinds), confirmable=screening.confirmable)


class SearchedOut(BaseModel):
    """How much an answer was looked for in: what the filters let through of `of_documents`."""

    model_config = ConfigDict(from_attributes=True)

    documents: int
    pages: int
    of_documents: int


class AnswerOut(ReadingOut):
    """An answer. `nearest` is filled where the library has none: it may help, but answers not."""

    id: str = Field(default="", description="what feedback names it by: chance, not a name")
    status: AnswerStatus
    statements: list[StatementOut]
    groups: list[GroupOut] | None = Field(description="null unless grouping was asked for")
    evidence: EvidenceOut
    nearest: list[HitOut]
    message: str
    confidence: float | None = Field(
        description="probability that an answer from here is right; null where nothing was "
        "searched, and with models that it was not fitted for"
    )
    missing: list[str] = Field(description="parts of the question that are not answered")
    gap: StatementOut | None = Field(
        description="where a report says that the answer, or that of a part, is not known"
    )
    searched: SearchedOut | None = Field(description="null where the question was not searched")
    screening: ScreeningOut | None = Field(description="null where the question was searched")
    engine: str = Field(description='"extractive", or "extractive, joined by" a language model')
    generation: str

    @classmethod
    def of(cls, answer: Answer, standards: Standards, generation: str) -> AnswerOut:
        return cls(
            status=answer.status,
            statements=[StatementOut.of(one, standards) for one in answer.statements],
            groups=(
                [GroupOut.of(group, standards) for group in answer.groups]
                if isinstance(answer, GroupedAnswer)
                else None
            ),
            evidence=EvidenceOut.of(
                Evidence.of(answer.documents),
                head_of_answer(answer, standards),
                searched=not isinstance(answer, ScreenedAnswer),
                leads=asks_whether(answer.reading.question),
            ),
            nearest=[HitOut.of(hit, standards) for hit in answer.nearest],
            message=answer.message,
            confidence=answer.confidence,
            missing=list(answer.missing),
            gap=StatementOut.of(answer.gap, standards) if answer.gap else None,
            searched=SearchedOut.model_validate(answer.searched) if answer.searched else None,
            screening=(
                ScreeningOut.of(answer.screening) if isinstance(answer, ScreenedAnswer) else None
            ),
            engine=name_engine(answer),
            generation=generation,
            **read_as(answer.reading),
        )


def name_engine(answer: Answer) -> str:
    return f"extractive, joined by {answer.joined_by}" if answer.joined_by else "extractive"


def read_as(reading: Reading) -> dict[str, Any]:
    expansions = [ExpansionOut(term=e.term, added=list(e.added)) for e in reading.expansions]
    return {
        "expansions": expansions,
        "did_you_mean": reading.did_you_mean,
        "note": reading.note,
        "unused": reading.unused,
    }


def rated(document: Document, standards: Standards) -> dict[str, Any]:
    own = document.ratings
    ratings = [RatingOut.of(rating, standards, own) for rating in own]
    note = None if ratings else UNRATED
    designs = [DesignOut.of(one) for one in document.designs]
    return {"ratings": ratings, "rating_note": note, "designs": designs}


def quoted(passage: Passage, page: int, quote: str, standards: Standards) -> dict[str, Any]:
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
        "standing": standing(document),
        "searched": document.searched,
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
