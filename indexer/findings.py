"""A document as read and as cleaned to what a researcher wants to know of how it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from evidence_search.types import Page
from indexer.layout import Block, CleanDocument, Kind, LabelSource, RawDocument
from indexer.likeness import Sketch, sketch
from indexer.second import SecondReading

FALL = 5.0
FAR = 100.0
PROSE = {Kind.TEXT, Kind.REFERENCE}


@dataclass(frozen=True, slots=True)
class Findings:
    """
    Counts and page numbers; `labelled` pages bear a printed label.

    `hidden` gives, by page, how many words were left out because no reader can see them;
    `read_otherwise` are pages on which two parsers read different words, `uncompared` those that
    only one of them can read in good time.
    """

    pages_in_columns: int = 0
    tables: int = 0
    headings: int = 0
    notes: int = 0
    labels: LabelSource = LabelSource.NONE
    labelled: int = 0
    hidden: dict[int, int] = field(default_factory=dict)
    read_otherwise: tuple[int, ...] = ()
    uncompared: tuple[int, ...] = ()
    sketch: Sketch = ()


def find(raw: RawDocument, text: CleanDocument, second: SecondReading) -> Findings:
    kinds = Counter(block.kind for block in text.blocks)
    blocks: dict[int, list[Block]] = {page.number: [] for page in text.pages}
    for block in text.blocks:
        blocks[block.page].append(block)
    return Findings(
        pages_in_columns=sum(_in_columns(page, blocks[page.number]) for page in text.pages),
        tables=kinds[Kind.TABLE],
        headings=kinds[Kind.HEADING],
        notes=kinds[Kind.NOTE],
        labels=text.labels,
        labelled=sum(bool(page.label) for page in text.pages),
        hidden={page.number: page.hidden for page in raw.pages if page.hidden},
        read_otherwise=second.otherwise,
        uncompared=second.uncompared,
        sketch=sketch(page.text for page in text.pages),
    )


def _in_columns(page: Page, blocks: Sequence[Block]) -> bool:
    """Tell whether the text, tables apart, goes on at the top of a further column."""
    starts = {n for b in blocks if b.kind in PROSE for n in range(b.start, b.end)}
    words = [word for word in page.words if word.start in starts]
    return any(
        last.top - word.bottom > FALL * (word.bottom - word.top) and word.left > last.right - FAR
        for last, word in pairwise(words)
    )
