"""Rows that level rules or shades part to the edges of their cells, as rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from indexer.cells import run_on
from indexer.heads import YEAR
from indexer.layout import Line, Rule, Shade
from indexer.paragraphs import CAPTION
from indexer.ruled import REACH, SAME, Grid
from indexer.strips import Edges, Strip, chains, strip_of
from indexer.tables import LIST_MARK
from indexer.unclosed import rows_above, rows_below
from indexer.wraps import cells, further_rows

GUTTER = 0.7
APART = 0.4
NARROWEST = 0.1
CORE = 0.5
FEWEST = 3
MOST_LINES = 2


def cells_between(
    rules: Sequence[Rule], shades: Sequence[Shade], lines: Sequence[Line], before: Grid | None
) -> Iterator[Rule]:
    """
    Give the edges of the cells in rows that are parted by level rules or told by shades.

    A column ends where no word stands over all of the rows. The first rows of a page may go on
    from the table `before`, in its columns.
    """
    upright = [rule for rule in rules if rule.bottom - rule.top > 2 * SAME]
    parted = list(chains(rules, shades, lines))
    held = [strip for strips in parted for strip in strips]
    free = [line for line in lines if not any(strip.holds(line) for strip in held)]
    for found in (run for strips in parted for run in _runs(strips, upright)):
        ends = min(strip.left for strip in found), max(strip.right for strip in found)
        run = [strip_of(one.top, one.bottom, ends, one.cuts, lines) for one in found]
        at_top = not any(line.bottom < run[0].top for line in lines)
        going_on = _going_on(run, before) if before and at_top else None
        edges = going_on or _edges(run)
        if going_on or _is_table(run, edges):
            above = [] if _is_bold(run[0]) else rows_above(run, edges, free)
            yield from _drawn([*above, *run, *rows_below(run, edges, free)], edges)


def _runs(parted: Sequence[Strip], upright: Sequence[Rule]) -> Iterator[list[Strip]]:
    """Give the strips that follow one another and may be the rows of one table."""
    for may_be, group in groupby(parted, lambda strip: _may_be_row(strip, upright)):
        strips = list(group) if may_be else []
        edges = _edges(strips)
        run: list[Strip] = []
        for strip in strips:
            is_row = _is_row(strip, strips, edges)
            if run and (not is_row or _are_heads(strip, run)):
                yield from _trimmed(run)
                run = []
            if is_row:
                run.append(strip)
        yield from _trimmed(run)


def _may_be_row(strip: Strip, upright: Sequence[Rule]) -> bool:
    inner = (
        strip.left + REACH < rule.left < strip.right - REACH
        and rule.top < strip.bottom - SAME
        and rule.bottom > strip.top + SAME
        for rule in upright
    )
    captions = (CAPTION.match(line.text.lstrip()) for line in strip.lines)
    return bool(strip.lines) and not any(inner) and not any(captions)


def _is_row(strip: Strip, strips: Sequence[Strip], edges: Edges) -> bool:
    """Tell a row of several cells, one with words in one column only, or a heading among rows."""
    if _is_parted(strip) or len(cells(strip.lines, edges)) == 1:
        return True
    left = min(line.left for line in strip.lines)
    begin = min(line.left for one in strips for line in one.lines)
    return len(strip.lines) <= MOST_LINES and left - begin <= SAME


def _are_heads(strip: Strip, run: Sequence[Strip]) -> bool:
    """Tell the heads of a further table: bold words below what is not bold, or the same again."""
    text = " ".join(line.text for line in strip.lines)
    worded = not any(map(str.isdigit, YEAR.sub("", text)))
    bold = _is_bold(strip) and not _is_bold(run[-1])
    return _says(strip) == _says(run[0]) or (worded and bold and _is_parted(strip))


def _trimmed(run: list[Strip]) -> Iterator[list[Strip]]:
    """Give a run without what stands at its begin or its end and keeps to no column."""
    while run and _is_loose(run[-1], run[:-1]):
        run = run[:-1]
    while run and not _is_bold(run[0]) and _is_loose(run[0], run[1:]):
        run = run[1:]
    if run:
        yield run


def _is_loose(strip: Strip, others: Sequence[Strip]) -> bool:
    edges = _edges(others)
    alone = len(cells(strip.lines, edges)) > 1 and not _is_parted(strip)
    return alone or bool(_crossed(strip, edges))


def _is_bold(strip: Strip) -> bool:
    return all(line.bold for line in strip.lines)


def _says(strip: Strip) -> list[str]:
    return [line.text for line in strip.lines]


def _is_parted(strip: Strip) -> bool:
    return _parts(strip) > 0


def _parts(strip: Strip) -> int:
    """Count the gaps between words, but for that after the number of an item or a heading."""
    first = min(strip.lines, key=lambda line: line.left)
    mark = first.text[first.words[0].start : first.words[0].end]
    return len(_gaps([strip], APART)) - (LIST_MARK.fullmatch(mark) is not None)


def _gaps(strips: Sequence[Strip], narrowest: float = NARROWEST) -> list[tuple[float, float]]:
    """Give the places, from the left, between which no word stands; narrow ones at cuts only."""
    lines = [line for strip in strips for line in strip.lines]
    cuts = [cut for strip in strips for cut in strip.cuts]
    size = max((line.size for line in lines), default=0.0)
    found: list[tuple[float, float]] = []
    end = float("inf")
    for left, right in sorted((word.left, word.right) for line in lines for word in line.words):
        at_cut = any(end <= cut <= left for cut in cuts)
        if left - end >= (narrowest if at_cut else GUTTER) * size:
            found.append((end, left))
        end = right if end == float("inf") else max(end, right)
    return found


def _edges(run: Sequence[Strip]) -> Edges:
    """Give the edges of the columns, at the cuts in the rules where there are any."""
    if not run:
        return ()
    counts = [_parts(strip) for strip in run]
    least = max(1, CORE * max(counts))
    core = [strip for strip, count in zip(run, counts, strict=True) if count >= least]
    cuts = [cut for strip in run for cut in strip.cuts]
    inner = [
        min((cut for cut in cuts if end <= cut <= left), default=left - min(1, (left - end) / 2))
        for end, left in _gaps(core)
    ]
    ends = min(strip.left for strip in run), max(strip.right for strip in run)
    first = min(line.left for strip in run for line in strip.lines)
    last = max(line.right for strip in run for line in strip.lines)
    return (min(ends[0], first), *inner, max(ends[1], last))


def _crossed(strip: Strip, edges: Edges) -> list[float]:
    """Give the edges that a word or the space between two of them stands over."""
    words = sorted((word.left, word.right) for line in strip.lines for word in line.words)
    gaps = _gaps([strip])
    left, right = words[0][0], max(right for _, right in words)
    return [
        edge
        for edge in edges
        if left < edge < right and not any(a - SAME < edge < b + SAME for a, b in gaps)
    ]


def _going_on(run: Sequence[Strip], before: Grid) -> Edges | None:
    """Give the edges of the table before it, where the run stands between them."""
    edges = _edges(run)
    near = all(abs(edges[end] - before.columns[end]) <= REACH for end in (0, -1))
    if not near or len(edges) > len(before.columns):
        return None
    return None if any(_crossed(strip, before.columns) for strip in run) else before.columns


def _is_table(run: Sequence[Strip], edges: Edges) -> bool:
    """Tell a table: most strips of several cells hold one row, and no column is prose."""
    several = [(strip, cells(strip.lines, edges)) for strip in run if _is_parted(strip)]
    single = [strip for strip, one in several if not further_rows(one, edges)]
    written = [[list(chain(*cell)) for cell in one.values()] for _, one in several]
    if 2 * sum(map(run_on, written)) > len(several):
        return False
    if len(single) >= FEWEST:
        return 2 * len(single) >= len(several)
    cuts = [cut for strip in run for cut in strip.cuts]
    cut = all(any(abs(edge - one) <= SAME for one in cuts) for edge in edges[1:-1])
    headed = bool(single) and _is_bold(single[0])
    return (cut or headed) and len(single) == len(several) == FEWEST - 1


def _drawn(run: Sequence[Strip], edges: Edges) -> Iterator[Rule]:
    for strip in run:
        crossed = _crossed(strip, edges)
        for x in edges:
            if x not in crossed:
                yield Rule(x, strip.top, x, strip.bottom)
        tops = further_rows(cells(strip.lines, edges), edges)
        for y in (strip.top, *(top - SAME / 2 for top in tops), strip.bottom):
            yield Rule(edges[0], y, edges[-1], y)
