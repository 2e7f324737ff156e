"""Files and folders in, passages of real text out: about as long as those of a report."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from evidence_search.sentences import split_sentences

WORDS = 80
FEWEST = 20
LETTERS = 0.7
ENDINGS = (".jsonl", ".md", ".rst", ".txt")
FIELDS = ("text", "answer", "context")
BREAK = re.compile(r"\n\s*\n")


def find_texts(sources: Iterable[Path]) -> Iterator[str]:
    """
    Give passages of running text from each source, none twice.

    A source is a file or a folder of files: JSON lines (their text, answer or context), Markdown,
    reStructuredText and plain text. What is no running text is left out.
    """
    seen: set[bytes] = set()
    for path in chain.from_iterable(map(_files, sources)):
        for text in _texts(path):
            for passage in pack(text):
                digest = blake2b(passage.encode(), digest_size=8).digest()
                if digest not in seen:
                    seen.add(digest)
                    yield passage


def pack(text: str) -> Iterator[str]:
    """Give the sentences of each paragraph that is running text, up to 80 words together."""
    taken: list[str] = []
    words = 0
    for paragraph in BREAK.split(text):
        line = " ".join(paragraph.split())
        if not _runs(line):
            continue
        for start, end in split_sentences(line):
            sentence = line[start:end]
            count = sentence.count(" ") + 1
            if words + count > WORDS and words >= FEWEST:
                yield " ".join(taken)
                taken, words = [], 0
            if words + count <= WORDS:
                taken.append(sentence)
                words += count
    if words >= FEWEST:
        yield " ".join(taken)


def _runs(line: str) -> bool:
    letters = sum(map(str.isalpha, line))
    return line.count(" ") + 1 >= FEWEST // 2 and letters >= LETTERS * len(line) and "." in line


def _files(source: Path) -> list[Path]:
    found = [source] if source.is_file() else sorted(source.rglob("*"))
    return [path for path in found if path.suffix in ENDINGS and path.is_file()]


def _texts(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", errors="replace") as lines:
        if path.suffix != ".jsonl":
            yield lines.read()
            return
        for line in lines:
            yield _told(line)


def _told(line: str) -> str:
    """Give the running text of a line of JSON; none where it is no row of a collection."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        return ""
    known = row if isinstance(row, dict) else {}
    return next((known[name] for name in FIELDS if isinstance(known.get(name), str)), "")
