"""Lines in the order in which a file draws them to lines in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evidence_search.types import Word
from indexer.layout import Line, RawPage

SPACE = 0.12
WIDEST_SPACE = 0.45
SLACK = 1.0
SHARE = 0.3
ROOM = 2.0


def whole_lines(page: RawPage) -> tuple[Line, ...]:
    """Give the lines of a page, those joined that are pieces of one printed line."""
    return tuple(_whole_lines(page.lines)) if page.boxed else page.lines


def in_place(lines: list[Line]) -> list[Line]:
    """
    Give the lines with each run that was drawn after what stands below it put into its gap.

    The order of drawing is kept where nothing speaks against it: in most files it follows columns,
    boxes and rows of tables better than any guess from the geometry does.
    """
    runs = list(_runs(lines))
    if len(runs) < 2:  # noqa: PLR2004 - nothing to be put anywhere
        return lines
    largest = max(range(len(runs)), key=lambda number: len(runs[number]))
    ordered = list(runs[largest])
    for number, run in enumerate(runs):
        if number == largest:
            continue
        whole = gap(run, ordered) is not None
        for part in [run] if whole else _clusters(run):
            place = gap(part, ordered)
            if place is None:
                return lines
            ordered[place:place] = part
    return ordered


def _clusters(run: Sequence[Line]) -> Iterator[list[Line]]:
    """Give the parts of a run between which there is room for other lines."""
    part: list[Line] = []
    for line in run:
        if part and line.top - part[-1].bottom > ROOM * line.size:
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _whole_lines(lines: Sequence[Line]) -> Iterator[Line]:
    last: Line | None = None
    for line in lines:
        if last and _continues(last, line):
            last = _joined(last, line)
            continue
        if last:
            yield last
        last = line
    if last:
        yield last


def _continues(last: Line, line: Line) -> bool:
    if not (last.upright and line.upright) or last.text.endswith(("\ufffe", "\u00ad")):
        return False
    common = min(last.bottom, line.bottom) - max(last.top, line.top)
    gap = line.words[0].left - last.words[-1].right
    smaller = min(last.size, line.size)
    return common > 0.5 * smaller and -SLACK < gap < WIDEST_SPACE * smaller


def _joined(last: Line, line: Line) -> Line:
    gap = line.words[0].left - last.words[-1].right
    left = last.text[: last.words[-1].end]
    raised = line.size < 0.85 * last.size and line.bottom < last.bottom - SLACK
    apart = gap > SPACE * min(last.size, line.size) or raised
    shift = len(left) + apart - line.words[0].start
    moved = [replace(w, start=w.start + shift, end=w.end + shift) for w in line.words]
    words = list(last.words)
    if not apart:
        first = moved.pop(0)
        words[-1] = _hull(words[-1], first)
    marks = last.marks | {mark + shift for mark in line.marks}
    text = left + " " * apart + line.text[line.words[0].start :]
    longer = last if len(last.text) >= len(line.text) else line
    bold = last.bold and line.bold
    italic = longer.italic and (line.italic or last is longer)
    return Line(text, (*words, *moved), longer.size, bold, marks=frozenset(marks), italic=italic)


def _hull(one: Word, other: Word) -> Word:
    return Word(
        one.start,
        other.end,
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Give the runs between those places where the drawing goes up in the same column."""
    run: list[Line] = []
    for line in lines:
        middle = (line.top + line.bottom) / 2
        if run and middle < run[-1].top - SLACK and _beside(line, run[-1]) > SHARE:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def gap(run: Sequence[Line], lines: Sequence[Line]) -> int | None:
    """
    Give the index of the line before which `run` stands; None where it runs through others.

    Where nothing stands below it, it comes right after what stands above it.
    """
    top, bottom = min(line.top for line in run), max(line.bottom for line in run)
    first = len(lines)
    after = None
    for index, line in enumerate(lines):
        if max(_beside(line, other) for other in run) <= 0:
            continue
        middle = (line.top + line.bottom) / 2
        if top < middle < bottom:
            return None
        if middle > bottom:
            first = min(first, index)
        else:
            after = index + 1
    return first if first < len(lines) or after is None else after


def _beside(one: Line, other: Line) -> float:
    """Give the share of the narrower line's width that the two have in common."""
    common = min(one.right, other.right) - max(one.left, other.left)
    return common / max(1.0, min(one.right - one.left, other.right - other.left))
