"""Pages to the lines that only repeat (running heads, page numbers), and the printed labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from indexer.layout import Line, RawPage

MARGIN = 0.12
FEWEST = 2
SHORT = 5
DIGITS = re.compile(r"\d+")
PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–|\s]*(\d{1,4}|[ivxl]{1,7})[-–|\s]*(?:(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)
NUMBER_AT_END = re.compile(r"^(\d{1,4})\s+\D|\D\s+(\d{1,4})$|(?:^|\s)(\d{1,4}) of \d{1,4}$")


def running_lines(pages: Sequence[RawPage]) -> frozenset[tuple[int, int]]:
    """
    Give (page number, line index) of each line that is no part of what its page says.

    That is a page number in a margin, a text that repeats in the margins, and one that repeats at
    the same place of most pages (a publisher's stamp along the edge).
    """
    in_margins = Counter(
        shape for page in pages for shape in {_shape(line) for _, line in _in_margin(page)}
    )
    in_place = Counter(key for page in pages for key in {_placed(line) for line in page.lines})
    few = FEWEST if len(pages) <= SHORT else max(3, len(pages) * 0.12)
    most = max(3, len(pages) * 0.6)
    repeated = {
        (page.number, index)
        for page in pages
        for index, line in enumerate(page.lines)
        if in_place[_placed(line)] >= most
    }
    return frozenset(repeated) | {
        (page.number, index)
        for page in pages
        for index, line in _in_margin(page)
        if PAGE_NUMBER.fullmatch(line.text.strip()) or in_margins[_shape(line)] >= few
    }


def printed_labels(pages: Sequence[RawPage], running: frozenset[tuple[int, int]]) -> list[str]:
    """
    Give the number printed on each page, "" where none is known.

    The PDF's own labels (ISO 32000-2, 12.4.2) win; else a number in the margins is taken where
    its distance from the file page is the same on most pages that have one.
    """
    own = [page.label for page in pages]
    if any(own):
        return own
    found = {
        page.number: [
            number
            for index, line in _in_margin(page)
            if (page.number, index) in running
            for number in _numbers(line)
        ]
        for page in pages
    }
    shifts = Counter(
        number - page for page, numbers in found.items() for number in dict.fromkeys(numbers)
    )
    if not shifts:
        return [""] * len(pages)
    shift, votes = shifts.most_common(1)[0]
    if votes < FEWEST or votes < 0.6 * sum(1 for numbers in found.values() if numbers):
        return [""] * len(pages)
    return [
        str(page.number + shift) if page.number + shift in found[page.number] else ""
        for page in pages
    ]


def _in_margin(page: RawPage) -> Iterator[tuple[int, Line]]:
    for index, line in enumerate(page.lines):
        if line.bottom < page.height * MARGIN or line.top > page.height * (1 - MARGIN):
            yield index, line


def _shape(line: Line) -> str:
    return DIGITS.sub("#", " ".join(line.text.casefold().split()))


def _placed(line: Line) -> tuple[str, int, int]:
    return line.text.strip(), round(line.left / 10), round(line.top / 10)


def _numbers(line: Line) -> list[int]:
    text = line.text.strip()
    if (match := PAGE_NUMBER.fullmatch(text)) and match[1].isdigit():
        return [int(match[1])]
    return [
        int(group) for match in NUMBER_AT_END.finditer(text) for group in match.groups() if group
    ]
