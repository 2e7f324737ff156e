"""Cleaned pages to passages: whole sentences of one section and one page, with their headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evidence_search.sentences import split_sentences
from evidence_search.types import Document, Page, Passage, Span
from indexer.layout import Block, CleanDocument, Kind

VERSION = "2"


@dataclass(frozen=True, slots=True)
class PassageSize:
    """Passages have about `words` words; the next one repeats at most `overlap` of them."""

    words: int = 80
    overlap: int = 20


def split(document: Document, text: CleanDocument, size: PassageSize) -> Iterator[Passage]:
    """
    Give the passages of `document` in reading order; contents and references make none.

    The last passage of a page holds the end of a sentence that runs on over the page's end, as a
    span of the next page; the next page's first passage begins with it too, so that each page is
    found by its own words.
    """
    pages = {page.number: page for page in text.pages}
    endings = _endings(text, pages)
    for headings, blocks in _sections(text.blocks, pages):
        page = pages[blocks[0].page]
        for start, end in _windows(page.text, blocks, size):
            spans = [Span(page.number, start, end)]
            if end in endings.get(page.number, {}):
                spans = [Span(page.number, start, text.open_ends[page.number])]
                spans.append(endings[page.number][end])
            sure = [pages[span.page].ocr_confidence for span in spans]
            yield Passage(
                id=f"{document.id}#{page.number}:{start}",
                document=document,
                text="".join(pages[span.page].text[span.start : span.end] for span in spans),
                spans=tuple(spans),
                headings=headings,
                ocr_confidence=min((one for one in sure if one is not None), default=None),
            )


def _endings(text: CleanDocument, pages: Mapping[int, Page]) -> dict[int, dict[int, Span]]:
    """Give, by page and by end of its text, the end of the sentence on the next page."""
    first = {block.page: block for block in reversed(text.blocks) if block.kind is Kind.TEXT}
    found = {}
    for number, end in text.open_ends.items():
        block = first[number + 1]
        following = pages[block.page].text[block.start : block.end]
        _, length = split_sentences(following)[0]
        span = Span(block.page, block.start, block.start + length)
        found[number] = {len(pages[number].text[:end].rstrip()): span}
    return found


def _sections(
    blocks: Sequence[Block], pages: Mapping[int, Page]
) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """
    Give runs of blocks of one page under one heading, with the path of headings above them.

    A table is a run of its own under its caption and heads, and so are the notes of a page.
    """
    path: list[tuple[int, str]] = []
    run: list[Block] = []
    for block in blocks:
        if block.kind in {Kind.CONTENTS, Kind.REFERENCE}:
            continue
        if run and _apart(run[-1], block):
            yield _path(path, run), run
            run = []
        if block.kind is Kind.HEADING:
            title = pages[block.page].text[block.start : block.end]
            path = [(depth, above) for depth, above in path if depth < block.depth]
            path.append((block.depth, title))
        run.append(block)
    if run:
        yield _path(path, run), run


def _apart(last: Block, block: Block) -> bool:
    if block.page != last.page or Kind.TABLE in {block.kind, last.kind}:
        return True
    if block.kind is Kind.HEADING:
        return last.kind is not Kind.HEADING
    return (block.kind is Kind.NOTE) != (last.kind is Kind.NOTE)


def _path(path: Sequence[tuple[int, str]], run: Sequence[Block]) -> tuple[str, ...]:
    titles = [title for _, title in path]
    return tuple(titles + [run[0].title] * bool(run[0].title))


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
