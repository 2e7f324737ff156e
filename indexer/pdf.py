"""A PDF file to the lines of its pages, as PDFium reads them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from evidence_search.errors import UnreadableDocument
from evidence_search.types import Word
from indexer.layout import Line, OutlineEntry, RawDocument, RawPage

WORD = re.compile(r"\S+")
LINE = re.compile(r"[^\r\n\ufffe]*\ufffe|[^\r\n\ufffe]+")
BOLD = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)
BOLD_WEIGHT = 600
PASSWORD_NEEDED = 4
SURROGATES = range(0xD800, 0xE000)


def read_pdf(path: Path) -> RawDocument:
    """
    Read every page of the PDF at `path`; a page that fails costs that page.

    Raises UnreadableDocument where the file as a whole cannot be opened.
    """
    with _open(path) as pdf:
        pages = tuple(_read_page(pdf, index) for index in range(len(pdf)))
        info = pdf.get_metadata_dict()
        return RawDocument(
            pages,
            tuple(_outline(pdf)),
            info.get("Title", ""),
            info.get("Author", ""),
            info.get("CreationDate", ""),
        )


def _open(path: Path) -> pypdfium2.PdfDocument:
    data = path.read_bytes()
    if not data:
        raise UnreadableDocument("the file is empty", final=True)
    if b"%PDF-" not in data[:1024]:
        raise UnreadableDocument("not a PDF: it does not begin with %PDF-", final=True)
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD_NEEDED:
            raise UnreadableDocument(
                "protected by a password: add a copy without one", final=True
            ) from error
        raise UnreadableDocument("damaged: it cannot be opened as a PDF") from error


def _outline(pdf: pypdfium2.PdfDocument) -> Iterator[OutlineEntry]:
    for bookmark in pdf.get_toc(max_depth=8):
        target = bookmark.get_dest()
        index = target.get_index() if target else None
        if index is not None:
            yield OutlineEntry(bookmark.get_title().strip(), index + 1, bookmark.level)


def _read_page(pdf: pypdfium2.PdfDocument, index: int) -> RawPage:
    label = pdf.get_page_label(index) or ""
    try:
        with closing(pdf[index]) as page, closing(page.get_textpage()) as text:
            width, height = page.get_size()
            lines = tuple(_lines(page, text, height))
            return RawPage(index + 1, label, width, height, lines)
    except pypdfium2.PdfiumError as error:
        return RawPage(index + 1, label, 0.0, 0.0, (), f"page {index + 1}: {error}")


def _lines(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, height: float) -> Iterator[Line]:
    characters = _characters(text)
    box = _Box(page, text, height)
    for match in LINE.finditer(characters):
        words = tuple(
            Word(w.start(), w.end(), *box(match.start() + w.start(), match.start() + w.end() - 1))
            for w in WORD.finditer(match[0])
        )
        if words:
            first = match.start() + words[0].start
            last = match.start() + words[-1].end - 1
            sizes = sorted(word.bottom - word.top for word in words)
            yield Line(
                match[0], words, sizes[len(sizes) // 2], _bold(text, first) and _bold(text, last)
            )


def _characters(text: pypdfium2.PdfTextPage) -> str:
    """Give the page's text with one Python character for each PDFium character."""
    count = text.count_chars()
    characters = text.get_text_range() if count else ""
    if len(characters) == count:
        return characters
    codes = (raw.FPDFText_GetUnicode(text, index) for index in range(count))
    return "".join(chr(code) if code not in SURROGATES else "\ufffd" for code in codes)


class _Box:
    """Boxes of runs of characters, in points from the top left of the page as displayed."""

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, height: float) -> None:
        self.text = text
        self.height = height
        left, bottom, _, _ = page.get_bbox()
        self.left, self.bottom = left, bottom
        self.rect = raw.FS_RECTF()

    def __call__(self, first: int, last: int) -> tuple[float, float, float, float]:
        left, top, right, bottom = self._corners(first)
        if last > first:
            left2, top2, right2, bottom2 = self._corners(last)
            left, top = min(left, left2), max(top, top2)
            right, bottom = max(right, right2), min(bottom, bottom2)
        return (
            left - self.left,
            self.height - (top - self.bottom),
            right - self.left,
            self.height - (bottom - self.bottom),
        )

    def _corners(self, index: int) -> tuple[float, float, float, float]:
        raw.FPDFText_GetLooseCharBox(self.text, index, ctypes.byref(self.rect))
        return self.rect.left, self.rect.top, self.rect.right, self.rect.bottom


def _bold(text: pypdfium2.PdfTextPage, index: int) -> bool:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, name, 128, ctypes.byref(flags))
    return bool(BOLD.search(name.value)) or raw.FPDFText_GetFontWeight(text, index) >= BOLD_WEIGHT
