"""A PDF file to the lines of its pages, as PDFium reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pypdfium2

from evidence_search.errors import UnreadableDocument
from evidence_search.isolate import ALONE, Steps
from indexer.drawn import objects_on
from indexer.frame import Frame
from indexer.glyphs import read_lines
from indexer.layout import OutlineEntry, RawDocument, RawPage
from indexer.rules import rules_on
from indexer.shades import shades_on

REFUSALS = {
    4: "protected by a password: add a copy without one",
    5: "protected in a way that cannot be undone here: add a copy without protection",
}  # FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY
MOST_PAGES = 100_000
MOST_MISSING = 1000
MOST_BOOKMARKS = 10_000
MOST_CHARACTERS = 200_000
LONGEST_LABEL = 40
MISSING = "it cannot be loaded"
CATALOGUE = re.compile(rb"(\d{1,9}) (\d{1,5}) obj\s{0,9}<<[^>]{0,999}/Type\s{0,9}/Catalog\b")
TRAILER = b"\ntrailer\n<< /Root %s %s R >>\nstartxref\n0\n%%%%EOF\n"
CUT_OFF = "its end is missing or damaged: get a whole copy, if there is one"


def read_pdf(path: Path, steps: Steps = ALONE) -> RawDocument:
    """
    Read every page of the PDF at `path`; a page that fails costs that page.

    Raises UnreadableDocument where the file as a whole cannot be opened.
    """
    pdf, said = _open(path)
    with pdf:
        pages, left_out = _pages(pdf, steps)
        left_out += said
        outline: tuple[OutlineEntry, ...] = ()
        if why := steps.begin("page labels"):
            left_out.append(f"the page labels of the file: {why}")
        else:
            pages = [replace(page, label=_label(pdf, page.number - 1)) for page in pages]
        if why := steps.begin("bookmarks"):
            left_out.append(f"the bookmarks: {why}")
        else:
            outline = tuple(islice(_outline(pdf), MOST_BOOKMARKS))
        steps.begin("")
        return RawDocument(tuple(pages), outline, tuple(left_out))


def _open(path: Path) -> tuple[pypdfium2.PdfDocument, list[str]]:
    """Open the file, and say what was amiss with it as a whole."""
    data = path.read_bytes()
    if not data:
        raise UnreadableDocument("the file is empty", final=True)
    if b"%PDF-" not in data[:1024]:
        raise UnreadableDocument("not a PDF: it does not begin with %PDF-", final=True)
    try:
        return pypdfium2.PdfDocument(data), []
    except pypdfium2.PdfiumError as error:
        if refusal := REFUSALS.get(getattr(error, "err_code", 0)):
            raise UnreadableDocument(refusal, final=True) from error
        with suppress(pypdfium2.PdfiumError):
            return pypdfium2.PdfDocument(_mended(data)), [CUT_OFF]
        raise UnreadableDocument("damaged: it cannot be opened as a PDF") from error


def _mended(data: bytes) -> bytes:
    """Give the objects that are whole with a new end, which leads to the catalogue."""
    whole = data[: data.rfind(b"endobj") + len(b"endobj")]
    catalogue = CATALOGUE.search(whole)
    return whole + TRAILER % catalogue.groups() if catalogue else b""


def _pages(pdf: pypdfium2.PdfDocument, steps: Steps) -> tuple[list[RawPage], list[str]]:
    """Give the pages that are there, and what is to be said where the file claims more."""
    claimed = len(pdf)
    pages: list[RawPage] = []
    last = 0
    for number in range(1, min(claimed, MOST_PAGES) + 1):
        why = steps.begin(f"page {number}")
        page = _empty(number, why) if why else _read_page(pdf, number)
        pages.append(page)
        last = last if page.problem == MISSING else number
        if number - last == MOST_MISSING:
            said = f"it claims {claimed:,} pages, and none after page {last} can be loaded"
            return pages[:last], [said]
    if claimed > MOST_PAGES:
        return pages, [f"it claims {claimed:,} pages, and only {MOST_PAGES:,} are read"]
    return pages, []


def _read_page(pdf: pypdfium2.PdfDocument, number: int) -> RawPage:
    try:
        opened = pdf[number - 1]
    except pypdfium2.PdfiumError:
        return _empty(number, MISSING)
    try:
        with closing(opened) as page, closing(page.get_textpage()) as text:
            count = text.count_chars()
            if count > MOST_CHARACTERS:
                return _empty(number, f"it holds {count:,} characters, more than a page can show")
            width, height = page.get_size()
            frame, drawn = Frame(page), objects_on(page, text)
            lines, hidden = read_lines(page, frame, drawn)
            rules, shades = rules_on(drawn, frame), shades_on(drawn, frame)
            return RawPage(
                number, "", width, height, tuple(lines), hidden=hidden, rules=rules, shades=shades
            )
    except Exception as error:  # noqa: BLE001 - whatever goes wrong on a page costs that page
        return _empty(number, f"reading it failed ({type(error).__name__}: {error})")


def _empty(number: int, problem: str) -> RawPage:
    return RawPage(number, "", 0.0, 0.0, (), problem)


def _label(pdf: pypdfium2.PdfDocument, index: int) -> str:
    """Give the file's own label; one that nobody could have printed is none."""
    try:
        label = pdf.get_page_label(index)
    except UnicodeDecodeError:
        return ""
    return label if len(label) <= LONGEST_LABEL and label.isprintable() else ""


def _outline(pdf: pypdfium2.PdfDocument) -> Iterator[OutlineEntry]:
    for bookmark in pdf.get_toc(max_depth=8):
        target = bookmark.get_dest()
        index = target.get_index() if target else None
        if index is not None and (title := _title(bookmark)):
            yield OutlineEntry(title, index + 1, bookmark.level)


def _title(bookmark: pypdfium2.PdfBookmark) -> str:
    try:
        return str(bookmark.get_title()).strip()
    except UnicodeDecodeError:
        return ""
