"""Lines to the text that a reader means: running lines gone, words joined, blocks told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from evidence_search.types import Page, Word
from indexer.headings import find_headings, key
from indexer.layout import Block, CleanDocument, Kind, Line, RawDocument
from indexer.margins import printed_labels, running_lines

LETTERS = str.maketrans(
    {
        "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
        "\u00ad": "", "\ufeff": "", "\u200b": "", "\ufffe": "", "\ufffd": "",
        "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "-", "\uf020": " ",
    }
    | dict.fromkeys([*range(32), *range(127, 160)], "")
)  # fmt: skip
SOFT = ("\ufffe", "\u00ad")
HARD = ("-", "‐", "‑", "/")
BULLET = re.compile(r"(?:[•▪●○◦➢✓‣]|[-–—o](?=\s)|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?=\s))")
SENTENCE_END = re.compile(r"[.!?:;][\"'”’)\]]*\s*$")
ENTRY = re.compile(r"[^\W\d].*?[\s.…]+(\d{1,3}|[ivxl]{1,6})\s*$")
CONTENTS = {"contents", "tableofcontents", "listoffigures", "listoftables", "listofannexes"}
REFERENCES = {"references", "bibliography", "referencelist", "endnotes", "workscited"}
FURTHEST = 60.0
LAST_CONTENTS = 15
LONGEST_NAME = 40
NUMBERING = re.compile(r"^[\divx]*(?=references|bibliography)")


def clean(document: RawDocument) -> CleanDocument:
    """Give the text, blocks and printed labels of every page that has any text."""
    running = running_lines(document.pages)
    headings = find_headings(document.pages, document.outline, running)
    labels = printed_labels(document.pages, running)
    vocabulary = Counter(
        word.casefold()
        for page in document.pages
        for line in page.lines
        for word in line.text.split()
    )
    pages, blocks = [], []
    for raw, label in zip(document.pages, labels, strict=True):
        kept = [
            (line, headings.get((raw.number, index)))
            for index, line in enumerate(raw.lines)
            if (raw.number, index) not in running
        ]
        writer = _Writer(raw.number, vocabulary)
        contents = _is_contents([line for line, _ in kept], raw.number)
        for lines, depth in _paragraphs(kept):
            kind = Kind.TEXT if depth is None else Kind.HEADING
            writer.add(lines, Kind.CONTENTS if contents else kind, depth or 0)
        words = tuple(writer.words) if raw.boxed else ()
        pages.append(Page(raw.number, writer.text, label, words))
        blocks += writer.blocks
    by_number = {page.number: page for page in pages}
    return CleanDocument(
        tuple(pages),
        tuple(_mark_references(blocks, by_number)),
        tuple(page.problem for page in document.pages if page.problem),
    )


def _paragraphs(
    lines: Sequence[tuple[Line, int | None]],
) -> Iterator[tuple[list[Line], int | None]]:
    step = _leading([line for line, _ in lines])
    group: list[Line] = []
    depth: int | None = None
    for line, own in lines:
        if group and (own != depth or _begins(line, group, step, heading=own is not None)):
            yield group, depth
            group = []
        group.append(line)
        depth = own
    if group:
        yield group, depth


def _begins(line: Line, group: Sequence[Line], step: float, *, heading: bool) -> bool:
    last = group[-1]
    if heading:
        return not 0 < line.top - last.top < 1.7 * line.size
    if BULLET.match(line.text.lstrip()) and line.top > last.top + 1:
        return True
    if line.top < last.top - 1:
        return bool(SENTENCE_END.search(last.text)) or not line.text.lstrip()[:1].islower()
    if line.top - last.top > 1.35 * step:
        return True
    return line.left > last.left + 6 and bool(SENTENCE_END.search(last.text)) and len(group) > 1


def _leading(lines: Sequence[Line]) -> float:
    steps = [b.top - a.top for a, b in pairwise(lines) if 0 < b.top - a.top < FURTHEST]
    return median(steps) if steps else 12.0


def _is_contents(lines: Sequence[Line], number: int) -> bool:
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


def _mark_references(blocks: Sequence[Block], pages: dict[int, Page]) -> Iterator[Block]:
    inside: int | None = None
    for block in blocks:
        if block.kind is Kind.HEADING:
            name = NUMBERING.sub("", key(pages[block.page].text[block.start : block.end]))
            if name.startswith(tuple(REFERENCES)) and len(name) < LONGEST_NAME:
                inside = block.depth if inside is None else min(inside, block.depth)
            elif inside is not None and block.depth <= inside:
                inside = None
        if inside is not None and block.kind is Kind.TEXT:
            yield Block(block.page, block.start, block.end, Kind.REFERENCE)
        else:
            yield block


@dataclass(slots=True)
class _Writer:
    """The text of one page as it grows, with the box of each word in it."""

    page: int
    vocabulary: Counter[str]
    text: str = ""
    words: list[Word] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def add(self, lines: Sequence[Line], kind: Kind, depth: int) -> None:
        start = len(self.text) + bool(self.text)
        glue = "\n" if self.text else ""
        for line in lines:
            for word in line.words:
                printed = line.text[word.start : word.end]
                written = printed.translate(LETTERS).strip()
                if not written:
                    continue
                self.text += glue
                begin = len(self.text)
                self.text += written
                box = (word.left, word.top, word.right, word.bottom)
                self.words.append(Word(begin, len(self.text), *box))
                glue = " "
            if glue == " ":
                glue = self._glue(lines, line)
        if len(self.text) > start:
            self.blocks.append(Block(self.page, start, len(self.text), kind, depth))

    def _glue(self, lines: Sequence[Line], line: Line) -> str:
        """Give what stands between this line and the next: nothing inside a broken word."""
        printed = line.text.rstrip()
        if printed.endswith(SOFT):
            return self._rejoin(lines, line)
        if printed.endswith(HARD) and len(printed) > 1 and printed[-2].isalnum():
            return ""
        return " "

    def _rejoin(self, lines: Sequence[Line], line: Line) -> str:
        following = lines[lines.index(line) + 1 :]
        first = line.text.split()[-1].translate(LETTERS)
        rest = following[0].text.split()[0] if following else ""
        hyphened = f"{first}-{rest}".casefold().strip(".,;:()")
        joined = f"{first}{rest}".casefold().strip(".,;:()")
        keep = self.vocabulary[hyphened] > self.vocabulary[joined]
        if keep:
            self.text += "-"
            last = self.words[-1]
            self.words[-1] = Word(
                last.start, last.end + 1, last.left, last.top, last.right, last.bottom
            )
        return ""
