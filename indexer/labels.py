"""Pages to the labels printed on them, and how sure each is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.layout import LabelSource, Line, RawPage
from indexer.margins import PAGE_NUMBER, Place

NUMBER_AT_END = re.compile(r"^(\d{1,4})\s+\D|\D\s+(\d{1,4})$|(?:^|\s)(\d{1,4}) of \d{1,4}$")
FEWEST = 2
ENOUGH_AGAINST_FILE = 3
CONSISTENT = 0.6
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True, slots=True)
class Labels:
    """A label for each page, "" where none is known; `agreeing` pages of `printed` bear it."""

    labels: tuple[str, ...]
    source: LabelSource
    agreeing: int = 0
    printed: int = 0


def printed_labels(pages: Sequence[RawPage], running: frozenset[Place]) -> Labels:
    """
    Give the label of each page.

    The file's own (ISO 32000-2, 12.4.2) win unless the numbers in the margins consistently say
    otherwise. Without them a number in the margins is taken where its distance from the file page
    is the same on most pages that have one.
    """
    own = tuple(page.label for page in pages)
    found = {
        page.number: {
            number: text
            for index, line in enumerate(page.lines)
            if (page.number, index) in running
            for number, text in _numbers(line)
        }
        for page in pages
    }
    printed = sum(1 for numbers in found.values() if numbers)
    shift, votes = _shift(found)
    counted = tuple(found[page.number].get(page.number + shift, "") for page in pages)
    consistent = votes >= FEWEST and votes >= CONSISTENT * printed
    if any(own):
        agreeing = sum(
            _value(label) in found[page.number] for page, label in zip(pages, own, strict=True)
        )
        if consistent and votes >= ENOUGH_AGAINST_FILE and agreeing < votes / 2:
            return Labels(counted, LabelSource.AGAINST_FILE, votes, printed)
        source = LabelSource.FILE_AND_PRINT if agreeing >= FEWEST else LabelSource.FILE
        return Labels(own, source, agreeing, printed)
    if not consistent:
        return Labels(("",) * len(pages), LabelSource.NONE, 0, printed)
    return Labels(counted, LabelSource.PRINT, votes, printed)


def _shift(found: dict[int, dict[int, str]]) -> tuple[int, int]:
    shifts = Counter(number - page for page, numbers in found.items() for number in numbers)
    return shifts.most_common(1)[0] if shifts else (0, 0)


def _numbers(line: Line) -> Iterator[tuple[int, str]]:
    text = line.text.strip()
    if match := PAGE_NUMBER.fullmatch(text):
        if (number := _value(match[1])) is not None:
            yield number, match[1]
        return
    for match in NUMBER_AT_END.finditer(text):
        yield from ((int(group), group) for group in match.groups() if group)


def _value(label: str) -> int | None:
    """Give the number that a label stands for, Roman ones too; None for any other."""
    if label.isdigit():
        return int(label)
    digits = [ROMAN.get(letter, 0) for letter in label.casefold()]
    if not digits or 0 in digits:
        return None
    following = [*digits[1:], 0]
    return sum(-one if one < after else one for one, after in zip(digits, following, strict=True))
