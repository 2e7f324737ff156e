"""The characters of a PDFium text page to printed lines, their words in boxes."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace
from math import degrees
from statistics import median

import pypdfium2
from pypdfium2 import raw

from evidence_search.types import Word
from indexer.covers import Covers
from indexer.drawn import Drawn
from indexer.frame import Box, Frame
from indexer.layout import Line
from indexer.visible import Suspects, is_out_of_sight, unseen

WORD = re.compile(r"\S+")
PLAIN = re.compile(r"[^\W_]")
LINE = re.compile(r"[^\r\n\ufffe]*\ufffe|[^\r\n\ufffe]+")
BOLD = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)
BOLD_WEIGHT = 600
ITALIC = re.compile(rb"italic|oblique", re.IGNORECASE)
SLANTED = 1 << 6  # the font's flag, ISO 32000-2, 9.8.2
NAME = 128
SURROGATES = range(0xD800, 0xE000)
NUMBER_AT_END = re.compile(r"([\d,–-]*\d)[.,;:)\]”’\"']*$")
RAISED_AT_END = re.compile(r"[¹²³⁰⁴⁵⁶⁷⁸⁹]+[.,;:)\]”’\"']*$")
POWERS = {"10", "cm", "km", "mm"}
SMALLER = 0.85
RAISED = 0.12
LEVEL = 10.0
TALL = 1.5


def read_lines(page: pypdfium2.PdfPage, frame: Frame, drawn: Drawn) -> tuple[list[Line], int]:
    """Give the lines in the order in which the file draws them, and how many words are hidden."""
    size = page.get_size()
    suspects, covers = Suspects(drawn), Covers(page, frame, drawn)
    lines, doubtful, covered, hidden = [], [], [], set()
    for offset, line in _lines(frame, drawn.text):
        lines.append(line)
        for word in line.words:
            if is_out_of_sight(word, line.size, *size):
                hidden.add(word)
            elif offset + word.start in suspects:
                doubtful.append(word)
            elif covers.over(word, offset + word.start):
                covered.append((word, offset + word.start))
    hidden |= unseen(page, doubtful) | covers.hidden(covered)
    if not hidden:
        return lines, 0
    seen = (_without(line, hidden) for line in lines)
    return [line for line in seen if line], len(hidden)


def _without(line: Line, hidden: set[Word]) -> Line | None:
    text = line.text
    for word in hidden.intersection(line.words):
        text = text[: word.start] + " " * (word.end - word.start) + text[word.end :]
    words = tuple(word for word in line.words if word not in hidden)
    return replace(line, text=text, words=words) if words else None


def _lines(frame: Frame, text: pypdfium2.PdfTextPage) -> Iterator[tuple[int, Line]]:
    """Give each line with the index of its first character."""
    characters = _characters(text)
    boxes = _Boxes(frame, text)
    for match in LINE.finditer(characters):
        words, marks = [], set()
        for found in WORD.finditer(match[0]):
            for start, end, is_mark in _parts(found, match.start(), boxes):
                if is_mark:
                    marks.add(start)
                words.append(
                    Word(start, end, *boxes(match.start() + start, match.start() + end - 1))
                )
        for level in _levels(words, match.start(), boxes) if words else ():
            first = match.start() + level[0].start
            last = match.start() + level[-1].end - 1
            upright = boxes.upright(first)
            bold, italic = boxes.style(first, last)
            size = _size(match, level, boxes, upright=upright)
            line = Line(match[0], tuple(level), size, bold, upright, frozenset(marks), italic)
            if level == words:
                yield match.start(), line
            else:
                yield first, line.part(0, len(level))


def _levels(words: list[Word], offset: int, boxes: _Boxes) -> Iterator[list[Word]]:
    """
    Give the words that stand at one height, those torn apart that do not.

    Single letters and digits that are drawn below one another come as one word: cells of tables.
    """
    if not boxes.upright(offset + words[0].start):
        yield words
        return
    first = boxes(offset + words[0].start, offset + words[0].start)
    limit = TALL * (first[3] - first[1])
    level: list[Word] = []
    for word in words:
        tall = word.bottom - word.top > limit
        for part in boxes.steps(word, offset) if tall else (word,):
            if level and part.top >= level[-1].bottom:
                yield level
                level = []
            level.append(part)
    yield level


def _parts(found: re.Match[str], offset: int, boxes: _Boxes) -> Iterator[tuple[int, int, bool]]:
    """Give (start, end, is it a note mark) of a word, and of the mark that is set against it."""
    word = found[0]
    if word.isalpha() and word.isascii():
        yield found.start(), found.end(), False
        return
    at = None
    if raised := RAISED_AT_END.search(word):
        at = raised.start()
    elif number := NUMBER_AT_END.search(word):
        at = boxes.raised(offset + found.start(), number.start(1), number.end(1))
    if at is None or (at > 0 and not _may_bear_a_mark(word[:at])):
        yield found.start(), found.end(), False
        return
    if at:
        yield found.start(), found.start() + at, False
    yield found.start() + at, found.end(), True


def _may_bear_a_mark(base: str) -> bool:
    """Tell a word or number from the base of a power, as in m², χ² and 10³."""
    base = base.lstrip("([")
    return base not in POWERS and (len(base) > 1 or base.isdigit()) and base[0].isalnum()


def _characters(text: pypdfium2.PdfTextPage) -> str:
    """Give the page's text with one Python character for each PDFium character."""
    count = text.count_chars()
    characters = text.get_text_range() if count else ""
    if len(characters) != count:
        codes = (raw.FPDFText_GetUnicode(text, index) for index in range(count))
        characters = "".join(chr(c) if c not in SURROGATES else "\ufffd" for c in codes)
    return characters.replace("\x02", "\ufffe")  # both stand for a hyphen at the end of a line


