"""A page to the objects that are drawn on it, in the order of drawing."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw

DEEPEST = 16


@dataclass(frozen=True, slots=True)
class Drawn:
    """Each text, and each path and picture, by the place in the order of drawing that it has."""

    text: pypdfium2.PdfTextPage
    texts: list[tuple[int, raw.FPDF_PAGEOBJECT]] = field(default_factory=list)
    shapes: list[tuple[int, raw.FPDF_PAGEOBJECT]] = field(default_factory=list)

    def of(self, index: int) -> raw.FPDF_PAGEOBJECT:
        """Give the text that draws a character of the page; null for those that PDFium adds."""
        return raw.FPDFText_GetTextObject(self.text, index)


def objects_on(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Drawn:
    """Give what is drawn on a page; shapes inside forms, whose place is not known, are left out."""
    found = Drawn(text)
    for number in range(raw.FPDFPage_CountObjects(page)):
        drawn = raw.FPDFPage_GetObject(page, number)
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind in {raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE}:
            found.shapes.append((number, drawn))
        else:
            found.texts.extend((number, inner) for inner in _text_in(drawn, kind, 0))
    return found


def address(drawn: raw.FPDF_PAGEOBJECT) -> int:
    return ctypes.addressof(drawn.contents) if drawn else 0


def _text_in(drawn: raw.FPDF_PAGEOBJECT, kind: int, depth: int) -> Iterator[raw.FPDF_PAGEOBJECT]:
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        yield drawn
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
        for number in range(raw.FPDFFormObj_CountObjects(drawn)):
            inner = raw.FPDFFormObj_GetObject(drawn, number)
            yield from _text_in(inner, raw.FPDFPageObj_GetType(inner), depth + 1)
