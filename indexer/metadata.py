"""What a PDF says of itself to a title, authors, a year and more, each with its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.frontpage import Front, read_front
from indexer.headings import key
from indexer.layout import CleanDocument
from indexer.records import Records, plain

NONSENSE = re.compile(
    r"^(?:microsoft (?:word|powerpoint)|untitled|document\d*$|title$|slide 1$|print$|layout|"
    r"(?:powerpoint )?presentation\d*$|book\d*$|scan\w*[\s_-]?\d*$|\w+\s*template$|cover$)|"
    r"\.(?:docx?|pdf|indd|qxp|pptx?|xlsx?|rtf|odt|p65|tex|dvi|fm)\s*$|^[\W\d_]*$|"
    r"(?:_|(?:final|draft|copy)[_\s-]*)v\d+(?:[._]\d+)*$|^[^\s]*[_-][^\s]*$",
    re.IGNORECASE,
)
NOBODY = re.compile(
    r"^(?:user|admin\w*|administrator|owner|author|unknown|anonymous|default|none|windows user|"
    r"\w+ user|microsoft\b.*|adobe\b.*|hp|dell|pc|laptop\w*|[a-z]{1,8}\d*)$|@|\\"
)
BODIES = re.compile(
    r"\b(?:department|ministry|institute|foundation|council|office|university|trust|centre|center|"
    r"collaboration|bureau|agency|association|organi[sz]ation|commission|society|college)\b",
    re.IGNORECASE,
)
SEPARATORS = re.compile(r"[_\-]+")
LONGEST = 300


@dataclass(frozen=True, slots=True)
class OwnMetadata:
    """
    What the file itself says; the catalogue wins over each field.

    `sources` says of each field that is known where it comes from: "xmp", "info", "first page",
    "imprint" or "file name".
    """

    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    publisher: str = ""
    doi: str = ""
    isbn: str = ""
    language: str = ""
    sources: dict[str, str] = field(default_factory=dict)


NOTHING = OwnMetadata("")
Found = Iterator[tuple[str, str]]


def read_metadata(records: Records, text: CleanDocument, path: Path) -> OwnMetadata:
    front = read_front(text)
    chosen = {
        "title": _first(_titles(records, front, path)),
        "publisher": _first(_publishers(records, front.publisher)),
        "doi": _first([*_both(records, "doi"), (front.doi, "first page")]),
        "isbn": _first([(front.isbn, "imprint")]),
        "language": _first(_both(records, "language")),
    }
    authors, author_source = _authors(records, front.authors)
    year, year_source = _year(records, front.years)
    sources = {name: source for name, (value, source) in chosen.items() if value}
    sources |= {"authors": author_source} if authors else {}
    sources |= {"year": year_source} if year else {}
    values = {name: value for name, (value, _) in chosen.items()}
    return OwnMetadata(**values, authors=authors, year=year, sources=sources)


def is_nonsense(title: str) -> bool:
    """Tell what a program wrote into the title field from what a person called the report."""
    return NONSENSE.search(title.strip()) is not None


def _first(found: Sequence[tuple[str, str]] | Found) -> tuple[str, str]:
    return next(((value, source) for value, source in found if value), ("", ""))


def _both(records: Records, name: str) -> list[tuple[str, str]]:
    return [(records.xmp.get(name, ""), "xmp"), (records.info.get(name, ""), "info")]


def _titles(records: Records, front: Front, path: Path) -> Found:
    """Give the recorded title, or the printed one that goes on from it; else what is left."""
    printed = front.title
    for given, source in _both(records, "title"):
        if given and not is_nonsense(given) and len(given) <= LONGEST:
            longer = len(key(printed)) > len(key(given)) and key(printed).startswith(key(given))
            yield (printed, "first page") if longer else (given, source)
    yield front.title_and_subtitle, "first page"
    yield plain(SEPARATORS.sub(" ", path.stem)), "file name"


def _authors(records: Records, printed: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Give the recorded authors, or the printed ones where those are more or the record a body."""
    for given, source in _both(records, "authors"):
        names = tuple(
            name
            for part in re.split(r"\s*[;|]\s*|\s+and\s+", given)
            if (name := part.strip()) and not NOBODY.search(name) and not is_nonsense(name)
        )
        commissioned = printed and names and all(map(BODIES.search, names))
        if commissioned or (names and set(map(key, names)) < set(map(key, printed))):
            break
        if names:
            return names, source
    return tuple(printed), "first page"


def _publishers(records: Records, printed: str) -> Found:
    yield from _both(records, "publisher")
    yield printed, "imprint"
    for given, source in _both(records, "authors"):
        if BODIES.search(given):
            yield given, source


def _year(records: Records, printed: Sequence[int]) -> tuple[int | None, str]:
    """Give the latest year printed that is not after the file was made, else when it was made."""
    created, source = _first(_both(records, "created"))
    for year in printed:
        if not created or year <= int(created):
            return year, "first page"
    return (int(created), source) if created else (None, "")
