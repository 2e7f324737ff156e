"""A PDF file to the lines of its pages, as PDFium reads them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2

from evidence_search.errors import UnreadableDocument
from indexer.glyphs import read_lines
from indexer.layout import OutlineEntry, RawDocument, RawPage

PASSWORD_NEEDED = 4


def read_pdf(path: Path) -> RawDocument:
    """
    Read every page of the PDF at `path`; a page that fails costs that page.

    Raises UnreadableDocument where the file as a whole cannot be opened.
    """
    with _open(path) as pdf:
        pages = tuple(_read_page(pdf, index) for index in range(len(pdf)))
        return RawDocument(pages, tuple(_outline(pdf)))


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
            lines, hidden = read_lines(page, text)
            return RawPage(index + 1, label, width, height, tuple(lines), hidden=hidden)
    except pypdfium2.PdfiumError as error:
        return RawPage(index + 1, label, 0.0, 0.0, (), f"page {index + 1}: {error}")
