"""A document some of whose pages are pictures to one whose pages have all the text they can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pypdfium2
from pypdfium2 import raw as pdfium

from evidence_search.isolate import Steps
from evidence_search.types import Page, Word
from indexer.layout import RawDocument, RawPage
from indexer.numbers import named
from indexer.ocr import MISSING, OFF, Recognised, Recogniser

FEW = 50
SCRAMBLED = 0.4
MOSTLY = 0.5
PAPER = 24
TOO_LONG = "OCR takes too long; split the file"
UNUSABLE = "Tesseract cannot be started; install tesserocr again"
ADVICE = {
    OFF: "build with --ocr auto to have them read",
    MISSING: (
        "to have them read, install OCR (pip install tesserocr and, on Debian, "
        "apt install tesseract-ocr as well) and build again"
    ),
}


@dataclass(frozen=True, slots=True)
class Scans:
    """
    The pages (from 1) that are pictures, of text or of anything else.

    `confidence` is that of each one that `recogniser` read, 0 to 1; `problems` say what was not.
    `turned` gives, for those that lie on their side or head, by how many quarter turns to the left.
    """

    pages: tuple[int, ...] = ()
    recogniser: str = ""
    confidence: Mapping[int, float] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    turned: Mapping[int, int] = field(default_factory=dict)

    @property
    def notes(self) -> tuple[str, ...]:
        """Say what was read by OCR, and how sure that is."""
        if not self.confidence:
            return ()
        sure = list(self.confidence.values())
        lowest = f", lowest {min(sure):.0%}" if len(sure) > 1 else ""
        mean = sum(sure) / len(sure)
        return (f"{named(list(self.confidence))} read by OCR, confidence {mean:.0%}{lowest}",)


NONE = Scans()


def read_scans(
    document: RawDocument, path: Path, recogniser: str, steps: Steps
) -> tuple[RawDocument, Scans]:
    """Read the pages without usable text by OCR, where `recogniser` names one."""
    poor = [page for page in document.pages if not page.problem and not _usable(page)]
    if not poor:
        return document, NONE
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:  # pypdf read it, and there is no picture to look at
        empty = [page.number for page in poor if not page.lines]
        return document, Scans(problems=(f"no text on {named(empty)}",) if empty else ())
    with closing(pdf):
        problems: dict[str, list[int]] = {}
        pictures = []
        for page in poor:
            if why := steps.begin(f"picture of page {page.number}"):
                if not page.lines:
                    problems.setdefault(f"not drawn: {why}", []).append(page.number)
            elif _is_picture(pdf, page):
                pictures.append(page)
        steps.begin("")
        numbers = tuple(page.number for page in pictures)
        found: dict[int, Recognised] = {}
        if pictures and recogniser in ADVICE:
            problems[f"no text, only a picture: {ADVICE[recogniser]}"] = list(numbers)
        elif pictures:
            found = _recognise(pdf, numbers, steps, problems)
    pages = tuple(_as_read(page, found.get(page.number)) for page in document.pages)
    return replace(document, pages=pages), Scans(
        numbers,
        recogniser if numbers else "",
        {number: page.confidence for number, page in found.items()},
        tuple(f"{named(pages)}: {problem}" for problem, pages in problems.items()),
        {number: page.turns for number, page in found.items() if page.turns},
    )


def _recognise(
    pdf: pypdfium2.PdfDocument,
    numbers: Sequence[int],
    steps: Steps,
    problems: dict[str, list[int]],
) -> dict[int, Recognised]:
    """Give what was read, by page; add to `problems` what was not."""
    try:
        recogniser = Recogniser()
    except (ImportError, RuntimeError) as error:
        problems[f"not read: {UNUSABLE} ({error})"] = list(numbers)
        return {}
    found: dict[int, Recognised] = {}
    for number in numbers:
        why = steps.begin(f"OCR of page {number}")
        read = None if why else _read(recogniser, pdf, number)
        if read is None:
            problems.setdefault(f"not read: {why or TOO_LONG}", []).append(number)
        elif read.lines and not read.is_sure:
            unsure = f"OCR cannot read it (confidence {read.confidence:.0%})"
            problems.setdefault(unsure, []).append(number)
        elif read.lines:
            found[number] = read
    steps.begin("")
    return found


def _as_read(page: RawPage, read: Recognised | None) -> RawPage:
    """Give the page the lines that were read in it, laid out as it was turned for that."""
    if read is None:
        return page
    size = (page.height, page.width) if read.turns % 2 else (page.width, page.height)
    bare = replace(page, rules=(), shades=())
    return replace(bare, lines=read.lines, boxed=True, width=size[0], height=size[1])


def turned_back(page: Page, turns: int, read: RawPage) -> Page:
    """Give the words of a page that was `read` after quarter `turns` the boxes of how it lies."""
    size = (read.height, read.width) if turns % 2 else (read.width, read.height)
    return replace(page, words=tuple(_unturned(word, turns, *size) for word in page.words))


def _unturned(word: Word, turns: int, width: float, height: float) -> Word:
    left, top, right, bottom = word.left, word.top, word.right, word.bottom
    match turns:
        case 1:
            box = (width - bottom, left, width - top, right)
        case 2:
            box = (width - right, height - bottom, width - left, height - top)
        case _:
            box = (top, height - right, bottom, height - left)
    return Word(word.start, word.end, *box)


def _readable(page: RawPage) -> tuple[int, int]:
    text = [letter for line in page.lines for letter in line.text if not letter.isspace()]
    return sum(map(str.isalnum, text)), len(text)


def _usable(page: RawPage) -> bool:
    readable, printed = _readable(page)
    return readable >= max(FEW, SCRAMBLED * printed)


def _is_picture(pdf: pypdfium2.PdfDocument, page: RawPage) -> bool:
    """Tell a page that shows something from a blank one and from one with little to say."""
    readable, printed = _readable(page)
    with closing(pdf[page.number - 1]) as opened:
        if readable >= SCRAMBLED * printed > 0 and _covered(opened) < MOSTLY:
            return False
        pixels = opened.render(scale=min(0.7, 2000 / max(opened.get_size())), grayscale=True)
        shades = pixels.to_numpy()
        return int(shades.max()) - int(shades.min()) > PAPER


def _covered(page: pypdfium2.PdfPage) -> float:
    """Give the share of the page that its images cover."""
    width, height = page.get_size()
    boxes = (image.get_bounds() for image in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE]))
    area = sum((right - left) * (top - bottom) for left, bottom, right, top in boxes)
    return float(area / (width * height))


def _read(recogniser: Recogniser, pdf: pypdfium2.PdfDocument, number: int) -> Recognised | None:
    with closing(pdf[number - 1]) as page:
        return recogniser.read(page)
