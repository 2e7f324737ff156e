"""A cited report in, references to it as text out: Harvard, and RIS for reference managers."""

from __future__ import annotations

from datetime import UTC, date, datetime

from evidence_search.standards import spell_date
from evidence_search.wire import Quoted


def harvard(source: Quoted, read_on: date) -> str:
    """Give the reference as in Cite Them Right: author (year) title. publisher, page, address."""
    names = [one_line(name) for name in source.authors or [source.publisher or "Anonymous"]]
    authors = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    publisher = f" {one_line(source.publisher)}," if source.publisher else ""
    where = f" Available at: {source.url} (Accessed: {spell_date(read_on.isoformat())})."
    return (
        f"{authors} ({source.year or 'no date'}) {one_line(source.title)}.{publisher}"
        f" p. {source.page_label or source.page}.{where if source.url else ''}"
    )


def ris(source: Quoted) -> str:
    """Give the lines of the reference in RIS; a value never holds a line of its own."""
    rows = [
        ("TY", "RPRT"),
        ("TI", source.title),
        *(("AU", author) for author in source.authors),
        ("PY", source.year),
        ("PB", source.publisher),
        ("SP", source.page_label or source.page),
        ("UR", source.url),
        ("N1", f"“{source.quote}”"),
    ]
    lines = [f"{tag}  - {one_line(str(value))}" for tag, value in rows if value]
    return "\n".join([*lines, "ER  - "])


def today() -> date:
    return datetime.now(UTC).date()


def one_line(text: str) -> str:
    return " ".join(text.split())
