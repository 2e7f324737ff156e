"""The rules drawn on a page to its grids, and lines of text to the cells in which they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, product

from indexer.grids import is_number
from indexer.layout import Line, Rule

SAME = 2.0
REACH = 4.0
TOUCH = 1.5
COVERED = 0.5
WIDE = 1.6
MOST_PARTED = 0.25
HYPHENS = ("-", "–", "\ufffe")

Place = tuple[int, int]
Rows = tuple[tuple[tuple[Line, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """
    A rule, or several on one line: its distance from the top or the left, and its ends.

    `cuts` are where one of them ends and the next begins right there.
    """

    at: float
    start: float
    end: float
    cuts: tuple[float, ...] = ()

    def meets(self, other: Stretch) -> bool:
        """Tell whether it crosses or touches one of the other direction."""
        return (
            other.start - REACH < self.at < other.end + REACH
            and self.start - REACH < other.at < self.end + REACH
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """
    Where its rows and its columns end, from the top and from the left.

    `origins` gives for each place, as row and column, where the cell begins of which it is part:
    a cell reaches over several places where no rule stands between them.
    """

    rows: tuple[float, ...]
    columns: tuple[float, ...]
    origins: dict[Place, Place]

    def cell(self, x: float, y: float) -> Place | None:
        """Give where the cell around a point begins."""
        row, column = _between(self.rows, y), _between(self.columns, x)
        return None if row is None or column is None else self.origins[row, column]

    def parts(self, line: Line) -> Iterator[tuple[Place | None, Line]]:
        """Give the parts of a line that stand in one cell or in none; turned ones stay whole."""
        if not line.upright:
            middle = (line.left + line.right) / 2, (line.top + line.bottom) / 2
            yield self.cell(*middle), line
            return
        first = 0
        places = [self.cell((w.left + w.right) / 2, (w.top + w.bottom) / 2) for w in line.words]
        for place, run in groupby(places):
            last = first + sum(1 for _ in run)
            yield place, line if last - first == len(places) else line.part(first, last)
            first = last

    def fill(self, lines: Sequence[Line]) -> tuple[dict[Place, list[Line]], list[Line]]:
        """Give the lines in each cell that has any, and the lines that are in none."""
        held: dict[Place, list[Line]] = {}
        rest: list[Line] = []
        for line in lines:
            for place, part in self.parts(line):
                (rest if place is None else held.setdefault(place, [])).append(part)
        return held, rest

    def table(self, held: Mapping[Place, Sequence[Line]]) -> Rows:
        """Give the rows that hold any text, each with its empty cells but those at its end."""
        rows: list[tuple[tuple[Line, ...], ...]] = []
        for row in sorted({row for row, _ in held}):
            last = max(column for own, column in held if own == row)
            begun = sorted(place for place in {*self.origins.values()} if place[0] == row)
            rows += _parted([held.get(place, ()) for place in begun if place[1] <= last])
        return tuple(rows)

    def goes_on(self, before: Grid) -> bool:
        """Tell whether it has the columns of another grid."""
        near = (abs(a - b) <= REACH for a, b in zip(self.columns, before.columns, strict=False))
        return len(self.columns) == len(before.columns) and all(near)

    def is_table(self, held: Mapping[Place, Sequence[Line]]) -> bool:
        """Tell a table from a diagram, and from one whose rules do not part all of its columns."""
        rows = Counter(row for row, _ in held)
        if sum(map(_is_parted, held.values())) > MOST_PARTED * len(held) or not rows:
            return False
        cells = set(self.origins.values())
        first = min(rows)
        over = any(begin[0] == first < row for (row, _), begin in self.origins.items())
        full = not over and rows[first] == sum(row == first for row, _ in cells) > 1
        several = sum(count > 1 for count in rows.values())
        return full or (several > 1 and 2 * several >= len(rows) and 2 * len(held) >= len(cells))


def _is_parted(cell: Sequence[Line]) -> bool:
    """Tell a cell that holds words far apart at one height."""
    words = sorted(
        (round(line.top / SAME), word.left, word.right) for line in cell for word in line.words
    )
    size = max(line.size for line in cell)
    gaps = (two[1] - one[2] for one, two in pairwise(words) if one[0] == two[0])
    return sum(gap > WIDE * size for gap in gaps) > 1


def _parted(row: Sequence[Sequence[Line]]) -> Iterator[tuple[tuple[Line, ...], ...]]:
    """Give a row, or the rows in which no rules stand between the numbers of a column."""
    numbers = (cell for cell in row if len(cell) > 1 and all(map(_is_whole, cell)))
    tops = [line.top - SAME for line in next(numbers, [])[1:]]
    ends = [*tops, float("inf")]
    for start, end in zip([float("-inf"), *tops], ends, strict=True):
        yield tuple(tuple(line for line in cell if start <= line.top < end) for cell in row)


def _is_whole(line: Line) -> bool:
    return is_number(line) and not line.text.rstrip().endswith(HYPHENS)


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """Give the grids of two columns or more that rules make, from the top down."""
    level = list(level_stretches(rules))
    turned = (Rule(r.top, r.left, r.bottom, r.right) for r in rules)
    upright = list(_joined(r for r in turned if r.right - r.left > r.bottom - r.top))
    grids = (_grid(*both) for both in _connected(level, upright))
    return sorted((grid for grid in grids if len(grid.columns) > 2), key=lambda grid: grid.rows[0])  # noqa: PLR2004 - edges


def level_stretches(rules: Sequence[Rule]) -> Iterator[Stretch]:
    """Give the rules that lie level, those that lie on one line and touch as one."""
    return _joined(r for r in rules if r.right - r.left >= r.bottom - r.top)


def _joined(rules: Iterator[Rule]) -> Iterator[Stretch]:
    """Give level rules, those that lie on one line and touch as one."""
    ordered = sorted(rules, key=lambda rule: rule.top + rule.bottom)
    for line in _clusters([((rule.top + rule.bottom) / 2, rule) for rule in ordered]):
        at = sum(place for place, _ in line) / len(line)
        ends = sorted((rule.left, rule.right) for _, rule in line)
        start, end = ends[0]
        cuts: list[float] = []
        for left, right in ends[1:]:
            if left > end + REACH:
                yield Stretch(at, start, end, tuple(cuts))
                start, cuts = left, []
            elif abs(left - end) <= TOUCH:
                cuts.append(left)
            end = max(end, right)
        yield Stretch(at, start, end, tuple(cuts))


def _clusters(placed: Sequence[tuple[float, Rule]]) -> Iterator[list[tuple[float, Rule]]]:
    cluster: list[tuple[float, Rule]] = []
    for place, rule in placed:
        if cluster and place - cluster[0][0] > SAME:
            yield cluster
            cluster = []
        cluster.append((place, rule))
    if cluster:
        yield cluster


def _connected(
    level: Sequence[Stretch], upright: Sequence[Stretch]
) -> Iterator[tuple[list[Stretch], list[Stretch]]]:
    """Give the sets of rules that hang together, two or more in each direction."""
    left = set(upright)
    while left:
        across: set[Stretch] = set()
        down, new = set[Stretch](), {left.pop()}
        while new:
            down |= new
            across |= {one for one in level if any(one.meets(other) for other in new)}
            new = {one for one in left if any(one.meets(other) for other in across)}
            left -= new
        if len(across) > 1 and len(down) > 1:
            yield list(across), list(down)


def _grid(level: Sequence[Stretch], upright: Sequence[Stretch]) -> Grid:
    rows = _edges(level, upright)
    columns = _edges(upright, level)
    places = list(product(range(len(rows) - 1), range(len(columns) - 1)))
    origins: dict[Place, Place] = {}
    for row, column in places:
        above, beside = (row - 1, column), (row, column - 1)
        if row and not _covers(level, rows[row], *columns[column : column + 2]):
            origins[row, column] = origins[above]
        elif column and not _covers(upright, columns[column], *rows[row : row + 2]):
            origins[row, column] = origins[beside]
        else:
            origins[row, column] = row, column
    return Grid(rows, columns, origins)


def _edges(own: Sequence[Stretch], others: Sequence[Stretch]) -> tuple[float, ...]:
    """Give where `own` rules lie; the ends of the `others` too, where they reach beyond."""
    first, last = min(one.start for one in others), max(one.end for one in others)
    found: list[float] = []
    for at in sorted([first, last, *(one.at for one in own)]):
        if not found or at - found[-1] > REACH:
            found.append(at)
    return tuple(found)


def _covers(rules: Sequence[Stretch], at: float, start: float, end: float) -> bool:
    """Tell whether a rule stands between two places whose common edge this is."""
    return any(
        abs(rule.at - at) <= REACH
        and min(rule.end, end) - max(rule.start, start) > COVERED * (end - start)
        for rule in rules
    )


def _between(edges: Sequence[float], at: float) -> int | None:
    """Give the number of the two neighbouring edges around a place; none outside of all."""
    return next((n for n, (a, b) in enumerate(pairwise(edges)) if a <= at < b), None)
