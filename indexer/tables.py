"""Lines of a page to its tables: rows of cells, told from prose by how they stand and are drawn."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.cells import at_columns, run_on
from indexer.heads import column_heads
from indexer.layout import Line

WIDE = 1.6
FEWEST_ROWS = 3
NEAR = 1.6
SHARE = 0.6
MOST_WORDS = 40
LIST_MARK = re.compile(
    r"[^\w\s\"'“‘(\[<>=+\u2212-]|[-–—o]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,3})+\.?|\|"
)

Cell = list[Line]
Row = list[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """
    Lines `first:last` of a page (`last` exclusive) as rows; a cell is its printed lines.

    Empty cells are there where rules show them.
    """

    first: int
    last: int
    rows: tuple[tuple[tuple[Line, ...], ...], ...]

    @property
    def heads(self) -> str:
        """The heads of the columns where the first rows hold any, else nothing."""
        return column_heads([[cell for cell in row if cell] for row in self.rows])


def find_tables(
    lines: Sequence[Line], apart: Collection[int] = (), ruled: Sequence[Table] = ()
) -> list[Table]:
    """
    Give the tables of a page, whose lines stand in reading order, those that are `ruled` included.

    No other table has any of the lines `apart`.
    """
    tables: list[Table] = []
    start = 0
    inside = (index for table in ruled for index in range(table.first, table.last))
    for end in [*sorted({*apart, *inside}), len(lines)]:
        pieces = [(index, p) for index in range(start, end) for p in _pieces(lines[index])]
        for rows in _runs(list(_rows(list(_cells(pieces))))):
            indexes = [index for row in rows for cell in row for index, _ in cell]
            first, last = min(indexes), max(indexes) + 1
            if not tables or first >= tables[-1].last:
                cells = at_columns(rows)
                text = tuple(tuple(tuple(p for _, p in cell) for cell in row) for row in cells)
                tables.append(Table(first, last, text))
        start = end + 1
    return sorted([*tables, *ruled], key=lambda table: table.first)


Piece = tuple[int, Line]


def _pieces(line: Line) -> Iterator[Line]:
    """Cut a line where its words stand too far apart for prose."""
    if not line.upright:
        return
    group = [line.words[0]]
    for last, word in pairwise(line.words):
        gap = word.left - last.right
        mark = len(group) == 1 and LIST_MARK.fullmatch(line.text[last.start : last.end])
        if gap > WIDE * line.size and not mark:
            yield replace(line, words=tuple(group))
            group = []
        group.append(word)
    yield replace(line, words=tuple(group)) if len(group) < len(line.words) else line


def _cells(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Give runs of pieces that stand closely below one another."""
    cell: list[Piece] = []
    for index, piece in pieces:
        if cell:
            last = cell[-1][1]
            step = piece.top - last.top
            below = 0 < step < NEAR * max(piece.size, last.size) and piece.top > last.top + 2
            if not below or _common(piece, last) <= 0:
                yield cell
                cell = []
        cell.append((index, piece))
    if cell:
        yield cell


def _rows(cells: Sequence[list[Piece]]) -> Iterator[list[list[Piece]]]:
    """Give runs of cells of which each stands to the right of the last, at the same height."""
    row: list[list[Piece]] = []
    for cell in cells:
        if row and not _right_of(cell, row[-1]):
            yield row
            row = []
        row.append(cell)
    if row:
        yield row


def _right_of(cell: list[Piece], last: list[Piece]) -> bool:
    left = min(piece.left for _, piece in cell)
    right = max(piece.right for _, piece in last)
    top, bottom = cell[0][1].top, cell[-1][1].bottom
    above, below = last[0][1].top, last[-1][1].bottom
    common = min(bottom, below) - max(top, above)
    return left > right - 1 and common > 0.5 * min(bottom - top, below - above)


def _runs(rows: Sequence[list[list[Piece]]]) -> Iterator[list[list[list[Piece]]]]:
    """Give runs of rows, most of several cells, that share their columns."""
    run: list[list[list[Piece]]] = []
    last: list[list[Piece]] = []
    for row in rows:
        if run and not _goes_on(run, row):
            yield from _checked(run)
            run = []
        if not run and len(row) > 1 and len(last) == 1 and _is_over(last[0], row):
            run.append(last)
        if run or len(row) > 1:
            run.append(row)
        last = row
    yield from _checked(run)


def _is_over(cell: list[Piece], row: list[list[Piece]]) -> bool:
    """Tell a head that stands right above a row, over some of its columns but not the first."""
    [(_, head), *others] = cell
    first = row[0][0][1]
    inside = head.left > first.left + head.size and head.right < row[-1][0][1].right + head.size
    return not others and inside and 0 < first.top - head.top < 2 * head.size


def _goes_on(run: Sequence[list[list[Piece]]], row: list[list[Piece]]) -> bool:
    last = run[-1]
    bottom = max(piece.bottom for cell in last for _, piece in cell)
    top = min(piece.top for cell in row for _, piece in cell)
    size = row[0][0][1].size
    if top < min(piece.top for cell in last for _, piece in cell) or top - bottom > 4 * size:
        return False
    if len(row) > 1:
        if len(run) == 1 and len(row) > len(last) and top - bottom < size:
            return True  # heads that stand over several columns, and below them one for each
        return any(_common(a[0][1], b[0][1]) > 0 for a in row for b in max(run, key=len))
    words = sum(len(piece.words) for _, piece in row[0])
    widest = max(run, key=len)
    inside = _common(row[0][0][1], widest[0][0][1]) > 0
    width = row[0][0][1].right - row[0][0][1].left
    whole = max(p.right for c in widest for _, p in c) - min(p.left for c in widest for _, p in c)
    return inside and width < SHARE * whole and words < MOST_WORDS


def _checked(run: list[list[list[Piece]]]) -> Iterator[list[list[list[Piece]]]]:
    while run and len(run[-1]) == 1:
        run.pop()
    wide = [row for row in run if len(row) > 1]
    prose = sum(run_on([[piece for _, piece in cell] for cell in row]) for row in wide)
    if len(wide) < FEWEST_ROWS or len(wide) < 0.5 * len(run) or 2 * prose > len(wide):
        return
    aligned = sum(
        1
        for above, below in pairwise(wide)
        if sum(any(_aligned(a, b) for b in below) for a in above) >= min(2, len(above), len(below))
    )
    if aligned >= SHARE * (len(wide) - 1):
        yield run


def _aligned(one: list[Piece], other: list[Piece]) -> bool:
    """Tell whether two cells share their left edge, their right edge or their middle."""
    a, b = one[0][1], other[0][1]
    near = 0.6 * max(a.size, b.size)
    return (
        abs(a.left - b.left) < near
        or abs(a.right - b.right) < near
        or abs(a.left + a.right - b.left - b.right) < 2 * near
    )


def _common(one: Line, other: Line) -> float:
    return min(one.right, other.right) - max(one.left, other.left)
