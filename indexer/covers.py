"""Words of a page to those that a shape or a picture drawn after them hides."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pypdfium2
from pypdfium2 import raw

from evidence_search.types import Word
from indexer.drawn import Drawn, Shape, address, draw_mode
from indexer.frame import Box, Frame
from indexer.picture import CONTRAST, Picture

SMALLEST = 4.0
OPAQUE = 230
MOSTLY = 0.5
SLACK = 1.5


@dataclass(frozen=True, slots=True)
class Cover:
    """A shape or a picture, by its place in the order of drawing; `whole` if it fills the page."""

    number: int
    box: Box
    whole: bool

    def is_over(self, word: Word) -> bool:
        """Tell whether the middle of the height of a word lies under it."""
        left, top, right, bottom = self.box
        if not (left - SLACK < word.left and word.right < right + SLACK):
            return False
        third = (word.bottom - word.top) / 3
        return top < word.top + third and word.bottom - third < bottom


class Covers:
    """
    The shapes and pictures that are drawn after some of the text of a page.

    Lying under one proves nothing, as it may be see-through: `hidden` looks whether the page is any
    different without the words. Under the scan of a whole page lie the very words that it shows:
    they are hidden only where it shows nothing.
    """

    def __init__(self, page: pypdfium2.PdfPage, frame: Frame, drawn: Drawn) -> None:
        self._page, self._drawn = page, drawn
        width, height = page.get_size()
        first = drawn.texts[0][0] if drawn.texts else 0
        self._covers = [
            cover
            for shape in drawn.shapes
            if shape.number > first and (cover := _cover(shape, frame, MOSTLY * width * height))
        ]
        self._numbers = (
            {address(text): number for number, text in drawn.texts} if self._covers else {}
        )

    def over(self, word: Word, index: int) -> bool:
        """Tell whether a word, whose first character is `index`, lies under any of them."""
        if not self._covers:
            return False
        over = [cover.number for cover in self._covers if cover.is_over(word)]
        return bool(over) and self._numbers.get(address(self._drawn.of(index)), over[-1]) < over[-1]

    def hidden(self, words: Sequence[tuple[Word, int]]) -> frozenset[Word]:
        """Give those of `words`, each with the index of its first character, that are not seen."""
        if not words:
            return frozenset()
        shown = Picture(self._page)
        texts = {address(text): text for _, index in words if (text := self._drawn.of(index))}
        with _left_out(list(texts.values())):
            without = Picture(self._page)
        return frozenset(
            word
            for word, _ in words
            if _same(shown, without, word) and (self._by_a_part(word) or shown.is_even(word))
        )

    def _by_a_part(self, word: Word) -> bool:
        return any(cover.is_over(word) for cover in self._covers if not cover.whole)


def _cover(shape: Shape, frame: Frame, most: float) -> Cover | None:
    bounds = shape.bounds()
    if bounds is None:
        return None
    left, bottom, right, top = bounds
    width, height = right - left, top - bottom
    if min(width, height) < SMALLEST or (shape.is_path and not _filled(shape.drawn)):
        return None
    box = frame.displayed(left, top, right, bottom)
    return Cover(shape.number, box, whole=width * height > most and not shape.is_path)


def _filled(path: raw.FPDF_PAGEOBJECT) -> bool:
    filled, _ = draw_mode(path)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    colours = [ctypes.byref(part) for part in (red, green, blue, alpha)]
    known = raw.FPDFPageObj_GetFillColor(path, *colours)
    return filled != raw.FPDF_FILLMODE_NONE and (not known or alpha.value > OPAQUE)


@contextmanager
def _left_out(texts: Sequence[raw.FPDF_PAGEOBJECT]) -> Iterator[None]:
    for text in texts:
        raw.FPDFPageObj_SetIsActive(text, False)  # noqa: FBT003 - the C function's own argument
    try:
        yield
    finally:
        for text in texts:
            raw.FPDFPageObj_SetIsActive(text, True)  # noqa: FBT003


def _same(shown: Picture, without: Picture, word: Word) -> bool:
    one, other = shown.at(word), without.at(word)
    return one.size > 0 and int(np.abs(one - other).max()) < CONTRAST
