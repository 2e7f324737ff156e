"""Lines of tables that are drawn column by column to the lines of each row, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.heads import NUMERIC
from indexer.layout import Line

SAME = 2.0
FEWEST = 3
FURTHEST = 6.0
ALIGNED = 0.8
WORDS = 6
FLOWING = 0.2

Stack = list[Line]


def in_rows(lines: Sequence[Line]) -> list[Line]:
    """
    Give the lines, those of tables drawn column by column row by row.

    Columns are cells below one another; they make a table where each row begins at one height in
    all of them, where what they say does not run on as prose does, and where some hold numbers or
    there are three of them.
    """
    ordered: list[Line] = []
    for group in _groups(lines):
        ordered += _by_row(group) if _is_table(group) else [line for s in group for line in s]
    return ordered


def _groups(lines: Sequence[Line]) -> Iterator[list[Stack]]:
    """Give runs of stacks of which each stands to the right of the last, at the same height."""
    group: list[Stack] = []
    for stack in _stacks(lines):
        if group and not _follows(group[-1], stack):
            yield group
            group = []
        group.append(stack)
    if group:
        yield group


def _stacks(lines: Sequence[Line]) -> Iterator[Stack]:
    """Give runs of lines of which each stands below the last."""
    stack: Stack = []
    for line in lines:
        if stack and not _is_below(stack[-1], line):
            yield stack
            stack = []
        stack.append(line)
    if stack:
        yield stack


def _is_below(last: Line, line: Line) -> bool:
    common = min(last.right, line.right) - max(last.left, line.left)
    return common > 0 and SAME < line.top - last.top < FURTHEST * last.size


def _follows(last: Stack, stack: Stack) -> bool:
    apart = min(line.left for line in stack) - max(line.right for line in last)
    return apart > 0 and stack[0].top < last[-1].top and last[0].top < stack[-1].top


def _is_table(group: Sequence[Stack]) -> bool:
    if len(group) < 2 or min(map(len, group)) < FEWEST or any(map(_is_prose, group)):  # noqa: PLR2004 - columns
        return False
    numeric = any(sum(is_number(line) for line in s) >= ALIGNED * (len(s) - 1) for s in group)
    return len(_starts(group)) >= FEWEST and (numeric or len(group) > 2)  # noqa: PLR2004 - columns


def is_number(line: Line) -> bool:
    """Tell a line that holds nothing but a number and its signs."""
    return NUMERIC.fullmatch(line.text.strip()) is not None


def _is_prose(stack: Stack) -> bool:
    running = sum(
        not a.text.rstrip().endswith((".", "!", "?", ":")) and b.text.lstrip()[:1].islower()
        for a, b in pairwise(stack)
    )
    words = sum(len(line.words) for line in stack)
    return words > WORDS * len(stack) or running > FLOWING * len(stack) + 1


def _starts(group: Sequence[Stack]) -> list[float]:
    """Give the heights at which rows begin; none where the columns do not agree on them."""
    starts = [line.top for line in min(group, key=len)]
    for stack in group:
        found = sum(any(abs(line.top - top) <= SAME for line in stack) for top in starts)
        if found < ALIGNED * len(starts) or stack[0].top < starts[0] - SAME:
            return []
    return starts


def _by_row(group: Sequence[Stack]) -> Iterator[Line]:
    starts = _starts(group)
    for top, end in pairwise([*starts, float("inf")]):
        for stack in group:
            yield from (line for line in stack if top - SAME <= line.top < end - SAME)
