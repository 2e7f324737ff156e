"""Level rules drawn cell by cell to the columns of the rows between them, as upright rules."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evidence_search.types import Word
from indexer.layout import Line, Rule
from indexer.order import WIDEST_SPACE
from indexer.paragraphs import CAPTION
from indexer.ruled import SAME, Stretch, level_stretches

FEWEST = 2
OVER = 1.0
SPACE = 0.25  # between words, and room at the end of a cell, by the size of the type
PADDING = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """What stands between two level rules; `edges` are those of its columns from the left."""

    top: float
    bottom: float
    edges: tuple[float, ...]

    def holds(self, one: Line | Rule) -> bool:
        x, y = (one.left + one.right) / 2, (one.top + one.bottom) / 2
        return self.top < y < self.bottom and self.edges[0] - SAME < x < self.edges[-1] + SAME


def columns_between(
    rules: Sequence[Rule], lines: Sequence[Line], taken: Sequence[Line] = ()
) -> Iterator[Rule]:
    """
    Give the edges of cells whose rules above and below are drawn in pieces that end alike.

    A row alone counts at the top of the page only, where it goes on from the last one.
    """
    rows = list(_rows(rules, lines, taken))
    for row in rows:
        joined = any(row.top == other.bottom or row.bottom == other.top for other in rows)
        if joined or not any(line.bottom < row.top for line in lines):
            yield from (Rule(x, row.top, x, row.bottom) for x in row.edges)


def _rows(rules: Sequence[Rule], lines: Sequence[Line], taken: Sequence[Line]) -> Iterator[Row]:
    """
    Give what stands between two such rules and is a row of cells.

    None is what holds upright rules, a caption or lines `taken` by another table, has words in one
    column only, over an edge or close to one another on both sides of each, or has a line that
    ends long before its column does: that may be several rows.
    """
    level = sorted(level_stretches(rules), key=lambda rule: rule.at)
    upright = [rule for rule in rules if rule.bottom - rule.top > 2 * SAME]
    for number, above in enumerate(level):
        below = next((rule for rule in level[number + 1 :] if _is_below(rule, above)), None)
        if below is None or not _agree(above, below):
            continue
        ends = min(above.start, below.start), max(above.end, below.end)
        row = Row(above.at, below.at, (ends[0], *_cuts(above, below), ends[1]))
        free = not any(map(row.holds, upright)) and not any(map(row.holds, taken))
        if free and _is_row([line for line in lines if row.holds(line)], row.edges):
            yield row


def _is_below(rule: Stretch, above: Stretch) -> bool:
    apart = rule.at - above.at > SAME
    return apart and min(rule.end, above.end) - max(rule.start, above.start) > SAME


def _agree(one: Stretch, other: Stretch) -> bool:
    return abs(one.start - other.start) <= SAME or abs(one.end - other.end) <= SAME


def _cuts(above: Stretch, below: Stretch) -> list[float]:
    """Give where both rules are cut, or one is and the other begins or ends."""
    found: list[float] = []
    for x in sorted({*above.cuts, *below.cuts}):
        shared = all(
            any(abs(x - end) <= SAME for end in (rule.start, *rule.cuts, rule.end))
            for rule in (above, below)
        )
        if shared and (not found or x - found[-1] > 2 * SAME):
            found.append(x)
    return found


def _is_row(lines: Sequence[Line], edges: Sequence[float]) -> bool:
    if not lines or any(CAPTION.match(line.text.lstrip()) for line in lines):
        return False
    size = max(line.size for line in lines)
    words = [word for line in lines for word in line.words]
    columns: dict[int, list[Word]] = {}
    for word in words:
        columns.setdefault(_column(word, edges), []).append(word)
    return (
        len(columns) >= FEWEST
        and _is_apart(words, edges, size)
        and all(
            0 < number < len(edges) and _is_filled(own, edges[number - 1], edges[number], size)
            for number, own in columns.items()
        )
    )


def _column(word: Word, edges: Sequence[float]) -> int:
    return bisect(edges, (word.left + word.right) / 2)


def _is_apart(words: Sequence[Word], edges: Sequence[float], size: float) -> bool:
    """Tell whether most words beside an edge stand farther from the next than words of a line."""
    gaps = [
        two.left - one.right > WIDEST_SPACE * size
        for line in _printed(words)
        for one, two in pairwise(sorted(line, key=lambda word: word.left))
        if _column(one, edges) != _column(two, edges)
    ]
    return 2 * sum(gaps) >= len(gaps)


def _is_filled(words: Sequence[Word], left: float, right: float, size: float) -> bool:
    """Tell whether words stay in a column, and fill it up to their last line."""
    if any(word.left < left - OVER or word.right > right + OVER for word in words):
        return False
    for line, following in pairwise(_printed(words)):
        first = min(following, key=lambda word: word.left)
        end = max(word.right for word in line) + SPACE * size + first.right - first.left
        if end < right - PADDING * size:
            return False
    return True


def _printed(words: Sequence[Word]) -> list[list[Word]]:
    """Give the words from top to bottom, those at one height together."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=_height):
        if not lines or _height(word) - _height(lines[-1][-1]) > SAME:
            lines.append([])
        lines[-1].append(word)
    return lines


def _height(word: Word) -> float:
    return (word.top + word.bottom) / 2
