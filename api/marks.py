"""A page and spans of its text to the boxes of the words in them; none where none are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from api.draw import Box
from evidence_search.types import Page, Span, Word


def marks_of(page: Page, spans: Sequence[Span]) -> tuple[Box, ...]:
    """Give the boxes to mark, those of the gaps between words of a line included."""
    wanted = [(span.start, span.end) for span in spans if span.page == page.number]
    words = [
        word
        for word in page.words
        if any(word.start < end and start < word.end for start, end in wanted)
    ]
    boxes = [(word.left, word.top, word.right, word.bottom) for word in words]
    return (*boxes, *_gaps(words))


def _gaps(words: Sequence[Word]) -> Iterator[Box]:
    for word, following in pairwise(words):
        top, bottom = max(word.top, following.top), min(word.bottom, following.bottom)
        height = word.bottom - word.top
        if bottom - top > height / 2 and 0 < following.left - word.right < height:
            yield word.right, top, following.left, bottom
