"""Lines to headings: from the outline where the PDF has one, else from type size and weight."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from indexer.layout import Line, OutlineEntry, RawPage

Style = tuple[int, bool]
Place = tuple[int, int]

LARGER = 1.1
SHORTEST = 3
LONGEST = 160
MOST_WORDS = 20
MOST_LINES = 4
NOT_WORDS = re.compile(r"[\W_]+")
SENTENCE = re.compile(r"[.;,]\s*$")
PROSE_END = re.compile(r"[.,;:]$|\b(?:the|of|and|a|an|to|in|for|with)$", re.IGNORECASE)


def find_headings(
    pages: Sequence[RawPage], outline: Sequence[OutlineEntry], running: frozenset[Place]
) -> dict[Place, int]:
    """Give the depth (from 0) of each line that is, or continues, a heading, by (page, index)."""
    named = _from_outline(pages, outline, running)
    body = _body_size(pages, running)
    depths = _depths_by_style(pages, named, body, running)
    styled = {
        (page.number, index): depths[_style(page.lines[index])]
        for page in pages
        for run in _runs(page, body, running)
        if len(run) <= MOST_LINES and not SENTENCE.search(page.lines[run[-1]].text)
        for index in run
    }
    return styled | named


def _runs(page: RawPage, body: float, running: frozenset[Place]) -> Iterator[list[int]]:
    """Give the indexes of neighbouring lines of one style that stand out from the body text."""
    run: list[int] = []
    for index, line in enumerate(page.lines):
        if (page.number, index) in running or not _stands_out(line, body):
            continue
        if run and (index != run[-1] + 1 or _style(line) != _style(page.lines[run[-1]])):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _from_outline(
    pages: Sequence[RawPage], outline: Sequence[OutlineEntry], running: frozenset[Place]
) -> dict[Place, int]:
    found: dict[Place, int] = {}
    for entry in outline:
        if not 1 <= entry.page <= len(pages):
            continue
        page, wanted = pages[entry.page - 1], key(entry.title)
        for first in range(len(page.lines)):
            if (page.number, first) in running or not wanted:
                continue
            text = ""
            for last in range(first, min(first + 4, len(page.lines))):
                text += key(page.lines[last].text)
                if text == wanted:
                    found |= {(page.number, i): entry.depth for i in range(first, last + 1)}
                if not wanted.startswith(text):
                    break
    return found


def _depths_by_style(
    pages: Sequence[RawPage], named: dict[Place, int], body: float, running: frozenset[Place]
) -> dict[Style, int]:
    votes: dict[Style, Counter[int]] = {}
    others: set[Style] = set()
    for page in pages:
        for index, line in enumerate(page.lines):
            place = (page.number, index)
            if place in named:
                votes.setdefault(_style(line), Counter())[named[place]] += 1
            elif place not in running and _stands_out(line, body):
                others.add(_style(line))
    known = {style: counts.most_common(1)[0][0] for style, counts in votes.items()}
    deepest = max(known.values(), default=-1) + 1
    ordered = sorted(others - known.keys(), reverse=True)
    if known:
        return known | dict.fromkeys(ordered, deepest)
    return {style: depth for depth, style in enumerate(ordered)}


def _body_size(pages: Sequence[RawPage], running: frozenset[Place]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for index, line in enumerate(page.lines):
            if (page.number, index) not in running:
                sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _stands_out(line: Line, body: float) -> bool:
    text = line.text.strip()
    if len(text) > LONGEST or len(line.words) > MOST_WORDS or not any(map(str.isalpha, text)):
        return False
    if line.size >= body * LARGER:
        return len(text) >= SHORTEST
    return (
        line.bold and line.size >= body * 0.95 and text[0].isalnum() and not PROSE_END.search(text)
    )


def _style(line: Line) -> Style:
    return round(line.size), line.bold


def key(text: str) -> str:
    """Give only the letters and digits of `text`, so that two settings of a title agree."""
    return NOT_WORDS.sub("", text.casefold())
