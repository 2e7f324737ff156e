"""Lines to headings: from the outline where the PDF has one, else from type size and weight."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from indexer.layout import Line, OutlineEntry, RawPage
from indexer.paragraphs import BULLET, CAPTION, SENTENCE_END
from indexer.tables import WIDE, Table

Style = tuple[int, bool, bool]
Place = tuple[int, int]
Headings = dict[int, dict[int, int]]

LARGER = 1.1
SHORTEST = 3
LONGEST = 160
MOST_WORDS = 20
MOST_LINES = 4
MOST_SLANTED = 12
MOST_STEP = 2.0
CLOSE = 0.1
LEVEL = 2.0
ROOM = 1.7
LETTERS = re.compile(r"[^\W\d_]{3}")
NOT_WORDS = re.compile(r"[\W_]+")
CAPITALS = re.compile(r"[^\W\d_]{4,}[\s&,]*(?:[^\W\d_]+[\s&,]*)*$")
DANGLING = re.compile(r"[–—,-]\s*$")  # as before the name of one who is quoted
SENTENCE = re.compile(r"[.;,]\s*$")
PROSE_END = re.compile(r"[.,;:]$|(?<![\w-])(?:the|of|and|a|an|to|in|for|with)$", re.IGNORECASE)


def outlined(pages: Sequence[RawPage], outline: Sequence[OutlineEntry]) -> Headings:
    """Give the depth (from 0) of each line that the outline names, by page and index."""
    found: Headings = {page.number: {} for page in pages}
    for entry in outline:
        if not 1 <= entry.page <= len(pages):
            continue
        page, wanted = pages[entry.page - 1], key(entry.title)
        for first in range(len(page.lines)) if wanted else ():
            text = ""
            for last in range(first, min(first + MOST_LINES, len(page.lines))):
                text += key(_unmarked(page.lines[last]))
                if text == wanted:
                    found[page.number] |= dict.fromkeys(range(first, last + 1), entry.depth)
                if not wanted.startswith(text):
                    break
    return found


def find_headings(
    pages: Sequence[RawPage], named: Headings, tables: Mapping[int, Sequence[Table]]
) -> Headings:
    """Give the depth of each line that is a heading: those named, and those whose type says so."""
    celled = frozenset(
        (number, index)
        for number, found in tables.items()
        for table in found
        for index in range(table.first, table.last)
    )
    body = body_size(pages)
    depths = _depths_by_style(pages, named, body, celled)
    headings: Headings = {}
    for page in pages:
        styled = {
            index: depths[_style(page.lines[index])]
            for run in (_begun(page.lines, run) for run in _runs(page, body, celled))
            if 0 < len(run) <= MOST_LINES
            and not SENTENCE.search(page.lines[run[-1]].text)
            and not _goes_on(page.lines, run)
            and (_is_plain(page.lines[run[0]], body) or _stands_apart(page.lines, run))
            for index in run
        }
        headings[page.number] = styled | dict(named[page.number])
    return headings


def _runs(page: RawPage, body: float, celled: frozenset[Place]) -> Iterator[list[int]]:
    """Give the indexes of neighbouring lines of one style that stand out from the body text."""
    run: list[int] = []
    for index, line in enumerate(page.lines):
        if (page.number, index) in celled or not _stands_out(line, body):
            continue
        if _is_torn(line) or any(_is_beside(line, other) for other in _around(page.lines, index)):
            continue  # the heads of columns
        if run and (index != run[-1] + 1 or _style(line) != _style(page.lines[run[-1]])):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _is_torn(line: Line) -> bool:
    """Tell words that stand too far apart for one heading; its number may stand apart."""
    return any(
        b.left - a.right > WIDE * line.size and LETTERS.search(line.text[: a.end])
        for a, b in pairwise(line.words)
    )


def _around(lines: Sequence[Line], index: int) -> Sequence[Line]:
    return [*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]]


def _is_beside(line: Line, other: Line) -> bool:
    """Tell a line that stands at the same height as another in the same type."""
    return _style(line) == _style(other) and abs(line.top - other.top) < LEVEL


def _depths_by_style(
    pages: Sequence[RawPage], named: Headings, body: float, celled: frozenset[Place]
) -> dict[Style, int]:
    votes: dict[Style, Counter[int]] = {}
    others: set[Style] = set()
    for page in pages:
        for index, line in enumerate(page.lines):
            if index in named[page.number]:
                votes.setdefault(_style(line), Counter())[named[page.number][index]] += 1
            elif (page.number, index) not in celled and _stands_out(line, body):
                others.add(_style(line))
    known = {style: counts.most_common(1)[0][0] for style, counts in votes.items()}
    deepest = max(known.values(), default=-1) + 1
    ordered = sorted(others - known.keys(), reverse=True)
    if known:
        return known | {style: deepest + style[2] for style in ordered}
    return {style: depth for depth, style in enumerate(ordered)}


def body_size(pages: Sequence[RawPage]) -> float:
    """Give the size, in points, in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _stands_out(line: Line, body: float) -> bool:
    text = line.text.strip()
    if not line.upright or BULLET.match(text) or CAPTION.match(text):
        return False
    if len(text) > LONGEST or len(line.words) > MOST_WORDS or not any(map(str.isalpha, text)):
        return False
    if line.size >= body * LARGER:
        return len(text) >= SHORTEST
    return (
        (line.bold or line.italic or _in_capitals(text))
        and line.size >= body * 0.95
        and text[0].isalnum()
        and not PROSE_END.search(text)
    )


