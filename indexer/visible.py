"""Words of a page to those that a reader cannot see: invisible, unlit, tiny or off the page."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import pypdfium2
from pypdfium2 import raw

from evidence_search.types import Word
from indexer.drawn import Drawn, address
from indexer.picture import Picture

UNPAINTED = {3, 7}  # text rendering modes, ISO 32000-2, 9.3.6
LIGHT = 225
FAINT = 32
TINY = 2.0
NO_NAME = 1  # byte, which ends it
LAYER = "OC\0"
LAYER_NAME = LAYER.encode("utf-16-le")


class Suspects:
    """
    Tells which characters are drawn in a way that could hide them.

    Being suspect proves nothing: white letters on a blue box are seen, and so is the picture under
    the unpainted letters of a scanned page. `unseen` then looks at the picture of the page.
    """

    def __init__(self, drawn: Drawn) -> None:
        self._drawn = drawn
        look = _Look()
        self._suspects = {address(text) for _, text in drawn.texts if look.is_suspect(text)}

    def __contains__(self, index: int) -> bool:
        return bool(self._suspects) and address(self._drawn.of(index)) in self._suspects


class _Look:
    """Looks at one text after the other, its places for what PDFium answers made once."""

    def __init__(self) -> None:
        self.red, self.green, self.blue, self.alpha = (ctypes.c_uint() for _ in range(4))
        parts = (self.red, self.green, self.blue, self.alpha)
        self.colours = [ctypes.byref(part) for part in parts]
        self.length = ctypes.c_ulong()
        self.name = (ctypes.c_ushort * len(LAYER))()

    def is_suspect(self, drawn: raw.FPDF_PAGEOBJECT) -> bool:
        if raw.FPDFTextObj_GetTextRenderMode(drawn) in UNPAINTED:
            return True
        if raw.FPDFPageObj_GetFillColor(drawn, *self.colours) and (
            min(self.red.value, self.green.value, self.blue.value) > LIGHT
            or self.alpha.value < FAINT
        ):
            return True
        if self.is_drawn_by_the_file(drawn):
            return True
        return any(self.is_layer(drawn, n) for n in range(raw.FPDFPageObj_CountMarks(drawn)))

    def is_drawn_by_the_file(self, drawn: raw.FPDF_PAGEOBJECT) -> bool:
        """Tell letters of a font without a name (Type 3): what they show may be nothing."""
        font = raw.FPDFTextObj_GetFont(drawn)
        return bool(raw.FPDFFont_GetBaseFontName(font, None, 0) <= NO_NAME)

    def is_layer(self, drawn: raw.FPDF_PAGEOBJECT, number: int) -> bool:
        mark = raw.FPDFPageObj_GetMark(drawn, number)
        size = ctypes.sizeof(self.name)
        raw.FPDFPageObjMark_GetName(mark, self.name, size, ctypes.byref(self.length))
        return self.length.value == size and bytes(self.name) == LAYER_NAME


def is_out_of_sight(word: Word, size: float, width: float, height: float) -> bool:
    """Tell a word that is off the page, or set too small to be seen on it."""
    off = word.right <= 0 or word.bottom <= 0 or word.left >= width or word.top >= height
    return off or size < TINY


def unseen(page: pypdfium2.PdfPage, words: Sequence[Word]) -> frozenset[Word]:
    """Give those of `words` where the picture of the page shows nothing but an even ground."""
    if not words:
        return frozenset()
    picture = Picture(page)
    return frozenset(word for word in words if picture.is_even(word))
