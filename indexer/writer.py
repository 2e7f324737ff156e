"""The parts of a page to its text: words joined, glyphs made letters, each word with its box."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from evidence_search.types import Word
from indexer.layout import Block, Kind, Line
from indexer.paragraphs import is_prose, paragraphs
from indexer.tables import Table

LETTERS = str.maketrans(
    {
        "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
        "\u00ad": "", "\ufeff": "", "\u200b": "", "\ufffe": "", "\ufffd": "",
        "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "-", "\uf020": " ",
        "\uf06e": "■", "\uf06f": "□", "\uf0a8": "□", "\uf071": "□", "\uf076": "❖", "\uf0e0": "→",
        "\uf0e8": "➔", "\uf0fe": "✓", "\uf0d2": "✓", "\uf0fb": "✗", "\uf0b0": "°", "\uf0b1": "±",
        "\uf0b3": "≥", "\uf0a3": "≤", "\uf0b4": "\N{MULTIPLICATION SIGN}",
        "\uf061": "\N{GREEK SMALL LETTER ALPHA}", "\uf062": "β", "\uf063": "χ",
        "\uf06d": "μ", "\uf073": "\N{GREEK SMALL LETTER SIGMA}", "\uf074": "τ",
    }
    | dict.fromkeys([*range(32), *range(127, 160)], "")
)  # fmt: skip
PRIVATE = range(0xE000, 0xF900)
SOFT = ("\ufffe", "\u00ad")
HARD = ("-", "‐", "‑", "/")


@dataclass(slots=True)
class Writer:
    """
    The text of one page as it grows; `vocabulary` counts the words of the document.

    `broken` tells whether the text so far ends inside a word.
    """

    page: int
    vocabulary: Counter[str]
    text: str = ""
    broken: bool = False
    words: list[Word] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def add(self, lines: Sequence[Line], kind: Kind, depth: int = 0) -> None:
        start = len(self.text) + bool(self.text)
        self._write(lines, "\n" if self.text else "")
        if len(self.text) > start:
            self.blocks.append(Block(self.page, start, len(self.text), kind, depth))

    def add_table(self, table: Table, title: str) -> None:
        """Write a row a line, its cells apart by tabs; the paragraphs of a long one on lines."""
        start = len(self.text) + bool(self.text)
        for row in table.rows:
            self._write_row(row, "\n" if self.text else "")
        if len(self.text) > start:
            self.blocks.append(Block(self.page, start, len(self.text), Kind.TABLE, title=title))

    def _write_row(self, row: Sequence[Sequence[Line]], glue: str) -> None:
        after_prose = False
        for cell in row:
            prose = is_prose(cell)
            glue = "\n" if prose and after_prose else glue
            for part in paragraphs(cell) if prose else [cell]:
                before = len(self.text)
                self._write(part, glue)
                glue = "\n" if len(self.text) > before else glue
            glue = "\t" if cell else glue + "\t"
            after_prose = prose

    def _write(self, lines: Sequence[Line], glue: str) -> None:
        for number, line in enumerate(lines):
            for word in line.words:
                written = spell(line.text[word.start : word.end])
                if not written:
                    continue
                self.text += glue
                begin = len(self.text)
                self.text += written
                box = (word.left, word.top, word.right, word.bottom)
                self.words.append(Word(begin, len(self.text), *box))
                glue = " "
            self.broken = glue == " " and line.text.rstrip().endswith(SOFT)
            if glue == " ":
                glue = self._glue(line, lines[number + 1 : number + 2])

    def _glue(self, line: Line, following: Sequence[Line]) -> str:
        """Give what stands between this line and the next: nothing inside a broken word."""
        printed = line.text.rstrip()
        if printed.endswith(SOFT):
            return self._rejoin(line, following)
        if printed.endswith(HARD) and len(printed) > 1 and printed[-2].isalnum():
            return ""
        return " "

    def _rejoin(self, line: Line, following: Sequence[Line]) -> str:
        first = spell(line.text.split()[-1])
        rest = following[0].text.split()[0] if following else ""
        hyphened = f"{first}-{rest}".casefold().strip(".,;:()")
        joined = f"{first}{rest}".casefold().strip(".,;:()")
        if self.vocabulary[hyphened] > self.vocabulary[joined]:
            self.text += "-"
            self.words[-1] = replace(self.words[-1], end=self.words[-1].end + 1)
        return ""


def spell(printed: str) -> str:
    """Give a printed word in letters that can be searched; unknown private glyphs are left out."""
    if printed.isascii() and printed.isprintable():
        return printed.strip()
    written = printed.translate(LETTERS).strip()
    if any(ord(letter) in PRIVATE for letter in written):
        return "".join(letter for letter in written if ord(letter) not in PRIVATE)
    return written