def _in_capitals(text: str) -> bool:
    return text.isupper() and CAPITALS.match(text) is not None


def _is_plain(line: Line, body: float) -> bool:
    """Tell a line that is a heading by more than its slope or its capitals."""
    return line.bold or line.size >= body * LARGER


def _begun(lines: Sequence[Line], run: list[int]) -> list[int]:
    """Give the run without the lines that go on with the sentence of the line before it."""
    for place, index in enumerate(run):
        above = lines[index - 1]
        open_end = _is_small(lines[index]) or DANGLING.search(above.text)
        goes_on = index and _is_close(above, lines[index]) and open_end
        if not goes_on or SENTENCE_END.search(above.text):
            return run[place:]
        if place + 1 < len(run) and not _is_small(lines[run[place + 1]]):
            return run[place + 1 :]
    return []


def _goes_on(lines: Sequence[Line], run: Sequence[int]) -> bool:
    """Tell lines of bold or large type whose sentence goes on below them."""
    below = lines[run[-1] + 1 : run[-1] + 2]
    return any(_is_close(lines[run[-1]], line) and _is_small(line) for line in below)


def _is_small(line: Line) -> bool:
    return line.text.lstrip()[:1].islower()


def _is_close(line: Line, below: Line) -> bool:
    near = abs(line.size - below.size) < CLOSE * line.size
    return near and 0 < below.top - line.top < MOST_STEP * line.size


def _stands_apart(lines: Sequence[Line], run: Sequence[int]) -> bool:
    """Tell short italic lines, or capitals, with room above, right before text in other type."""
    text = " ".join(lines[index].text.strip() for index in run)
    first, last = lines[run[0]], lines[run[-1]]
    if len(text.split()) > MOST_SLANTED or ":" in text or run[-1] + 1 == len(lines):
        return False
    after = lines[run[-1] + 1]
    above = lines[run[0] - 1] if run[0] else None
    room = above is None or not 0 <= first.top - above.top < ROOM * first.size
    alone = not (first.italic and after.italic) and after.top > last.top and not _is_small(after)
    return room and alone and not _is_small(first)


def _style(line: Line) -> Style:
    return round(line.size), line.bold, line.italic


def _unmarked(line: Line) -> str:
    """Give the text of a line without the marks of notes."""
    return " ".join(
        line.text[word.start : word.end] for word in line.words if word.start not in line.marks
    )


def key(text: str) -> str:
    """Give only the letters and digits of `text`, so that two settings of a title agree."""
    return NOT_WORDS.sub("", text.casefold())
