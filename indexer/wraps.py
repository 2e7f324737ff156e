"""The cells between two level edges to the rows in them: what wraps is told from what begins."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise, repeat

from indexer.layout import Line
from indexer.ruled import SAME

SPACE = 0.25  # between words, by the size of the type
PADDING = 1.5
LEADING = 1.8
FEWEST = 2

Cells = Mapping[int, Sequence[Sequence[Line]]]


def cells(lines: Sequence[Line], edges: Sequence[float]) -> Cells:
    """Give, by the column in which it stands, the printed lines of each cell from the top down."""
    found: dict[int, list[Line]] = {}
    for line in lines:
        first = 0
        places = [bisect(edges, (word.left + word.right) / 2) for word in line.words]
        for column, run in groupby(places):
            last = first + sum(1 for _ in run)
            found.setdefault(column, []).append(line.part(first, last))
            first = last
    return {column: list(_printed(own)) for column, own in sorted(found.items())}


def further_rows(held: Cells, edges: Sequence[float]) -> list[float]:
    """
    Give the heights at which rows begin: in the first column and another, or in most of the others.

    A line begins a cell, and does not go on with what is above it, where its first word had room
    there or the lines stand apart.
    """
    if len(held) == 1:
        return []
    begun = [list(_begun(cell, *edges[n - 1 : n + 1])) for n, cell in held.items()]
    firsts = [[_top(cell[0])] for cell in held.values()]
    return [
        height
        for height in map(_top, next(iter(held.values()))[1:])
        if (_has(begun[0], height) and any(map(_has, [*begun[1:], *firsts[1:]], repeat(height))))
        or sum(map(_has, begun[1:], repeat(height))) >= max(FEWEST, len(begun) / 2)
    ]


def _has(heights: Sequence[float], height: float) -> bool:
    return any(abs(one - height) <= SAME for one in heights)


def _begun(cell: Sequence[Sequence[Line]], left: float, right: float) -> Iterator[float]:
    for line, following in pairwise(cell):
        size = max(part.size for part in line)
        first = min((word for part in following for word in part.words), key=lambda word: word.left)
        width = max(part.right for part in line) - min(part.left for part in line)
        fits = width + SPACE * size + first.right - first.left < right - left - PADDING * size
        if fits or _top(following) - _top(line) > LEADING * size:
            yield _top(following)


def _top(line: Sequence[Line]) -> float:
    return min(part.top for part in line)


def _printed(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Give the parts of lines from top to bottom, those at one height together."""
    printed: list[Line] = []
    for line in sorted(lines, key=_height):
        if printed and _height(line) - _height(printed[-1]) > SAME:
            yield printed
            printed = []
        printed.append(line)
    if printed:
        yield printed


def _height(line: Line) -> float:
    return (line.top + line.bottom) / 2
