"""Pages as drawn to pages in reading order, and the ruled tables among their lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.bands import cells_between
from indexer.columns import in_columns
from indexer.grids import in_rows
from indexer.layout import Line, RawPage, Rule
from indexer.margins import Place
from indexer.order import gap, in_place
from indexer.ruled import Grid, Rows, find_grids
from indexer.tables import Table


@dataclass(frozen=True, slots=True)
class Arranged:
    """A page whose lines stand in reading order, those of a ruled table row by row."""

    page: RawPage
    ruled: tuple[Table, ...] = ()


def arrange(pages: Sequence[RawPage], running: frozenset[Place]) -> Iterator[Arranged]:
    """Give the pages without their running lines; a table may go on from one to the next."""
    before: Grid | None = None
    for page in pages:
        own = [line for n, line in enumerate(page.lines) if (page.number, n) not in running]
        if not page.boxed:
            yield Arranged(replace(page, lines=tuple(own)))
            continue
        between = cells_between(page.rules, page.shades, own, before)
        arranged, before = _arranged(page, own, [*page.rules, *between], before)
        yield arranged


def _arranged(
    page: RawPage, own: Sequence[Line], rules: Sequence[Rule], before: Grid | None
) -> tuple[Arranged, Grid | None]:
    """Give a page whose lines are `own`, and the grid of its last table among the `rules`."""
    rest, tables, last = _taken_out(own, find_grids(rules), before)
    lines = in_place(in_rows(in_columns(rest)))
    put_back = _put_back(replace(page, lines=tuple(lines)), tables)
    if put_back:
        return put_back, last
    return Arranged(replace(page, lines=tuple(in_place(in_rows(in_columns(own)))))), last


def _taken_out(
    lines: Sequence[Line], grids: Sequence[Grid], before: Grid | None
) -> tuple[Sequence[Line], list[Rows], Grid | None]:
    """Give the lines that stand in no table, the rows of each table, and the grid of the last."""
    tables: list[Rows] = []
    last: Grid | None = None
    for number, grid in enumerate(grids):
        held, rest = grid.fill(lines)
        goes_on = number == 0 and before is not None and grid.goes_on(before)
        if held and (goes_on or grid.is_table(held)):
            tables.append(grid.table(held))
            lines, last = rest, grid
    return lines, tables, last


def _put_back(page: RawPage, tables: Sequence[Rows]) -> Arranged | None:
    """Put each table at its place among the lines; None where one runs through others."""
    lines = list(page.lines)
    firsts: list[int] = []
    for rows in tables:
        own = [line for row in rows for cell in row for line in cell]
        place = gap(own, lines)
        if place is None:
            return None
        lines[place:place] = own
        firsts = [first + len(own) * (first >= place) for first in firsts] + [place]
    counts = [sum(len(cell) for row in rows for cell in row) for rows in tables]
    ruled = (
        Table(first, first + count, rows)
        for first, count, rows in zip(firsts, counts, tables, strict=True)
    )
    return Arranged(
        replace(page, lines=tuple(lines)), tuple(sorted(ruled, key=lambda table: table.first))
    )
