"""Words of a page to those that a reader cannot see: invisible, unlit, tiny or off the page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw

from evidence_search.types import Word

UNPAINTED = {3, 7}  # text rendering modes, ISO 32000-2, 9.3.6
LIGHT = 225
FAINT = 32
TINY = 2.0
CONTRAST = 32
LAYER = "OC"
DEEPEST = 16
MOST_PIXELS = 4_000_000


class Suspects:
    """
    Tells which characters are drawn in a way that could hide them.

    Being suspect proves nothing: white letters on a blue box are seen, and so is the picture under
    the unpainted letters of a scanned page. `unseen` then looks at the picture of the page.
    """

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> None:
        self._text = text
        self._suspects = {
            ctypes.addressof(drawn.contents) for drawn in _drawn_text(page) if _is_suspect(drawn)
        }

    def __contains__(self, index: int) -> bool:
        if not self._suspects:
            return False
        drawn = raw.FPDFText_GetTextObject(self._text, index)
        return bool(drawn) and ctypes.addressof(drawn.contents) in self._suspects


def _drawn_text(page: pypdfium2.PdfPage) -> Iterator[raw.FPDF_PAGEOBJECT]:
    for number in range(raw.FPDFPage_CountObjects(page)):
        yield from _text_in(raw.FPDFPage_GetObject(page, number), 0)


def _text_in(drawn: raw.FPDF_PAGEOBJECT, depth: int) -> Iterator[raw.FPDF_PAGEOBJECT]:
    kind = raw.FPDFPageObj_GetType(drawn)
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        yield drawn
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
        for number in range(raw.FPDFFormObj_CountObjects(drawn)):
            yield from _text_in(raw.FPDFFormObj_GetObject(drawn, number), depth + 1)


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
    width, height = page.get_size()
    scale = min(1.5, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    picture = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy()
    return frozenset(word for word in words if _even(picture, word, scale))


def _even(picture: NDArray[np.uint8], word: Word, scale: float) -> bool:
    inset = 0.15 * (word.bottom - word.top)
    rows = slice(_pixel(word.top + inset, scale), _pixel(word.bottom - inset, scale) + 1)
    columns = slice(_pixel(word.left, scale), _pixel(word.right, scale) + 1)
    ground = picture[rows, columns]
    return ground.size == 0 or int(ground.max()) - int(ground.min()) < CONTRAST


def _pixel(points: float, scale: float) -> int:
    return max(0, int(points * scale))
