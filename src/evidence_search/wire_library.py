"""Documents, pages, standards and the manifest in, their wire forms out."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, Field

from evidence_search.evidence_words import standing
from evidence_search.manifest import FileRecord, Manifest, VectorsMade
from evidence_search.ratings import DocumentStatus
from evidence_search.scale import Standards
from evidence_search.standards import BAND_CAVEAT
from evidence_search.types import Document
from evidence_search.wire import AnswerOut, Quoted, rated, web_link
from evidence_search.wire_evidence import DesignOut, FacetOut, StudyOut
from evidence_search.wire_problem import ProblemOut
from evidence_search.wire_standard import RatingOut, StandardOut


class DocumentOut(BaseModel):
    """A report as its catalogue entry and its file give it."""

    id: str
    file: str
    sha256: str
    title: str
    authors: list[str]
    year: int | None
    publisher: str
    doi: str
    url: str | None
    licence: str
    countries: list[str]
    status: DocumentStatus
    superseded_by: str
    standing: str
    searched: str
    studies: list[StudyOut]
    ratings: list[RatingOut]
    rating_note: str | None
    designs: list[DesignOut]

    @classmethod
    def of(cls, document: Document, standards: Standards) -> DocumentOut:
        return cls(
            id=document.id,
            file=document.file,
            sha256=document.sha256,
            title=document.title,
            authors=list(document.authors),
            year=document.year,
            publisher=document.publisher,
            doi=document.doi,
            url=web_link(document.url),
            licence=document.licence,
            countries=list(document.countries),
            status=document.status,
            superseded_by=document.superseded_by,
            standing=standing(document),
            searched=document.searched,
            studies=list(map(StudyOut.of, document.studies)),
            **rated(document, standards),
        )


class DocumentsOut(BaseModel):
    documents: list[DocumentOut]
    next_cursor: str | None
    generation: str


class PageName(BaseModel):
    number: int
    label: str | None


class DocumentDetailOut(DocumentOut):
    pages: list[PageName]
    generation: str

    @classmethod
    def with_pages(
        cls, document: Document, pages: Sequence[int], standards: Standards, generation: str
    ) -> DocumentDetailOut:
        return cls(
            **DocumentOut.of(document, standards).model_dump(),
            pages=[PageName(number=n, label=document.label(n)) for n in pages],
            generation=generation,
        )


class PageOut(BaseModel):
    """The stored text of a page: the offsets of citations count its characters."""

    document_id: str
    page: int
    page_label: str | None
    text: str
    ocr_confidence: float | None = Field(
        description="0 to 1, where the text was recognised in a picture; null where it was not"
    )
    generation: str


class SourceOut(Quoted):
    """Words of a report, with where they can be read again: in this generation and no other."""

    doi: str
    pages: list[int] = Field(description="every page that the quote runs over")
    start: int = Field(description="where the quote starts in the text of `page`")
    end: int = Field(description="where it ends there")
    permalink: str
    generation: str


class FacetsOut(BaseModel):
    facets: list[FacetOut]
    generation: str


class StandardsOut(BaseModel):
    standards: list[StandardOut]
    band_caveat: str = BAND_CAVEAT
    generation: str


class IndexOut(BaseModel):
    """What made the index that is being served."""

    generation: str
    format: int
    created: str
    encoder: str
    dimension: int
    vectors: VectorsMade
    counts: dict[str, int]
    made_by: dict[str, str]
    files: dict[str, FileRecord]

    @classmethod
    def of(cls, generation: str, manifest: Manifest) -> IndexOut:
        return cls(
            generation=generation,
            format=manifest.format,
            created=manifest.created,
            encoder=manifest.encoder,
            dimension=manifest.dimension,
            vectors=manifest.vectors,
            counts=dict(manifest.counts),
            made_by=dict(manifest.made_by),
            files=dict(manifest.files),
        )


class ResultOut(BaseModel):
    """What came of one question: an answer, or the problem that it met."""

    answer: AnswerOut | None = None
    problem: ProblemOut | None = None


class AnswersOut(BaseModel):
    """The result of each question, in the order of the questions."""

    results: list[ResultOut]
    generation: str
