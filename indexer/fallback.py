"""A PDF that PDFium cannot open to the lines that pypdf can still find in it, without boxes."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader

from evidence_search.errors import UnreadableDocument
from evidence_search.isolate import ALONE, Steps
from evidence_search.types import Word
from indexer.glyphs import WORD
from indexer.layout import Line, RawDocument, RawPage
from indexer.records import TROUBLE

HEIGHT = 10.0
LEFT, RIGHT, TOP = 72.0, 520.0, 200.0
MOST_PAGES = 5000


def read_with_pypdf(path: Path, steps: Steps = ALONE) -> RawDocument:
    """Read what pypdf can repair; raises UnreadableDocument where that is nothing."""
    try:
        reader = PdfReader(path, strict=False)
        count = len(reader.pages)
    except TROUBLE as error:
        raise UnreadableDocument("damaged: neither PDFium nor pypdf can open it") from error
    pages = tuple(_page(reader, number, steps) for number in range(1, min(count, MOST_PAGES) + 1))
    steps.begin("")
    if not any(page.lines for page in pages):
        raise UnreadableDocument("damaged: no text could be recovered from it")
    said = f"it claims {count:,} pages, and only {MOST_PAGES:,} are read"
    return RawDocument(pages, left_out=(said,) if count > MOST_PAGES else ())


def _page(reader: PdfReader, number: int, steps: Steps) -> RawPage:
    """Lay the lines out evenly: their place on the page is not known."""
    why, text = steps.begin(f"page {number}"), ""
    if not why:
        try:
            text = reader.pages[number - 1].extract_text()
        except TROUBLE as error:
            why = f"it cannot be repaired ({type(error).__name__})"
    lines = tuple(
        Line(line, _words(line, TOP + 1.2 * HEIGHT * row), HEIGHT, bold=False)
        for row, line in enumerate(text.splitlines())
        if line.strip()
    )
    height = 2 * TOP + 1.2 * HEIGHT * len(lines)
    return RawPage(number, "", 2 * LEFT + RIGHT, height, lines, why, boxed=False)


def _words(line: str, top: float) -> tuple[Word, ...]:
    return tuple(
        Word(match.start(), match.end(), LEFT, top, RIGHT, top + HEIGHT)
        for match in WORD.finditer(line)
    )
