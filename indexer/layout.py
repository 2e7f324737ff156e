"""What a PDF holds, as its reader found it and as the cleaner left it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from evidence_search.types import Page, Word
from indexer.numbers import named


@dataclass(frozen=True, slots=True)
class Line:
    """
    A printed line: its words are offsets into its own text; sizes are in points.

    `marks` are the starts of those words that are raised marks of notes.
    """

    text: str
    words: tuple[Word, ...]
    size: float
    bold: bool
    upright: bool = True
    marks: frozenset[int] = frozenset()
    italic: bool = False
    left: float = field(init=False, compare=False)
    top: float = field(init=False, compare=False)
    right: float = field(init=False, compare=False)
    bottom: float = field(init=False, compare=False)

    def __post_init__(self) -> None:
        put = object.__setattr__  # the class is frozen
        put(self, "left", min(word.left for word in self.words))
        put(self, "top", min(word.top for word in self.words))
        put(self, "right", max(word.right for word in self.words))
        put(self, "bottom", max(word.bottom for word in self.words))

    def part(self, first: int, last: int) -> Line:
        """Give words `first:last` (`last` exclusive) as a line of their own."""
        words = self.words[first:last]
        start, end = words[0].start, words[-1].end
        return replace(
            self,
            text=self.text[start:end],
            words=tuple(replace(w, start=w.start - start, end=w.end - start) for w in words),
            marks=frozenset(mark - start for mark in self.marks if start <= mark < end),
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin straight line that is drawn on a page, by its box in points from the top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Shade:
    """A box that is filled in one tint (red, green, blue), in points from the top left."""

    left: float
    top: float
    right: float
    bottom: float
    tint: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class RawPage:
    """
    The lines of one page in reading order; `problem` says why a page could not be read.

    Where `boxed` is false the boxes of its words are made up, and are not to be shown. `hidden`
    counts the words that were left out because no reader can see them; `rules` and `shades` are
    drawn on it.
    """

    number: int
    label: str
    width: float
    height: float
    lines: tuple[Line, ...]
    problem: str = ""
    boxed: bool = True
    hidden: int = 0
    rules: tuple[Rule, ...] = ()
    shades: tuple[Shade, ...] = ()


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark: the file page it leads to (from 1) and its depth (from 0)."""

    title: str
    page: int
    depth: int


@dataclass(frozen=True, slots=True)
class RawDocument:
    """`left_out` says of whatever is no page, such as the bookmarks, why it was not read."""

    pages: tuple[RawPage, ...]
    outline: tuple[OutlineEntry, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """Say what was not read and why: pages with the same problem in one sentence."""
        found: dict[str, list[int]] = {}
        for page in self.pages:
            if page.problem:
                found.setdefault(page.problem, []).append(page.number)
        pages = (f"{named(numbers)}: {problem}" for problem, numbers in found.items())
        return (*pages, *self.left_out)


class Kind(StrEnum):
    HEADING = "heading"
    TEXT = "text"
    CAPTION = "caption"
    NOTE = "note"
    TABLE = "table"
    CONTENTS = "contents"
    REFERENCE = "reference"


class LabelSource(StrEnum):
    """Where the labels come from, the surest first."""

    FILE_AND_PRINT = "in the file, and printed so"
    FILE = "in the file"
    PRINT = "printed, one a page"
    AGAINST_FILE = "printed, though the file says otherwise"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Block:
    """
    Characters `start:end` of a page's text that belong together; `depth` is a heading's.

    `title` is what a table's rows are to be read under: its caption and the heads of its columns.
    """

    page: int
    start: int
    end: int
    kind: Kind
    depth: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class CleanDocument:
    """
    What a document says: `blocks` are in reading order.

    `open_ends` gives, by page, where the text ends of a sentence that runs on on the next page.
    """

    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    problems: tuple[str, ...] = ()
    labels: LabelSource = LabelSource.NONE
    open_ends: dict[int, int] = field(default_factory=dict)
