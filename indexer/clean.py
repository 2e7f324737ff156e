"""Lines to the text that a reader means: running lines gone, words joined, blocks told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from evidence_search.types import Page
from indexer.arrange import arrange
from indexer.headings import body_size, find_headings, outlined
from indexer.labels import printed_labels
from indexer.layout import Block, CleanDocument, Kind, RawDocument
from indexer.margins import running_lines
from indexer.order import whole_lines
from indexer.paragraphs import SENTENCE_END, Part, parts
from indexer.sections import entries, is_contents, mark_references
from indexer.tables import Table, find_tables
from indexer.writer import Writer

FLOW = {Kind.TEXT, Kind.HEADING, Kind.TABLE, Kind.REFERENCE, Kind.CONTENTS}


def clean(document: RawDocument) -> CleanDocument:
    """Give the text, blocks and printed labels of every page that has any text."""
    printed = [replace(page, lines=whole_lines(page)) for page in document.pages]
    running = running_lines(printed)
    labels = printed_labels(printed, running)
    ruled = list(arrange(printed, running))
    arranged = [page.page for page in ruled]
    contents = {page.number for page in arranged if is_contents(page.lines, page.number)}
    named = outlined(arranged, document.outline)
    tables = {
        one.page.number: find_tables(one.page.lines, named[one.page.number], one.ruled)
        if one.page.boxed and one.page.number not in contents
        else []
        for one in ruled
    }
    headings = find_headings(arranged, named, tables)
    body = body_size(arranged)
    vocabulary = Counter(
        word.casefold() for page in arranged for line in page.lines for word in line.text.split()
    )
    pages: list[Page] = []
    blocks: list[Block] = []
    broken: set[int] = set()
    title = ""
    for page, label in zip(arranged, labels.labels, strict=True):
        writer = Writer(page.number, vocabulary)
        own = parts(page, headings[page.number], tables[page.number], body)
        if page.number in contents:
            _write_contents(writer, own)
        else:
            title = _write(writer, own, title)
        title = title if tables[page.number] else ""
        pages.append(
            Page(page.number, writer.text, label, tuple(writer.words) if page.boxed else ())
        )
        blocks += writer.blocks
        broken |= {page.number} if writer.broken else set()
    by_number = {page.number: page for page in pages}
    blocks = list(mark_references(blocks, by_number))
    open_ends = _open_ends(by_number, blocks, broken)
    return CleanDocument(
        tuple(_closed(page, open_ends) for page in pages),
        tuple(blocks),
        document.problems,
        labels.source,
        open_ends,
    )


def _write_contents(writer: Writer, own: Iterable[Part]) -> None:
    for part in own:
        for entry in entries(part.lines):
            writer.add(entry, Kind.CONTENTS)


def _write(writer: Writer, own: Iterable[Part], title: str) -> str:
    """Write the parts of a page, and give the title of the last table so far."""
    for part in own:
        if part.table:
            title = _title(writer, part.table, title)
            writer.add_table(part.table, title)
        else:
            writer.add(part.lines, part.kind, part.depth)
    return title


def _closed(page: Page, open_ends: Mapping[int, int]) -> Page:
    """Let a page end in a space where its last sentence runs on, so that it can be joined."""
    missing = open_ends.get(page.number, 0) > len(page.text)
    return replace(page, text=page.text + " ") if missing else page


def _title(writer: Writer, table: Table, before: str) -> str:
    """Give the caption and heads of a table; one at the top of a page may go on from `before`."""
    last = writer.blocks[-1] if writer.blocks else None
    caption = ""
    if last is None and before.endswith(table.heads):
        return before
    if last and last.kind is Kind.CAPTION:
        caption = writer.text[last.start : last.end]
    return ": ".join(part for part in (caption, table.heads) if part)


def _open_ends(
    pages: Mapping[int, Page], blocks: Sequence[Block], broken: Container[int]
) -> dict[int, int]:
    """
    Give where each page's text ends whose last sentence runs on, over notes at its foot too.

    The white space after it belongs to it, except inside a broken word.
    """
    ends = {}
    for block, following in pairwise(block for block in blocks if block.kind in FLOW):
        own, other = pages[block.page].text, pages[following.page].text
        if (
            block.kind is following.kind is Kind.TEXT
            and following.page == block.page + 1
            and not SENTENCE_END.search(own[: block.end])
            and other[following.start].islower()
        ):
            ends[block.page] = block.end + (block.page not in broken)
    return ends
