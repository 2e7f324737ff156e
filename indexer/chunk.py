"""Cleaned pages to passages: whole sentences of one section and one page, with their headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence_search.sentences import split_sentences
from evidence_search.types import Document, Page, Passage, Span
from indexer.layout import Block, CleanDocument, Kind

VERSION = "1"


@dataclass(frozen=True, slots=True)
class PassageSize:
    """Passages have about `words` words; the next one repeats at most `overlap` of them."""

    words: int = 80
    overlap: int = 20


def split(document: Document, text: CleanDocument, size: PassageSize) -> Iterator[Passage]:
    """Give the passages of `document` in reading order; contents and references make none."""
    pages = {page.number: page for page in text.pages}
    for headings, blocks in _sections(text.blocks, pages):
        page = pages[blocks[0].page]
        for start, end in _windows(page.text, blocks, size):
            yield Passage(
                id=f"{document.id}#{page.number}:{start}",
                document=document,
                text=page.text[start:end],
                spans=(Span(page.number, start, end),),
                headings=headings,
            )


def _sections(
    blocks: Sequence[Block], pages: dict[int, Page]
) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """Give runs of blocks of one page under one heading, with the path of headings above them."""
    path: list[tuple[int, str]] = []
    run: list[Block] = []
    for block in blocks:
        if block.kind in {Kind.CONTENTS, Kind.REFERENCE}:
            continue
        heading = block.kind is Kind.HEADING
        if run and (block.page != run[0].page or (heading and run[-1].kind is not Kind.HEADING)):
            yield tuple(title for _, title in path), run
            run = []
        if heading:
            title = pages[block.page].text[block.start : block.end]
            path = [(depth, above) for depth, above in path if depth < block.depth]
            path.append((block.depth, title))
        run.append(block)
    if run:
        yield tuple(title for _, title in path), run


def _windows(text: str, blocks: Sequence[Block], size: PassageSize) -> Iterator[tuple[int, int]]:
    sentences = [
        (block.start + start, block.start + end)
        for block in blocks
        for start, end in split_sentences(text[block.start : block.end])
    ]
    lengths = [len(text[start:end].split()) for start, end in sentences]
    first = 0
    while first < len(sentences):
        last, words = first + 1, lengths[first]
        while last < len(sentences) and words + lengths[last] <= size.words:
            words += lengths[last]
            last += 1
        if sum(lengths[last:]) <= size.overlap:
            last = len(sentences)
        yield sentences[first][0], sentences[last - 1][1]
        if last == len(sentences):
            return
        back = last
        while back - 1 > first and sum(lengths[back - 1 : last]) <= size.overlap:
            back -= 1
        first = back
