"""The rows of a table to the heads of its columns, those of several rows read from the top down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from indexer.layout import Line

MOST = 3
FEWEST_LEFT = 2
NEAR = 0.6
NUMERIC = re.compile(r"[\W\d]*\d[\W\d]*%?")
YEAR = re.compile(r"(?:19|20)\d\d(?:[/–-](?:\d\d)?\d\d)?")

Cell = Sequence[Line]
Row = Sequence[Cell]


def column_heads(rows: Sequence[Row]) -> str:
    """Give the head of each column where the first row holds heads, else nothing."""
    first, *others = rows
    counted = any(NUMERIC.fullmatch(text_of(cell)) for row in others for cell in row)
    if not (_is_bold(first) or (_is_worded(first) and counted)):
        return ""
    count = 1 + sum(1 for _ in takewhile(lambda pair: _goes_on(*pair), pairwise(rows[:MOST])))
    heads = rows[: max(1, min(count, len(rows) - FEWEST_LEFT))]
    over = [text_of(row[0]) for row in heads[:-1] if len(row) == 1]
    own = [row for row in heads if len(row) > 1] or [*heads]
    return ": ".join([*over, " · ".join(" ".join(_path(cell, own)) for cell in own[-1])])


def text_of(cell: Cell) -> str:
    return " ".join(
        line.text[word.start : word.end].strip("\ufffe\u00ad")
        for line in cell
        for word in line.words
    )


def _goes_on(row: Row, following: Row) -> bool:
    """Tell a further row of heads: more of them, below those that stand over several."""
    worded = _is_worded(following) and (len(row) == 1 or not _is_bold(row))
    return len(following) > len(row) and (worded or (_is_bold(row) and _is_bold(following)))


def _is_bold(row: Row) -> bool:
    return all(line.bold for cell in row for line in cell)


def _is_worded(row: Row) -> bool:
    return not any(map(str.isdigit, YEAR.sub("", " ".join(map(text_of, row)))))


def _path(cell: Cell, heads: Sequence[Row]) -> Iterator[str]:
    """Give the heads from the top one down to `cell`, which stands in the last row of them."""
    for row in heads[:-1]:
        found = [head for head in row if cell in _spanned(head, row, heads[-1])]
        yield from map(text_of, found[:1])
    yield text_of(cell)


def _spanned(head: Cell, row: Row, cells: Row) -> list[Cell]:
    """
    Give the cells that a head in the row above stands over.

    They are those below it, and where it is set over the first or the middle of its columns those
    that belong to it so; a head that may be set in another way stands over no more than is sure.
    """
    left, right = _edges(head)
    below = [cell for cell in cells if _edges(cell)[0] < right and _edges(cell)[1] > left]
    limit = min((_edges(o)[0] for o in row if _edges(o)[0] > right), default=float("inf"))
    size = head[0].size
    if any(abs(_edges(cell)[0] - left) < NEAR * size for cell in below):
        return [cell for cell in cells if left - size < _edges(cell)[0] < limit - size]
    middle = (left + right) / 2
    shifts = {_middle(cell) - middle: cell for cell in cells}
    return below + [
        cell
        for shift, cell in shifts.items()
        if cell not in below and any(abs(shift + other) < 2 * size for other in shifts)
    ]


def _edges(cell: Cell) -> tuple[float, float]:
    return min(line.left for line in cell), max(line.right for line in cell)


def _middle(cell: Cell) -> float:
    return sum(_edges(cell)) / 2