def _size(line: re.Match[str], words: list[Word], boxes: _Boxes, *, upright: bool) -> float:
    """
    Give the middle height of the words that are plain, else of one letter of each word.

    Quotation marks and bullets may come from another font, whose boxes are taller.
    """
    found = [word for word in words if line[0][word.start : word.end].isalnum()]
    places = [(word.left, word.top, word.right, word.bottom) for word in found]
    if not places:
        starts = (PLAIN.search(line[0], word.start, word.end) for word in words)
        letters = [line.start() + plain.start() for plain in starts if plain]
        places = [boxes(letter, letter) for letter in letters]
    first = words[0]
    places = places or [(first.left, first.top, first.right, first.bottom)]
    if upright:
        return median(bottom - top for _, top, _, bottom in places)
    return median(right - left for left, _, right, _ in places)


class _Boxes:
    """Where runs of characters stand on the page as displayed, and how they are set."""

    def __init__(self, frame: Frame, text: pypdfium2.PdfTextPage) -> None:
        self.frame, self.text = frame, text.raw
        self.rect = raw.FS_RECTF()
        self.at = ctypes.byref(self.rect)
        self.name = ctypes.create_string_buffer(NAME)
        self.flags = ctypes.c_int()

    def __call__(self, first: int, last: int) -> Box:
        """Give left, top, right, bottom of the characters from `first` to `last`."""
        left, top, right, bottom = self._corners(first)
        if last > first:
            left2, top2, right2, bottom2 = self._corners(last)
            left = min(left2, left)
            top = max(top2, top)
            right = max(right2, right)
            bottom = min(bottom2, bottom)
        return self.frame.displayed(left, top, right, bottom)

    def style(self, first: int, last: int) -> tuple[bool, bool]:
        """Tell whether both characters are bold, and whether both are italic."""
        bold, italic = self._style(first)
        if bold or italic:
            also, slanted = self._style(last)
            return bold and also, italic and slanted
        return False, False

    def _style(self, index: int) -> tuple[bool, bool]:
        raw.FPDFText_GetFontInfo(self.text, index, self.name, NAME, ctypes.byref(self.flags))
        name = self.name.value
        heavy = raw.FPDFText_GetFontWeight(self.text, index) >= BOLD_WEIGHT
        slanted = self.flags.value & SLANTED != 0
        return (
            heavy or BOLD.search(name) is not None,
            slanted or ITALIC.search(name) is not None,
        )

    def upright(self, index: int) -> bool:
        angle = degrees(raw.FPDFText_GetCharAngle(self.text, index)) + self.frame.rotation
        return bool(abs((angle + 180) % 360 - 180) < LEVEL)

    def steps(self, word: Word, offset: int) -> Iterator[Word]:
        """Give the runs of letters of a word of which each stands below the last."""
        start = word.start
        for end in range(start + 1, word.end + 1):
            if end < word.end:
                bottom = self(offset + end - 1, offset + end - 1)[3]
                high = self(offset + end, offset + end)[1]
                if high < bottom:
                    continue
            yield Word(start, end, *self(offset + start, offset + end - 1))
            start = end

    def raised(self, word: int, start: int, end: int) -> int | None:
        """Give where smaller, raised characters begin among `start:end` of the word, if any do."""
        _, high, _, low = self(word + end - 1, word + end - 1)
        _, top, _, bottom = self(word, word)
        if start == 0 and low - high >= SMALLER * (bottom - top):
            # The whole word may be a mark; the character before it then stands lower.
            if word == 0:
                return None
            _, top, _, bottom = self(word - 1, word - 1)
        limit = bottom - RAISED * (bottom - top)
        for at in range(start, end):
            _, high, _, low = self(word + at, word + at)
            if low - high < SMALLER * (bottom - top) and low < limit:
                return at
        return None

    def _corners(self, index: int) -> tuple[float, float, float, float]:
        rect = self.rect
        raw.FPDFText_GetLooseCharBox(self.text, index, self.at)
        return rect.left, rect.top, rect.right, rect.bottom
