"""A PDF that PDFium cannot open to the lines that pypdf can still find in it, without boxes."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader

from evidence_search.errors import UnreadableDocument
from evidence_search.types import Word
from indexer.glyphs import WORD
from indexer.layout import Line, RawDocument, RawPage
from indexer.records import TROUBLE

HEIGHT = 10.0
LEFT, RIGHT, TOP = 72.0, 520.0, 200.0


def read_with_pypdf(path: Path) -> RawDocument:
    """Read what pypdf can repair; raises UnreadableDocument where that is nothing."""
    try:
        reader = PdfReader(path, strict=False)
        pages = tuple(
            _page(number, page.extract_text()) for number, page in enumerate(reader.pages, 1)
        )
    except TROUBLE as error:
        raise UnreadableDocument("damaged: neither PDFium nor pypdf can open it") from error
    if not any(page.lines for page in pages):
        raise UnreadableDocument("damaged: no text could be recovered from it")
    return RawDocument(pages)


def _page(number: int, text: str) -> RawPage:
    """Lay the lines out evenly: their place on the page is not known."""
    lines = tuple(
        Line(line, _words(line, TOP + 1.2 * HEIGHT * row), HEIGHT, bold=False)
        for row, line in enumerate(text.splitlines())
        if line.strip()
    )
    height = 2 * TOP + 1.2 * HEIGHT * len(lines)
    return RawPage(number, "", 2 * LEFT + RIGHT, height, lines, boxed=False)


def _words(line: str, top: float) -> tuple[Word, ...]:
    return tuple(
        Word(match.start(), match.end(), LEFT, top, RIGHT, top + HEIGHT)
        for match in WORD.finditer(line)
    )
