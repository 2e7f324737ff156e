"""Pages to the lines that are no part of what they say: running heads and feet, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from statistics import quantiles

from indexer.layout import Line, RawPage

Place = tuple[int, int]

MARGIN = 0.12
FEWEST = 2
SHORT = 5
MOST = 0.5
SLACK = 2.0
DIGITS = re.compile(r"\d+")
PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–|\s]*(\d{1,4}|[ivxl]{1,7})[-–|\s]*(?:(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)


def running_lines(pages: Sequence[RawPage]) -> frozenset[Place]:
    """
    Give (page number, line index) of each line that is no part of what its page says.

    That is a page number in a margin or below all else, a text that repeats in the margins outside
    of the body (the head of a table that goes on repeats inside of it), and one that repeats on
    most pages at the same place or along an edge (a publisher's stamp).
    """
    edges = {(page.number, index): line for page in pages for index, line in _in_margin(page)}
    by_shape = Counter(
        shape for _, shape in {(number, _shape(line)) for (number, _), line in edges.items()}
    )
    in_place = Counter(key for page in pages for key in {_placed(line) for line in page.lines})
    few = FEWEST if len(pages) <= SHORT else max(3, len(pages) * MARGIN)
    repeated = {place for place, line in edges.items() if by_shape[_shape(line)] >= few}
    numbers = {place for place, line in edges.items() if PAGE_NUMBER.fullmatch(line.text.strip())}
    extents = _extents(pages, repeated | numbers)
    top, bottom = _usual(extents)
    most = max(3, len(pages) * MOST)
    found = {
        place
        for place in repeated
        if by_shape[_shape(edges[place])] >= most or _outside(edges[place], top, bottom)
    }
    found |= {place for place in numbers if _outside(edges[place], *extents[place[0]])}
    stamped = {
        (page.number, index)
        for page in pages
        for index, line in enumerate(page.lines)
        if in_place[_placed(line)] >= max(3, len(pages) * 0.6)
    }
    return frozenset(found | stamped | _last_numbers(pages))


def _outside(line: Line, top: float, bottom: float) -> bool:
    return not line.upright or line.top < top - SLACK or line.bottom > bottom + SLACK


def _last_numbers(pages: Sequence[RawPage]) -> set[Place]:
    """Give the numbers that stand below all else and count with the pages, in whatever margin."""
    found: dict[Place, int] = {}
    for page in pages:
        upright = [(line.top, index) for index, line in enumerate(page.lines) if line.upright]
        if upright:
            index = max(upright)[1]
            text = page.lines[index].text.strip()
            if text.isdigit():
                found[page.number, index] = int(text) - page.number
    if not found:
        return set()
    shift, votes = Counter(found.values()).most_common(1)[0]
    enough = votes >= max(FEWEST, MOST * len(pages))
    return {place for place, own in found.items() if own == shift and enough}


def _extents(pages: Sequence[RawPage], without: Container[Place]) -> dict[int, tuple[float, float]]:
    """Give where the text of each page begins and ends, apart from some lines."""
    extents = {}
    for page in pages:
        own = [
            line
            for index, line in enumerate(page.lines)
            if line.upright and (page.number, index) not in without
        ]
        top, bottom = page.height * MARGIN, page.height * (1 - MARGIN)
        extents[page.number] = (
            (min(line.top for line in own), max(line.bottom for line in own))
            if own
            else (top, bottom)
        )
    return extents


def _usual(extents: Mapping[int, tuple[float, float]]) -> tuple[float, float]:
    tops, bottoms = zip(*extents.values(), strict=True)
    if len(extents) < FEWEST:
        return tops[0], bottoms[0]
    return quantiles(tops, n=4)[0], quantiles(bottoms, n=4)[2]


def _in_margin(page: RawPage) -> Iterator[tuple[int, Line]]:
    for index, line in enumerate(page.lines):
        over = line.bottom < page.height * MARGIN or line.top > page.height * (1 - MARGIN)
        beside = line.right < page.width * MARGIN or line.left > page.width * (1 - MARGIN)
        if over or (beside and not line.upright):
            yield index, line


def _shape(line: Line) -> str:
    return DIGITS.sub("#", " ".join(line.text.casefold().split()))


def _placed(line: Line) -> tuple[str, int, int]:
    return line.text.strip(), round(line.left / 10), round(line.top / 10)
