"""A PDF to what a second parser, pypdf, reads of its pages beside PDFium."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from indexer.layout import RawPage
from indexer.records import TROUBLE

GRAM = 5
FEWEST = 40
AGREEMENT = 0.8
LARGEST_CONTENT = 200_000
OTHER_WORDS = "/ActualText"


@dataclass(frozen=True, slots=True)
class SecondReading:
    """Numbers of pages with words: those read `otherwise`, and those it could not compare."""

    otherwise: tuple[int, ...] = ()
    uncompared: tuple[int, ...] = ()


def read_again(path: Path, pages: Sequence[RawPage]) -> SecondReading:
    """
    Compare the pages that have words with what pypdf reads.

    Fonts that map what is shown to other letters, to mislead machines, are read in two ways by two
    parsers (on 83 of 96 such files). What is compared is runs of five letters, whatever their
    order: spaces and columns do not matter. That takes about 40 ms a page, so a page is passed over
    all of whose letters both parsers read alike before in each of its fonts (docs/adr/0018).
    """
    worded = [page for page in pages if sum(len(line.text) for line in page.lines) > FEWEST]
    try:
        reader = PdfReader(path, strict=False)
    except TROUBLE:
        return SecondReading(uncompared=tuple(page.number for page in worded))
    alike = _Alike()
    differs = {page.number: _differs(alike, page, reader) for page in worded}
    return SecondReading(
        tuple(number for number, found in differs.items() if found),
        tuple(number for number, found in differs.items() if found is None),
    )


def _differs(alike: _Alike, page: RawPage, reader: PdfReader) -> bool | None:
    """Tell whether a page is read otherwise; None where pypdf cannot read it in good time."""
    try:
        return alike.differs(page, reader)
    except TROUBLE:
        return None


class _Alike:
    """The letters that both parsers read alike, by the number of the font in the file."""

    def __init__(self) -> None:
        self._letters: dict[int, set[str]] = {}

    def differs(self, page: RawPage, reader: PdfReader) -> bool | None:
        other = reader.pages[page.number - 1]
        if _length(other) > LARGEST_CONTENT:
            return None
        text = _letters(" ".join(line.text for line in page.lines))
        fonts = _fonts(other)
        if fonts and all(self._letters.get(font, set()).issuperset(text) for font in fonts):
            return False
        one, two = _grams(text), _grams(_letters(other.extract_text()))
        if len(one) <= FEWEST:
            return False
        alike = one & two
        for font in fonts:
            self._letters.setdefault(font, set()).update(*alike)
        return len(alike) < AGREEMENT * len(one)


def _fonts(page: PageObject) -> set[int]:
    """Give the numbers of all fonts of a page; none where one has none, or words are replaced."""
    fonts: set[int] = set()
    for drawing, resources in _drawings(page):
        marks = _dictionary(resources.get("/Properties"))
        named = _dictionary(resources.get("/Font"))
        known = [font for name in named if isinstance(font := named.raw_get(name), IndirectObject)]
        if drawing is None or len(known) < len(named):
            return set()
        if any(OTHER_WORDS in _dictionary(mark) for mark in marks.values()):
            return set()
        if OTHER_WORDS.encode() in drawing.get_data():
            return set()
        fonts.update(font.idnum for font in known)
    return fonts


def _drawings(page: PageObject) -> Iterator[tuple[StreamObject | None, DictionaryObject]]:
    """Give what draws a page and each form on it, with the resources that it may use."""
    found: list[tuple[StreamObject | None, DictionaryObject]] = [(page.get_contents(), page)]
    known: set[int] = set()
    for drawing, owner in found:
        resources = _dictionary(owner.get("/Resources"))
        yield drawing, resources
        for one in _dictionary(resources.get("/XObject")).values():
            if isinstance(one, IndirectObject) and one.idnum not in known:
                known.add(one.idnum)
                form = one.get_object()
                if isinstance(form, StreamObject) and form.get("/Subtype") == "/Form":
                    found.append((form, form))


def _dictionary(found: object) -> DictionaryObject:
    resolved = found.get_object() if isinstance(found, IndirectObject) else found
    return resolved if isinstance(resolved, DictionaryObject) else DictionaryObject()


def _length(page: PageObject) -> int:
    """Give how many bytes of drawing, as stored, a page has: pypdf is slow on long ones."""
    content = page.get("/Contents")
    content = content.get_object() if content is not None else None
    streams = content if isinstance(content, ArrayObject) else [content]
    found = (stream.get_object() for stream in streams if stream is not None)
    return sum(len(stream._data) for stream in found if isinstance(stream, StreamObject))  # noqa: SLF001 - what is stored, not unpacked


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalpha())


def _grams(letters: str) -> set[str]:
    return {letters[start : start + GRAM] for start in range(len(letters) - GRAM + 1)}
