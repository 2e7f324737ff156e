"""Two documents of two pages, and how tests write an index and lines of JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from evidence_search.encode import HashEncoder
from evidence_search.index import write_generation
from evidence_search.types import Document, Page, Passage, Span

PAGES = {
    "report": (
        "Weekly tutoring improved the reading of primary pupils by two months.",
        "Brothers and sisters who are placed together move less often than others.",
    ),
    "guide": (
        "Grandparents and aunts raise many of the children who cannot live at home.",
        "Smaller caseloads keep experienced social workers in their teams for longer.",
    ),
}


def write_index(directory: Path, library: Mapping[str, Sequence[str]]) -> Path:
    with write_generation(directory, HashEncoder(), {"test": "1"}) as writer:
        for name, texts in library.items():
            digest = hashlib.sha256("".join(texts).encode()).hexdigest()
            document = Document(name, f"folder/{name}.pdf", name.title(), digest)
            pages = [Page(number, text) for number, text in enumerate(texts, 1)]
            passages = [
                Passage(f"{name}:{p.number}", document, p.text, (Span(p.number, 0, len(p.text)),))
                for p in pages
            ]
            writer.add(document, pages, passages)
    return directory


def write_lines(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
