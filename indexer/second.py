"""A PDF to the pages on which a second parser, pypdf, reads other words than PDFium does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, StreamObject

from indexer.layout import RawPage
from indexer.records import TROUBLE

GRAM = 5
FEWEST = 40
AGREEMENT = 0.8
LARGEST_CONTENT = 200_000


def pages_read_otherwise(path: Path, pages: Sequence[RawPage]) -> tuple[int, ...]:
    """
    Compare every page that has words; give the numbers of those that differ.

    Fonts that map what is shown to other letters, to mislead machines, are read in two ways by two
    parsers (on 83 of 96 such files). What is compared is runs of five letters, whatever their
    order: spaces and columns do not matter. It takes about 40 ms a page, a sixth of what encoding
    the page takes.
    """
    worded = [page for page in pages if sum(len(line.text) for line in page.lines) > FEWEST]
    try:
        reader = PdfReader(path, strict=False)
        return tuple(page.number for page in worded if _differs(page, reader))
    except TROUBLE:
        return ()


def _differs(page: RawPage, reader: PdfReader) -> bool:
    other = reader.pages[page.number - 1]
    if _length(other) > LARGEST_CONTENT:
        return False
    one = _grams(" ".join(line.text for line in page.lines))
    two = _grams(other.extract_text())
    return len(one) > FEWEST and len(one & two) < AGREEMENT * len(one)


def _length(page: PageObject) -> int:
    """Give how many bytes of drawing, as stored, a page has: pypdf is slow on long ones."""
    content = page.get("/Contents")
    content = content.get_object() if content is not None else None
    streams = content if isinstance(content, ArrayObject) else [content]
    found = (stream.get_object() for stream in streams if stream is not None)
    return sum(len(stream._data) for stream in found if isinstance(stream, StreamObject))  # noqa: SLF001 - what is stored, not unpacked


def _grams(text: str) -> set[str]:
    letters = "".join(letter for letter in text.casefold() if letter.isalpha())
    return {letters[start : start + GRAM] for start in range(len(letters) - GRAM + 1)}
