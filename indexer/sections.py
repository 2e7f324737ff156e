"""Pages and blocks to the parts of a report that are not evidence: contents and references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from evidence_search.types import Page
from indexer.headings import key
from indexer.layout import Block, Kind, Line

ENTRY = re.compile(r"\S.*?[^\W\d].*?[\s.…]+(\d{1,3}|[ivxl]{1,6})\s*$")
CONTENTS = {"contents", "tableofcontents", "listoffigures", "listoftables", "listofannexes"}
REFERENCES = {"references", "bibliography", "referencelist", "endnotes", "workscited"}
LAST_CONTENTS = 15
LONGEST_NAME = 40
NUMBERING = re.compile(r"^[\divx]*(?=references|bibliography)")


def is_contents(lines: Sequence[Line], number: int) -> bool:
    """Tell whether a page is a table of contents: most lines end in page numbers that rise."""
    if number > LAST_CONTENTS or not lines:
        return False
    entries = [match for line in lines if (match := ENTRY.match(line.text.strip()))]
    numbers = [int(match[1]) for match in entries if match[1].isdigit()]
    rising = sum(a <= b for a, b in pairwise(numbers))
    titled = any(key(line.text) in CONTENTS for line in lines[:4])
    share = len(entries) / len(lines)
    return (
        len(entries) >= (2 if titled else 6)
        and share > (0.3 if titled else 0.6)
        and (rising >= 0.8 * (len(numbers) - 1))
    )


def entries(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Give the entries of a table of contents, each of which ends in a page number."""
    start = 0
    for end, line in enumerate(lines, 1):
        if ENTRY.match(line.text.strip()) or end == len(lines):
            yield lines[start:end]
            start = end


def mark_references(blocks: Sequence[Block], pages: Mapping[int, Page]) -> Iterator[Block]:
    """Give the blocks, those under a heading such as References marked as such."""
    inside: int | None = None
    for block in blocks:
        if block.kind is Kind.HEADING:
            name = NUMBERING.sub("", key(pages[block.page].text[block.start : block.end]))
            if name.startswith(tuple(REFERENCES)) and len(name) < LONGEST_NAME:
                inside = block.depth if inside is None else min(inside, block.depth)
            elif inside is not None and name.endswith("references"):
                pass  # such as Additional references
            elif inside is not None and block.depth <= inside:
                inside = None
        if inside is not None and block.kind in {Kind.TEXT, Kind.NOTE, Kind.TABLE}:
            yield replace(block, kind=Kind.REFERENCE, title="")
        else:
            yield block
