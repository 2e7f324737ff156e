"""What a PDF holds, as its reader found it and as the cleaner left it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evidence_search.types import Page, Word


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its words are offsets into its own text; sizes are in points."""

    text: str
    words: tuple[Word, ...]
    size: float
    bold: bool

    @property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)


@dataclass(frozen=True, slots=True)
class RawPage:
    """
    The lines of one page in reading order; `problem` says why a page could not be read.

    Where `boxed` is false the boxes of its words are made up, and are not to be shown.
    """

    number: int
    label: str
    width: float
    height: float
    lines: tuple[Line, ...]
    problem: str = ""
    boxed: bool = True


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark: the file page it leads to (from 1) and its depth (from 0)."""

    title: str
    page: int
    depth: int


@dataclass(frozen=True, slots=True)
class RawDocument:
    pages: tuple[RawPage, ...]
    outline: tuple[OutlineEntry, ...] = ()
    title: str = ""
    authors: str = ""
    created: str = ""


class Kind(StrEnum):
    HEADING = "heading"
    TEXT = "text"
    CONTENTS = "contents"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Block:
    """Characters `start:end` of a page's text that belong together; `depth` is a heading's."""

    page: int
    start: int
    end: int
    kind: Kind
    depth: int = 0


@dataclass(frozen=True, slots=True)
class CleanDocument:
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    problems: tuple[str, ...] = ()
