"""A page to the objects drawn on it, those inside forms included, in the order of drawing."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw

DEEPEST = 16


@dataclass(frozen=True, slots=True)
class Shape:
    """A path or a picture; `place` leads from its own coordinates to those of the page."""

    number: int
    drawn: raw.FPDF_PAGEOBJECT
    place: pypdfium2.PdfMatrix

    @property
    def is_path(self) -> bool:
        return bool(raw.FPDFPageObj_GetType(self.drawn) == raw.FPDF_PAGEOBJ_PATH)

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Give left, bottom, right and top on the page, where PDFium knows them."""
        edges = [ctypes.c_float() for _ in range(4)]
        if not raw.FPDFPageObj_GetBounds(self.drawn, *map(ctypes.byref, edges)):
            return None
        left, bottom, right, top = self.place.on_rect(*(edge.value for edge in edges))
        return left, bottom, right, top


@dataclass(frozen=True, slots=True)
class Drawn:
    """Each text, and each path and picture, by the place in the order of drawing that it has."""

    text: pypdfium2.PdfTextPage
    texts: list[tuple[int, raw.FPDF_PAGEOBJECT]] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)

    def of(self, index: int) -> raw.FPDF_PAGEOBJECT:
        """Give the text that draws a character of the page; null for those that PDFium adds."""
        return raw.FPDFText_GetTextObject(self.text, index)

    def add(self, drawn: raw.FPDF_PAGEOBJECT, place: pypdfium2.PdfMatrix, depth: int = 0) -> None:
        """Add an object, or what a form holds, after all that is there."""
        number, kind = len(self.texts) + len(self.shapes), raw.FPDFPageObj_GetType(drawn)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            self.texts.append((number, drawn))
        elif kind in {raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE}:
            self.shapes.append(Shape(number, drawn, place))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            inside = placed(drawn, place)
            for count in range(raw.FPDFFormObj_CountObjects(drawn)):
                self.add(raw.FPDFFormObj_GetObject(drawn, count), inside, depth + 1)


def objects_on(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Drawn:
    found = Drawn(text)
    for number in range(raw.FPDFPage_CountObjects(page)):
        found.add(raw.FPDFPage_GetObject(page, number), pypdfium2.PdfMatrix())
    return found


def placed(drawn: raw.FPDF_PAGEOBJECT, place: pypdfium2.PdfMatrix) -> pypdfium2.PdfMatrix:
    """Give what leads from inside an object to the page; `place` leads there from around it."""
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(drawn, ctypes.byref(own))
    return pypdfium2.PdfMatrix.from_raw(own).multiply(place)


def draw_mode(path: raw.FPDF_PAGEOBJECT) -> tuple[int, bool]:
    """Give how a path is filled, and whether it is outlined."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(mode), ctypes.byref(stroke))
    return mode.value, bool(stroke.value)


def address(drawn: raw.FPDF_PAGEOBJECT) -> int:
    return ctypes.addressof(drawn.contents) if drawn else 0
