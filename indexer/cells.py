"""The rows of a table to rows whose cells end where its columns do."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from indexer.layout import Line

Piece = tuple[int, Line]
Cell = list[Piece]
Row = list[Cell]

NARROWEST = 0.5
MOST = 0.5
FEWEST_PROSE = 4
SENTENCE_ENDS = tuple(".!?:;")


def run_on(cells: Sequence[Sequence[Line]]) -> bool:
    """Tell columns of prose, of which one goes on with the sentence of the last."""
    return any(
        len(left) >= FEWEST_PROSE
        and not left[-1].text.rstrip().endswith(SENTENCE_ENDS)
        and right[0].text.lstrip()[:1].islower()
        for left, right in pairwise(cells)
    )


def at_columns(rows: Sequence[Row]) -> list[Row]:
    """
    Give the rows, those cells cut that reach over an empty strip between two columns.

    The strips are those in which no row of several cells has a word: cells that stand close to one
    another in one row, such as single digits, stand farther apart in the next.
    """
    most = max(map(len, rows))
    core = [row for row in rows if len(row) >= max(2, MOST * most)]
    strips = list(_strips(core))
    return [_cut(row, strips) if len(row) > 1 or _is_clear(row, strips) else row for row in rows]


def _is_clear(row: Row, strips: Sequence[float]) -> bool:
    """Tell whether no word of a row stands in a strip."""
    words = [word for cell in row for _, line in cell for word in line.words]
    return not any(word.left < strip < word.right for word in words for strip in strips)


def _strips(rows: Sequence[Row]) -> Iterator[float]:
    """Give the middle of each strip that is wide enough and holds no word."""
    lines = [line for row in rows for cell in row for _, line in cell]
    least = NARROWEST * max(line.size for line in lines)
    end = float("inf")
    for left, right in sorted((word.left, word.right) for line in lines for word in line.words):
        if left - end >= least:
            yield (left + end) / 2
        end = right if end == float("inf") else max(end, right)


def _cut(row: Row, strips: Sequence[float]) -> Row:
    cells: dict[int, Cell] = {}
    for cell in row:
        for index, line in cell:
            for column, words in groupby(line.words, lambda word: bisect(strips, word.left)):
                own = tuple(words)
                part = line if len(own) == len(line.words) else replace(line, words=own)
                cells.setdefault(column, []).append((index, part))
    return [cells[column] for column in sorted(cells)]
