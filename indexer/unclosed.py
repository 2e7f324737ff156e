"""The rows of a table to those beyond its first and last edge, which no rule or shade closes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from indexer.layout import Line
from indexer.paragraphs import CAPTION
from indexer.ruled import SAME
from indexer.strips import Edges, Strip, strip_of
from indexer.wraps import Cells, cells

NEAR = 1.2
SPACE = 0.7


def rows_above(run: Sequence[Strip], edges: Edges, lines: Sequence[Line]) -> list[Strip]:
    """Give what stands in the columns right above the first edge, if anything does."""
    top = run[0].top
    over = [line for line in lines if line.bottom < top + SAME and _is_over(line, edges)]
    found: list[Line] = []
    for line in sorted(over, key=lambda line: -line.bottom):
        if top - line.bottom > NEAR * line.size or not _keeps_to(edges, line):
            break
        found.append(line)
        top = min(top, line.top)
    rest = strip_of(top - SAME, run[0].top, (edges[0], edges[-1]), (), found)
    return [rest] if _fits(rest, run, edges) else []


def rows_below(run: Sequence[Strip], edges: Edges, lines: Sequence[Line]) -> list[Strip]:
    """Give what stands in the columns right below the last edge, if anything does."""
    bottom = run[-1].bottom
    under = [line for line in lines if line.top > bottom - SAME and _is_over(line, edges)]
    found: list[Line] = []
    for line in sorted(under, key=lambda line: line.top):
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
    gaps = [(one[1], two[0]) for one, two in pairwise(words)]
    clear = all(
        any(a - SAME < edge < b + SAME and b - a > SPACE * line.size for a, b in gaps)
        for edge in edges
        if line.left < edge < line.right
    )
    return inside and clear and not CAPTION.match(line.text.lstrip())


def _fits(strip: Strip, run: Sequence[Strip], edges: Edges) -> bool:
    """Tell whether it begins in the first column, and its cells stand like those of the run."""
    held = cells(strip.lines, edges)
    like = [cells(one.lines, edges) for one in run]
    return len(held) > 1 and min(held) == 1 and all(_stands_like(held, like, n) for n in held)


def _stands_like(held: Cells, like: Sequence[Cells], column: int) -> bool:
    others = [line for one in like for line in _lines(one, column)]
    return any(_is_aligned(line, other) for line in _lines(held, column) for other in others)


def _lines(held: Cells, column: int) -> list[Line]:
    return [part for printed in held.get(column, ()) for part in printed]


def _is_aligned(one: Line, other: Line) -> bool:
    middles = abs(one.left + one.right - other.left - other.right) / 2
    return min(abs(one.left - other.left), abs(one.right - other.right), middles) <= SAME
