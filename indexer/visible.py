"""Words of a page to those that a reader cannot see: invisible, unlit, tiny or off the page."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw

from evidence_search.types import Word
from indexer.drawn import Drawn, address
from indexer.picture import Picture

UNPAINTED = {3, 7}  # text rendering modes, ISO 32000-2, 9.3.6
LIGHT = 225
FAINT = 32
TINY = 2.0
CONTRAST = 32
LAYER = "OC"


class Suspects:
    """
    Tells which characters are drawn in a way that could hide them.

    Being suspect proves nothing: white letters on a blue box are seen, and so is the picture under
    the unpainted letters of a scanned page. `unseen` then looks at the picture of the page.
    """

    def __init__(self, drawn: Drawn) -> None:
        self._drawn = drawn
        self._suspects = {address(text) for _, text in drawn.texts if _is_suspect(text)}

    def __contains__(self, index: int) -> bool:
        return bool(self._suspects) and address(self._drawn.of(index)) in self._suspects


def _is_suspect(drawn: raw.FPDF_PAGEOBJECT) -> bool:
    if raw.FPDFTextObj_GetTextRenderMode(drawn) in UNPAINTED:
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    colours = [ctypes.byref(part) for part in (red, green, blue, alpha)]
    if raw.FPDFPageObj_GetFillColor(drawn, *colours) and (
        min(red.value, green.value, blue.value) > LIGHT or alpha.value < FAINT
    ):
        return True
    return any(_mark(drawn, n) == LAYER for n in range(raw.FPDFPageObj_CountMarks(drawn)))


def _mark(drawn: raw.FPDF_PAGEOBJECT, number: int) -> str:
    buffer = (ctypes.c_ushort * 16)()
    length = ctypes.c_ulong()
    mark = raw.FPDFPageObj_GetMark(drawn, number)
    raw.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), ctypes.byref(length))
    return bytes(buffer)[: max(0, length.value - 2)].decode("utf-16-le", errors="replace")


def is_out_of_sight(word: Word, size: float, width: float, height: float) -> bool:
    """Tell a word that is off the page, or set too small to be seen on it."""
    off = word.right <= 0 or word.bottom <= 0 or word.left >= width or word.top >= height
    return off or size < TINY


def unseen(page: pypdfium2.PdfPage, words: Sequence[Word]) -> frozenset[Word]:
    """Give those of `words` where the picture of the page shows nothing but an even ground."""
    if not words:
        return frozenset()
    picture = Picture(page)
    return frozenset(word for word in words if _even(picture.at(word)))


def _even(ground: NDArray[np.int16]) -> bool:
    return ground.size == 0 or int(ground.max()) - int(ground.min()) < CONTRAST
