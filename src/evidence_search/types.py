"""The nouns of the project. Imports those of ratings; all else imports this."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from evidence_search.ratings import Design, Dimension, DocumentStatus, EvidenceRating, Study

SUMMARY = re.compile(
    r"summary|abstract|key (?:finding|message|point)|main finding|in brief|conclusion|overview|"
    r"at a glance",
    re.IGNORECASE,
)
CUES_NEEDED = 2
Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start:end` of the text of page `page`."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of a report that speak for a design; `kind` says in which way. They are verbatim."""

    kind: str
    span: Span
    quote: str

    def __post_init__(self) -> None:
        if len(self.quote) != self.span.end - self.span.start:
            raise ValueError(f"{self.quote!r} does not fill its place on page {self.span.page}")


@dataclass(frozen=True, slots=True)
class SuggestedDesign:
    """
    A design that a report's own words suggest. It is no rating.

    `planned` says that the report is a protocol: it has no results yet. A person who checked it
    and agrees stands in `confirmed_by`, with the date.
    """

    design: Design
    cues: tuple[Cue, ...]
    planned: bool = False
    confirmed_by: str = ""
    confirmed_on: str = ""

    def __post_init__(self) -> None:
        if len({cue.kind for cue in self.cues}) < CUES_NEEDED:
            raise ValueError(f"{self.design} is suggested by fewer than {CUES_NEEDED} kinds of cue")


@dataclass(frozen=True, slots=True)
class Document:
    """
    A report in the library, as its catalogue entry and its file give it.

    `searched` is the month or year that a review says it searched to, read from its text.
    """

    id: str
    file: str
    title: str
    sha256: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    publisher: str = ""
    doi: str = ""
    url: str = ""
    licence: str = ""
    countries: tuple[str, ...] = ()
    status: DocumentStatus = DocumentStatus.CURRENT
    superseded_by: str = ""
    page_labels: tuple[str, ...] = ()
    ratings: tuple[EvidenceRating, ...] = ()
    studies: tuple[Study, ...] = ()
    searched: str = ""
    designs: tuple[SuggestedDesign, ...] = ()

    @property
    def is_current(self) -> bool:
        return self.status is DocumentStatus.CURRENT

    def label(self, page: int) -> str | None:
        """Give the number printed on file page `page` (1-based), or None where none is known."""
        known = page <= len(self.page_labels) and self.page_labels[page - 1]
        return known or None


@dataclass(frozen=True, slots=True)
class Word:
    """Characters `start:end` of a page's text and their box in points from its top left."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """
    The cleaned text of one PDF page. `number` is 1-based, as a PDF viewer counts.

    `ocr_confidence` is that of the recognition (0 to 1), None where the file itself holds the text.
    """

    number: int
    text: str
    label: str = ""
    words: tuple[Word, ...] = ()
    ocr_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """
    The unit that is encoded, ranked and cited: its `text` is its `spans`, end to end.

    `ocr_confidence` is the lowest of its pages, None where the file itself holds its text.
    """

    id: str
    document: Document
    text: str
    spans: tuple[Span, ...]
    headings: tuple[str, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    ocr_confidence: float | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError(f"passage {self.id} has no text")
        if len(self.text) != sum(span.end - span.start for span in self.spans):
            raise ValueError(f"the spans of {self.id} do not add up to its text")

    @property
    def sums_up(self) -> bool:
        """Tell whether a heading above says that here the report states its main points."""
        return any(SUMMARY.search(heading) for heading in self.headings)

    def in_context(self, said: str, title: str = "") -> str:
        """Give what is said here after a title, that of its report, and its nearest heading."""
        return ". ".join([title or self.document.title, *self.headings[-1:], said])

    def locate(self, offset: int) -> Span:
        """Give the page that character `offset` of the text stands on, as a one-character span."""
        for span in self.spans:
            if offset < span.end - span.start:
                return Span(span.page, span.start + offset, span.start + offset + 1)
            offset -= span.end - span.start
        raise IndexError(offset)


@dataclass(frozen=True, slots=True)
class Channel:
    """One way a passage was found: its rank there (from 1) and that channel's own score."""

    name: str
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and the score that put it at its rank. Higher is better, always."""

    passage: Passage
    score: float
    found_by: tuple[Channel, ...] = ()

    @property
    def page(self) -> int:
        return self.passage.spans[0].page


@dataclass(frozen=True, slots=True)
class Citation:
    """Characters `start:end` of a passage, all on one page: a quote is verbatim by construction."""

    passage: Passage
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.passage.text):
            raise ValueError(f"{self.start}:{self.end} is not inside passage {self.passage.id}")
        if self.passage.locate(self.start).page != self.passage.locate(self.end - 1).page:
            raise ValueError(f"{self.start}:{self.end} of {self.passage.id} runs over a page end")

    @property
    def quote(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def span(self) -> Span:
        """The quote as characters of its page's stored text."""
        first, last = self.passage.locate(self.start), self.passage.locate(self.end - 1)
        return Span(first.page, first.start, last.end)

    @property
    def page(self) -> int:
        return self.span.page

    def overlaps(self, other: Citation) -> bool:
        same = self.passage.id == other.passage.id
        return same and self.start < other.end and other.start < self.end


class Encoder(Protocol):
    """Turns text into unit vectors. Queries and passages may be prefixed differently."""

    @property
    def fingerprint(self) -> str:
        """What made the vectors; two encoders that share it may share an index."""
        ...

    @property
    def runtime(self) -> str:
        """What runs the model, with its version."""
        ...

    @property
    def dimension(self) -> int: ...
    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...
    def encode_passages(self, texts: Sequence[str]) -> Vectors: ...


class Reranker(Protocol):
    """Scores passages against a question; higher is better, on a scale of its own."""

    @property
    def fingerprint(self) -> str:
        """What made the scores; two rerankers that share it score alike."""
        ...

    def score(self, question: str, passages: Sequence[str]) -> Floats:
        """Give a score for each passage, shape (len(passages),)."""
        ...


@runtime_checkable
class JudgesAnswers(Protocol):
    """A reranker that also tells how likely each passage is to answer the question."""

    def judge(self, question: str, passages: Sequence[str]) -> tuple[Floats, Floats]:
        """Give scores and log odds, each of shape (len(passages),)."""
        ...
