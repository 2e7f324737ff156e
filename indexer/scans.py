"""A document some of whose pages are pictures to one whose pages have all the text they can."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pypdfium2
from pypdfium2 import raw as pdfium

from indexer.layout import RawDocument, RawPage
from indexer.ocr import MISSING, OFF, Recognised, Recogniser

FEW = 50
SCRAMBLED = 0.4
MOSTLY = 0.5
PAPER = 24
UNSURE = 0.7  # a page of Chinese read as English comes out at 0.64, clean scans above 0.9
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
    """

    pages: tuple[int, ...] = ()
    recogniser: str = ""
    confidence: Mapping[int, float] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

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
    document: RawDocument, path: Path, recogniser: str, seconds: float
) -> tuple[RawDocument, Scans]:
    """Read the pages without usable text by OCR, where `recogniser` names one, for `seconds`."""
    poor = [page for page in document.pages if not page.problem and not _usable(page)]
    if not poor:
        return document, NONE
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:  # pypdf read it, and there is no picture to look at
        empty = [page.number for page in poor if not page.lines]
        return document, Scans(problems=(f"no text on {named(empty)}",) if empty else ())
    with closing(pdf):
        pictures = [page for page in poor if _is_picture(pdf, page)]
        numbers = tuple(page.number for page in pictures)
        if not pictures:
            return document, NONE
        if recogniser in ADVICE:
            problem = f"no text on {named(numbers)}, only a picture: {ADVICE[recogniser]}"
            return document, Scans(numbers, recogniser, problems=(problem,))
        return _recognise(document, pdf, pictures, recogniser, seconds)


def _recognise(
    document: RawDocument,
    pdf: pypdfium2.PdfDocument,
    pictures: Sequence[RawPage],
    name: str,
    seconds: float,
) -> tuple[RawDocument, Scans]:
    deadline = time.monotonic() + seconds
    recogniser = Recogniser()
    read: dict[int, RawPage] = {}
    confidence: dict[int, float] = {}
    unsure: dict[int, float] = {}
    late = []
    for page in pictures:
        number = page.number
        found = _read(recogniser, pdf, number) if time.monotonic() < deadline else None
        if found is None:
            late.append(number)
        elif found.lines and found.confidence < UNSURE:
            unsure[number] = found.confidence
        elif found.lines:
            confidence[number] = found.confidence
            read[number] = replace(page, lines=found.lines, boxed=True)
    problems = [f"page {n}: OCR cannot read it (confidence {c:.0%})" for n, c in unsure.items()]
    if late:
        problems.append(f"{named(late)} not read: OCR takes too long; split the file")
    pages = tuple(read.get(page.number, page) for page in document.pages)
    numbers = tuple(page.number for page in pictures)
    return replace(document, pages=pages), Scans(numbers, name, confidence, tuple(problems))


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


def named(pages: Sequence[int]) -> str:
    """Name pages in words: `page 3`, `pages 1–4, 9`."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1][1:] = [page]
        else:
            runs.append([page])
    return f"page{'s'[: len(pages) > 1]} {', '.join('–'.join(map(str, run)) for run in runs)}"
