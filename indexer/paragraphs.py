"""The lines of a page to the parts it is made of: paragraphs, headings, captions, notes, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indexer.layout import Kind, Line, RawPage
from indexer.tables import WIDE, Table

BULLET = re.compile(r"[•▪●○◦➢✓‣■□❖➔\uf0b7\uf0a7\uf0d8\uf0fc]|[-–—o](?=\s)")
NUMBERED = re.compile(
    r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|(?:[A-Z]|\d{1,2})(?:\.\d{1,3})+\.?)(?=\s)"
)
CAPTION = re.compile(
    r"(?:Table|TABLE|Figure|FIGURE|Fig\.|Box|BOX|Chart|Exhibit)\s+[A-Z]?\d+(?:\.\d+)*\s*(?:[.:–—|-]|$|[A-Z(])"
)
NOTE = re.compile(r"(?:[¹²³⁰⁴⁵⁶⁷⁸⁹]+|\d{1,3}|[*†‡])\s*(?:[^\W\d_]|[\"“‘(])")
SENTENCE_END = re.compile(r"[.!?:;][\"'”’)\]]*\s*$")
ASIDE = 3.0
INDENT = 6.0
FURTHEST = 60.0
LEADING = 1.35
SMALL = 0.95
OTHER_SIZE = 0.2
MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that belong together; a table stands beside its lines, a heading has a depth."""

    kind: Kind
    lines: tuple[Line, ...]
    depth: int = 0
    table: Table | None = None


def parts(
    page: RawPage, headings: Mapping[int, int], tables: Sequence[Table], body: float
) -> Iterator[Part]:
    """Give the parts of a page in reading order; `body` is the size of the document's text."""
    celled = {index for table in tables for index in range(table.first, table.last)}
    prose = [line for index, line in enumerate(page.lines) if index not in celled]
    step = _leading(prose, few=bool(celled))
    start = 0
    for table in tables:
        yield from _prose(page, range(start, table.first), headings, step, body)
        yield Part(Kind.TABLE, page.lines[table.first : table.last], table=table)
        start = table.last
    yield from _prose(page, range(start, len(page.lines)), headings, step, body)


def paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Give the paragraphs and the items of lists of a text that stands alone."""
    step = _leading(lines)
    group: list[Line] = []
    for line in lines:
        if group and _begins(line, group, step, heading=False):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def is_prose(cell: Sequence[Line]) -> bool:
    """Tell a cell of a table that is long, or long enough to be made of paragraphs that it has."""
    words = sum(len(line.words) for line in cell)
    return words > MOST_WORDS or (words > MOST_WORDS / 2 and len(list(paragraphs(cell))) > 1)


def _prose(
    page: RawPage,
    indexes: range,
    headings: Mapping[int, int],
    step: float,
    body: float,
) -> Iterator[Part]:
    group: list[Line] = []
    depth: int | None = None
    noted = False
    hung: Line | None = None
    for index in indexes:
        line, own = page.lines[index], headings.get(index)
        is_note = _begins_note(line, page, body)
        if group and (
            own != depth
            or is_note
            or (hung and _is_level(line, hung) and _ends_alone(group, line))
            or _begins(line, group, step, heading=own is not None)
        ):
            noted = _is_note(group, page, body, noted=noted)
            yield _part(group, depth, noted=noted)
            hung = group[0] if _hangs(group) else hung if len(group) == 1 else None
            group = []
        group.append(line)
        depth = own
    if group:
        yield _part(group, depth, noted=_is_note(group, page, body, noted=noted))


def _part(group: Sequence[Line], depth: int | None, *, noted: bool) -> Part:
    if depth is not None:
        return Part(Kind.HEADING, tuple(group), depth)
    if CAPTION.match(group[0].text.lstrip()):
        return Part(Kind.CAPTION, tuple(group))
    return Part(Kind.NOTE if noted else Kind.TEXT, tuple(group))


def _begins(line: Line, group: Sequence[Line], step: float, *, heading: bool) -> bool:
    last = group[-1]
    if heading:
        return not 0 < line.top - last.top < 1.7 * line.size
    text = line.text.lstrip()
    ended = SENTENCE_END.search(last.text) is not None
    if line.top > last.top + 1 and _begins_item(line, group, ended=ended):
        return True
    resized = abs(line.size - last.size) > OTHER_SIZE * last.size and line.top > last.top + 1
    if resized or line.top < last.top - 1:
        return ended or not text[:1].islower()
    indented = line.left > last.left + INDENT and ended and len(group) > 1
    return (
        indented
        or (_hangs(group) and _is_level(line, group[0]))
        or line.top - last.top > LEADING * step
    )


def _hangs(group: Sequence[Line]) -> bool:
    """Tell a paragraph whose first line stands out to the left, as in a list of references."""
    return (
        len(group) > 1
        and group[0].top < group[1].top
        and min(line.left for line in group[1:]) > group[0].left + INDENT
    )


def _is_level(line: Line, first: Line) -> bool:
    """Tell a line that begins where another does, and is no part of its sentence."""
    return abs(line.left - first.left) < ASIDE and not line.text.lstrip()[:1].islower()


def _ends_alone(group: Sequence[Line], line: Line) -> bool:
    """Tell a paragraph of one line, which ends above another."""
    ended = SENTENCE_END.search(group[-1].text) is not None
    return len(group) == 1 and ended and line.top > group[0].top and _is_level(line, group[0])


def _begins_item(line: Line, group: Sequence[Line], *, ended: bool) -> bool:
    """Tell the first line of an item, of what follows one, of a caption, or of bold type."""
    last, text, first = group[-1], line.text.lstrip(), group[0].text.lstrip()
    if BULLET.match(text) or (NUMBERED.match(text) and (ended or line.left < last.left - INDENT)):
        return True
    if BULLET.match(first) or NUMBERED.match(first):
        back = line.left < group[0].left - ASIDE and text[:1].isupper()
        if back and (ended or last.right < line.right - 2 * line.size):
            return True
    return ended and (CAPTION.match(text) is not None or (line.bold and not group[0].bold))


def _begins_note(line: Line, page: RawPage, body: float) -> bool:
    return (
        line.size < SMALL * body
        and line.top > page.height / 2
        and NOTE.match(line.text.lstrip()) is not None
        and not any(b.left - a.right > WIDE * line.size for a, b in pairwise(line.words[1:]))
    )


def _is_note(group: Sequence[Line], page: RawPage, body: float, *, noted: bool) -> bool:
    """Tell a note at the foot of the page, or a paragraph that goes on in one."""
    small = median(line.size for line in group) < SMALL * body
    return small and (noted or _begins_note(group[0], page, body))


def _leading(lines: Sequence[Line], *, few: bool = False) -> float:
    """
    Give the usual step from line to line, at most what type of this size is set with.

    Where the lines are few, as beside tables, more of the steps may lie between paragraphs than in
    them; a smaller one is taken.
    """
    upright = [line for line in lines if line.upright]
    steps = sorted(b.top - a.top for a, b in pairwise(upright) if 0 < b.top - a.top < FURTHEST)
    if not steps:
        return 12.0
    size = median(line.size for line in upright)
    return min(steps[len(steps) // 4] if few else median(steps), 1.6 * size)
