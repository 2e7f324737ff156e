"""What a PDF says of itself to a title, authors and a year worth showing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.layout import CleanDocument, Kind, RawDocument

NONSENSE = re.compile(
    r"^(?:microsoft (?:word|powerpoint)|untitled|document\d*$|title$|slide 1$|print|layout)|"
    r"\.(?:docx?|pdf|indd|qxp|pptx?|rtf|odt|p65|tex|dvi)\s*$|^[\W\d_]*$",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d{2}")
LAST = 2
SHORTEST = 9
SEPARATORS = re.compile(r"[_\-]+")


@dataclass(frozen=True, slots=True)
class OwnMetadata:
    """What the file itself says; the catalogue wins over each field."""

    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None


NOTHING = OwnMetadata("")


def read_metadata(raw: RawDocument, text: CleanDocument, path: Path) -> OwnMetadata:
    return OwnMetadata(_title(raw.title, text, path), _authors(raw.authors), _year(raw.created))


def _title(given: str, text: CleanDocument, path: Path) -> str:
    """Give the PDF's own title, else its first heading, else its file name in words."""
    if given.strip() and not NONSENSE.search(given.strip()):
        return " ".join(given.split())
    pages = {page.number: page for page in text.pages}
    for block in text.blocks:
        heading = pages[block.page].text[block.start : block.end]
        if block.page <= LAST and block.kind is Kind.HEADING and len(heading) >= SHORTEST:
            return " ".join(heading.split())
    return SEPARATORS.sub(" ", path.stem).strip()


def _authors(given: str) -> tuple[str, ...]:
    parts: Sequence[str] = re.split(r"\s*[;|]\s*|\s+and\s+", given.strip())
    return tuple(part for part in parts if part and not NONSENSE.search(part))


def _year(created: str) -> int | None:
    """Give the year of a PDF date (`D:20230406…`, ISO 32000-2, 7.9.4)."""
    match = YEAR.search(created[:6])
    return int(match[0]) if match else None
