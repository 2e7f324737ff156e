"""The picture of a page to the lines that Tesseract reads in it, with boxes and confidence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from evidence_search.types import Word
from indexer.layout import Line

OFF, MISSING = "off", "not installed"
LANGUAGE = "eng"
DATA = ("usr/share/tesseract-ocr/*", "usr/share", "usr/local/share", "opt/homebrew/share")
DPI = 200
MOST_PIXELS = 12_000_000  # A3 at 200 dpi is 7.7 million
LONGEST_SIDE = 30_000  # Tesseract takes 32,767
LEAST_SURE = 0.3
UNSURE = 0.7  # a page of Chinese read as English comes out at 0.64, clean scans above 0.9
TURNS = (0, 1, 3, 2)  # quarter turns to the left, the likely ones first
SAME_SIZE = 0.15
PAGE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Recognised:
    """
    Lines in reading order; `confidence` is Tesseract's own mean over their words, 0 to 1.

    Their boxes are those of the page after so many quarter `turns` to the left.
    """

    lines: tuple[Line, ...] = ()
    confidence: float = 0.0
    turns: int = 0

    @property
    def is_sure(self) -> bool:
        return bool(self.lines) and self.confidence >= UNSURE

    @property
    def weight(self) -> float:
        return self.confidence * sum(len(line.text) for line in self.lines)

    @property
    def upright(self) -> int:
        """After how many turns its lines would stand upright: Tesseract reads some that lie."""
        pairs = [pair for line in self.lines for pair in pairwise(line.words)]
        across = sum(abs(word.left - last.left) for last, word in pairs)
        down = sum(word.top - last.top for last, word in pairs)
        return self.turns if abs(down) <= across else (self.turns + (1 if down > 0 else 3)) % 4


@dataclass(frozen=True, slots=True)
class _ReadWord:
    text: str
    box: tuple[float, float, float, float]
    confidence: float


def chosen(*, auto: bool) -> str:
    """Name what would recognise text here: a version of Tesseract, or why there is none."""
    if not auto:
        return OFF
    try:
        return f"tesserocr {version('tesserocr')} {LANGUAGE}" if _data() else MISSING
    except PackageNotFoundError:
        return MISSING


def _data() -> Path | None:
    """Find the folder of Tesseract's languages: the one that is set, else the newest."""
    roots = [root for place in DATA for root in sorted(Path("/").glob(place), reverse=True)]
    set_by_user = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(set_by_user)] if set_by_user else [root / "tessdata" for root in roots]
    return next((f for f in folders if (f / f"{LANGUAGE}.traineddata").is_file()), None)


class Recogniser:
    """Tesseract with a language loaded; of use in one thread."""

    def __init__(self) -> None:
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # every core reads a file of its own
        self._tesseract = import_module("tesserocr")
        self._api = self._tesseract.PyTessBaseAPI(path=f"{_data()}/", lang=LANGUAGE)

    def read(self, page: pypdfium2.PdfPage) -> Recognised | None:
        """
        Give what it reads on a page; None where that takes too long.

        A page that cannot be read as it is displayed is turned until it can.
        """
        width, height = page.get_size()
        most = (MOST_PIXELS / (width * height)) ** 0.5
        scale = min(DPI / 72, most, LONGEST_SIDE / max(width, height))
        pixels = page.render(scale=scale, grayscale=True).to_numpy()
        pixels = pixels.reshape(pixels.shape[:2])
        best = Recognised()
        for turns in TURNS:
            found = self._read(pixels, scale, turns)
            if found is None:
                return None
            best = max(best, found, key=lambda reading: reading.weight)
            if best.is_sure:
                break
        return best if best.turns == best.upright else self._read(pixels, scale, best.upright)

    def _read(self, pixels: NDArray[np.uint8], scale: float, turns: int) -> Recognised | None:
        turned = np.rot90(pixels, turns)
        rows, columns = turned.shape
        self._api.SetImageBytes(turned.tobytes(), columns, rows, 1, columns)
        self._api.SetSourceResolution(round(scale * 72))
        if not self._api.Recognize(PAGE_SECONDS * 1000):
            return None
        found = [(size, words) for size, words in self._lines(scale) if words]
        return replace(_recognised(found), turns=turns)

    def _lines(self, scale: float) -> Iterator[tuple[float, list[_ReadWord]]]:
        level = self._tesseract.RIL
        size, words = 0.0, list[_ReadWord]()
        for place in self._tesseract.iterate_level(self._api.GetIterator(), level.WORD):
            if place.Empty(level.WORD):
                continue
            if place.IsAtBeginningOf(level.TEXTLINE):
                yield size, words
                size, words = place.RowAttributes()["row_height"] / scale, []
            left, top, right, bottom = (edge / scale for edge in place.BoundingBox(level.WORD))
            text = "".join(place.GetUTF8Text(level.WORD).split())
            confidence = place.Confidence(level.WORD) / 100
            if text and confidence >= LEAST_SURE:
                words.append(_ReadWord(text, (left, top, right, bottom), confidence))
        yield size, words


def _recognised(found: list[tuple[float, list[_ReadWord]]]) -> Recognised:
    letters = [(word.confidence, len(word.text)) for _, words in found for word in words]
    if not letters:
        return Recognised()
    confidence = sum(sure * count for sure, count in letters) / sum(count for _, count in letters)
    usual = median(size for size, words in found for _ in words)
    return Recognised(tuple(_line(size, words, usual) for size, words in found), confidence)


def _line(size: float, words: list[_ReadWord], usual: float) -> Line:
    """Give the line; what is measured as nearly the page's usual size is of that size."""
    text, placed = "", []
    for read in words:
        start = len(text) + bool(text)
        text = f"{text} {read.text}".strip()
        placed.append(Word(start, len(text), *read.box))
    if text.endswith("-") and text[-2:-1].isalpha():
        text = f"{text[:-1]}\u00ad"  # a hyphen at a line's end: the cleaner finds out which kind
    near = abs(size - usual) <= SAME_SIZE * usual
    return Line(text, tuple(placed), usual if near else size, bold=False)
