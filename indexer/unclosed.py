"""The rows of a table to those beyond its first and last edge, which no rule or shade closes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from indexer.layout import Line
from indexer.paragraphs import CAPTION
from indexer.ruled import SAME
from indexer.strips import Edges, Strip, strip_of
from indexer.wraps import Cells, cells, further_rows

NEAR = 1.2
SPACE = 0.7
MOST_HEADS = 3


def row_above(run: Sequence[Strip], edges: Edges, lines: Sequence[Line]) -> list[Strip]:
    """Give the row of heads right above the first edge, if one stands there in the columns."""
    found: list[Line] = []
    top = run[0].top
    for line in sorted(lines, key=lambda line: -line.bottom):
        if line.bottom > run[0].top + SAME or not _is_over(line, edges):
            continue
        if top - line.bottom > NEAR * line.size or not _keeps_to(edges, line):
            break
        found.append(line)
        top = min(top, line.top)
    heads = strip_of(top - SAME, run[0].top, (edges[0], edges[-1]), (), found)
    fits = len(found) <= MOST_HEADS and _fits(heads, run, edges)
    return [heads] if fits and not further_rows(cells(heads.lines, edges), edges) else []


def rows_below(run: Sequence[Strip], edges: Edges, lines: Sequence[Line]) -> list[Strip]:
    """Give what stands in the columns right below the last edge."""
    found: list[Line] = []
    bottom = run[-1].bottom
    for line in sorted(lines, key=lambda line: line.top):
        if line.top < run[-1].bottom - SAME or not _is_over(line, edges):
            continue
        if line.top - bottom > NEAR * line.size or not _keeps_to(edges, line):
            break
        found.append(line)
        bottom = max(bottom, line.bottom)
    rest = strip_of(run[-1].bottom, bottom + SAME, (edges[0], edges[-1]), (), found)
    return [rest] if _fits(rest, run, edges) else []


def _is_over(line: Line, edges: Edges) -> bool:
    return line.upright and line.left < edges[-1] and line.right > edges[0]


def _keeps_to(edges: Edges, line: Line) -> bool:
    """Tell a line that stays between the ends of a table, with room at each edge that it passes."""
    inside = line.left > edges[0] - SAME and line.right < edges[-1] + SAME
    words = sorted((word.left, word.right) for word in line.words)
    gaps = [(a[1], b[0]) for a, b in pairwise(words)]
    passed = [edge for edge in edges if line.left < edge < line.right]
    clear = all(
        any(a - SAME < edge < b + SAME and b - a > SPACE * line.size for a, b in gaps)
        for edge in passed
    )
    return inside and clear and not CAPTION.match(line.text.lstrip())


def _fits(strip: Strip, run: Sequence[Strip], edges: Edges) -> bool:
    """Tell whether it begins in the first column, and each cell stands like one in the run."""
    held = cells(strip.lines, edges)
    like = [cells(one.lines, edges) for one in run]
    return (
        len(held) > 1
        and min(held) == 1
        and all(
            any(
                _is_aligned(line, other)
                for line in _lines(held, column)
                for one in like
                for other in _lines(one, column)
            )
            for column in held
        )
    )


def _lines(held: Cells, column: int) -> list[Line]:
    return [part for printed in held.get(column, ()) for part in printed]


def _is_aligned(one: Line, other: Line) -> bool:
    middles = abs(one.left + one.right - other.left - other.right) / 2
    return min(abs(one.left - other.left), abs(one.right - other.right), middles) <= SAME
