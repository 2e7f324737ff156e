"""Lines drawn across columns of prose to the lines of each column, one column after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import mean, median

from indexer.layout import Line
from indexer.tables import LIST_MARK

GAP = 0.7
SAME = 2.0
FEWEST = 5
ALIGNED = 0.6
WORDS = 3.5
CROSSED = 0.3
STEP = 1.25
COMMON = 0.6
SENTENCE_ENDS = ".!?:;"
HYPHENS = "-‐"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words `first:last` of line `line` of a page, which stand close together."""

    line: int
    first: int
    last: int
    left: float
    top: float
    right: float
    text: str


Row = list[Piece]


@dataclass(frozen=True, slots=True)
class Gutter:
    """The rows to the left and to the right of an empty strip, from top to bottom."""

    left: tuple[Row, ...]
    right: tuple[Row, ...]

    @property
    def height(self) -> float:
        return min(rows[-1][0].top - rows[0][0].top for rows in (self.left, self.right))


def in_columns(lines: Sequence[Line]) -> list[Line]:
    """
    Give the lines, those that are drawn row by row across columns of prose column by column.

    The order of drawing is kept where it does not leave a column in the midst of its sentences, and
    in tables, whose rows go across by right.
    """
    pieces = [p for index, line in enumerate(lines) if line.upright for p in _pieces(index, line)]
    ordered = list(_ordered(pieces)) if len(_beside(pieces)) >= FEWEST else pieces
    if ordered == pieces:
        return list(lines)
    return [*_lines(ordered, lines), *(line for line in lines if not line.upright)]


def _pieces(index: int, line: Line) -> Iterator[Piece]:
    first = 0
    for number, word in enumerate(line.words[1:], 1):
        last = line.words[number - 1]
        if word.left - last.right > GAP * line.size and not (
            number == first + 1 and LIST_MARK.fullmatch(line.text[last.start : last.end])
        ):
            yield _piece(index, line, first, number)
            first = number
    yield _piece(index, line, first, len(line.words))


def _piece(index: int, line: Line, first: int, last: int) -> Piece:
    words = line.words[first:last]
    text = line.text[words[0].start : words[-1].end]
    return Piece(index, first, last, words[0].left, line.top, words[-1].right, text)


def _beside(pieces: Sequence[Piece]) -> list[float]:
    """Give the left edges of those pieces that stand to the right of another one."""
    return [piece.left for row in _rows(pieces) for piece in row[1:]]


def _rows(pieces: Sequence[Piece]) -> Iterator[Row]:
    """Give the pieces from top to bottom, those at one height together from left to right."""
    row: Row = []
    for piece in sorted(pieces, key=lambda piece: piece.top):
        if row and piece.top > row[0].top + SAME:
            yield sorted(row, key=lambda piece: piece.left)
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda piece: piece.left)


def _ordered(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Give the pieces as drawn, or those above, left of, right of and below a crossed gutter."""
    gutter = _crossed(pieces)
    if gutter is None:
        yield from pieces
        return
    left = {piece for row in gutter.left for piece in row}
    right = {piece for row in gutter.right for piece in row}
    top = min(piece.top for piece in left | right)
    rest = [piece for piece in pieces if piece not in left and piece not in right]
    yield from _ordered([piece for piece in rest if piece.top < top])
    yield from _ordered([piece for piece in pieces if piece in left])
    yield from _ordered([piece for piece in pieces if piece in right])
    yield from _ordered([piece for piece in rest if piece.top >= top])


def _crossed(pieces: Sequence[Piece]) -> Gutter | None:
    """Give the highest gutter between columns of prose that the drawing crosses."""
    found = [
        gutter
        for edge in _edges(pieces)
        for gutter in _gutters(pieces, edge)
        if _is_crossed(gutter) and not _is_table(gutter)
    ]
    return max(found, key=lambda gutter: gutter.height, default=None)


def _edges(pieces: Sequence[Piece]) -> Iterator[float]:
    """Give where columns may begin: the left edges that several pieces share."""
    cluster: list[float] = []
    for edge in [*sorted(_beside(pieces)), float("inf")]:
        if cluster and edge - cluster[-1] > SAME:
            if len(cluster) >= FEWEST:
                yield cluster[0]
            cluster = []
        cluster.append(edge)


def _gutters(pieces: Sequence[Piece], edge: float) -> Iterator[Gutter]:
    """Give what stands on both sides of a strip that ends at `edge`, between what lies across."""
    for across, run in groupby(
        _rows(pieces), lambda row: any(p.left < edge - SAME < p.right for p in row)
    ):
        rows = list(run)
        left = tuple(side for row in rows if (side := [p for p in row if p.left < edge - SAME]))
        right = tuple(side for row in rows if (side := [p for p in row if p.left >= edge - SAME]))
        aligned = sum(row[0].left <= edge + SAME for row in right)
        if not across and len(left) >= FEWEST and aligned >= max(FEWEST, ALIGNED * len(right)):
            yield Gutter(left, right)


def _is_crossed(gutter: Gutter) -> bool:
    """Tell whether the drawing leaves both columns of prose in the midst of their sentences."""
    sides = (gutter.left, gutter.right)
    if any(mean(sum(p.last - p.first for p in row) for row in rows) < WORDS for rows in sides):
        return False
    drawn = sorted(
        (piece.line, piece.first, side, number)
        for side, rows in enumerate(sides)
        for number, row in enumerate(rows)
        for piece in row
    )
    broken = [0, 0]
    for (_, _, side, number), (_, _, following, _) in pairwise(drawn):
        rows = sides[side][number : number + 2]
        broken[side] += side != following and len(rows) > 1 and _runs_on(*rows)
    return all(count >= CROSSED * len(rows) for count, rows in zip(broken, sides, strict=True))


def _runs_on(row: Row, below: Row) -> bool:
    """Tell whether a sentence goes on from one line to the next."""
    return row[-1].text[-1] not in SENTENCE_ENDS and below[0].text[0].islower()


def _is_table(gutter: Gutter) -> bool:
    """Tell whether new cells begin on both sides of the gutter at the same heights."""
    left, right = (_starts(rows) for rows in (gutter.left, gutter.right))
    common = sum(any(abs(a - b) <= SAME for b in right) for a in left)
    return common > 1 and common >= COMMON * min(len(left), len(right))


def _starts(rows: Sequence[Row]) -> list[float]:
    tops = [row[0].top for row in rows]
    step = STEP * median(b - a for a, b in pairwise(tops))
    return [b for a, b in pairwise(tops) if b - a > step]


def _lines(pieces: Sequence[Piece], lines: Sequence[Line]) -> Iterator[Line]:
    """Give the lines that the pieces make in their order, those cut that are torn apart."""
    for index, run in groupby(pieces, lambda piece: piece.line):
        own = list(run)
        yield _cut(lines[index], own[0].first, own[-1].last)


def _cut(line: Line, first: int, last: int) -> Line:
    if (first, last) == (0, len(line.words)):
        return line
    part = line.part(first, last)
    if last < len(line.words) and part.text[-1] in HYPHENS and part.text[-2:-1].isalpha():
        # PDFium gives a hyphen at the end of a line so.
        return replace(part, text=part.text[:-1] + "\ufffe")
    return part
