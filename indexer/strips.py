"""Level rules and the edges of shades to the strips between them, each with the words in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.layout import Line, Rule, Shade
from indexer.ruled import REACH, SAME, Stretch, level_stretches

Edges = tuple[float, ...]

LOWEST = 5.0
COMMON = 0.4


@dataclass(frozen=True, slots=True)
class Strip:
    """
    What stands between two level edges; `cuts` are where either is drawn in pieces.

    `lines` are parts of printed lines: the words of each stand at one height.
    """

    top: float
    bottom: float
    left: float
    right: float
    cuts: Edges
    lines: tuple[Line, ...]

    def holds(self, line: Line) -> bool:
        x, y = (line.left + line.right) / 2, (line.top + line.bottom) / 2
        return self.top < y < self.bottom and self.left < x < self.right


def chains(
    rules: Sequence[Rule], shades: Sequence[Shade], lines: Sequence[Line]
) -> Iterator[list[Strip]]:
    """Give the runs of strips of which each begins where the last ends, from the top down."""
    edges = [Rule(s.left, y, s.right, y) for s in shades for y in (s.top, s.bottom)]
    level = sorted(level_stretches([*rules, *edges]), key=lambda one: one.at)
    level = [one for one in level if one.end - one.start > LOWEST]
    used: set[int] = set()
    for first in range(len(level)):
        chain = [first] if first not in used else []
        while chain and (below := _below(level, chain[-1])) is not None:
            chain.append(below)
        used.update(chain)
        if len(chain) > 1:
            yield [_strip(level[a], level[b], lines) for a, b in pairwise(chain)]


def _below(level: Sequence[Stretch], number: int) -> int | None:
    """Give the next edge below that begins or ends where this one does."""
    above = level[number]
    for other in range(number + 1, len(level)):
        one = level[other]
        level_ends = abs(one.start - above.start) <= REACH or abs(one.end - above.end) <= REACH
        common = min(one.end, above.end) - max(one.start, above.start)
        wider = max(one.end - one.start, above.end - above.start)
        if level_ends and one.at - above.at > LOWEST and common > COMMON * wider:
            return other
    return None


def _strip(above: Stretch, below: Stretch, lines: Sequence[Line]) -> Strip:
    left, right = min(above.start, below.start), max(above.end, below.end)
    cuts = tuple({*above.cuts, *below.cuts})
    return strip_of(above.at, below.at, (left, right), cuts, lines)


def strip_of(
    top: float, bottom: float, ends: tuple[float, float], cuts: Edges, lines: Sequence[Line]
) -> Strip:
    """Give the strip between two heights and two ends, with those parts of lines that it holds."""
    left, right = ends
    held = (
        part
        for line in lines
        if top < (line.top + line.bottom) / 2 < bottom
        for part in _within(line, left - SAME, right + SAME)
    )
    return Strip(top, bottom, left, right, cuts, tuple(held))


def _within(line: Line, left: float, right: float) -> Iterator[Line]:
    """Give the part of a line whose words stand between two places."""
    numbers = [
        number
        for number, word in enumerate(line.words)
        if left < (word.left + word.right) / 2 < right
    ]
    if numbers:
        yield line.part(numbers[0], numbers[-1] + 1)
