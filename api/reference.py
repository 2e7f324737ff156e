"""A cited report in, references to it out: Harvard, and what reference managers import."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import rispy
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares import AddEnclosingMiddleware
from bibtexparser.model import Entry, Field
from pylatexenc.latexencode import (
    RULE_DICT,
    UnicodeToLatexConversionRule,
    UnicodeToLatexEncoder,
)

from evidence_search.standards import spell_date
from evidence_search.wire import Quoted

# BibTeX counts braces even behind a backslash, so that \{ alone would end a field.
BRACES = {ord("{"): r"{\textbraceleft}", ord("}"): r"{\textbraceright}"}
ENCODER = UnicodeToLatexEncoder(
    conversion_rules=[UnicodeToLatexConversionRule(RULE_DICT, BRACES), "defaults"],
    unknown_char_policy="keep",
    unknown_char_warning=False,
)
IN_BRACES = AddEnclosingMiddleware(
    reuse_previous_enclosing=False, enclose_integers=True, default_enclosing="{"
)
INVERTED = re.compile(r"(?P<family>[^,]+), (?P<given>[^,]+)")


class Ris(rispy.RisWriter):  # type: ignore[misc]  # it comes without types
    """One reference a file, without a number before it."""

    NEWLINE = "\r\n"

    def set_header(self, count: int) -> str:  # noqa: ARG002 - what rispy asks for
        return ""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference is made of. No value holds a line of its own; "" is not known."""

    id: str
    title: str
    authors: tuple[str, ...]
    year: str
    publisher: str
    doi: str
    url: str
    first: str
    last: str
    note: str

    @classmethod
    def of(
        cls, source: Quoted, *, doi: str = "", last: str | int | None = None, link: str = ""
    ) -> Reference:
        """
        Take it from what was cited; `last` is its last page where that is another one.

        `link` is where the quote can be read, and stands for a report without an address.
        """
        first = str(source.page_label or source.page)
        note = f"“{source.quote}” {source.standing}{f' Quoted at: {link}' if link else ''}"
        return cls(
            id=re.sub(r"[^A-Za-z0-9]+", "-", f"{source.document_id}-p{first}").strip("-"),
            title=one_line(source.title),
            authors=tuple(map(one_line, source.authors)),
            year=str(source.year or ""),
            publisher=one_line(source.publisher),
            doi=one_line(doi),
            url=source.url or link,
            first=one_line(first),
            last=one_line(str(last or first)),
            note=one_line(note),
        )

    @property
    def pages(self) -> str:
        return self.first if self.last == self.first else f"{self.first}-{self.last}"


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


def ris(one: Reference) -> str:
    """Give the reference in RIS, the exchange format of reference managers."""
    values = {
        "type_of_reference": "RPRT",
        "title": one.title,
        "authors": list(one.authors),
        "year": one.year,
        "publisher": one.publisher,
        "start_page": one.first,
        "end_page": one.last if one.last != one.first else "",
        "doi": one.doi,
        "urls": [one.url] if one.url else [],
        "notes": [one.note],
    }
    written: str = rispy.dumps([_known(values)], implementation=Ris)
    return written


def bibtex(one: Reference) -> str:
    """Give the reference as a BibTeX @techreport, in LaTeX's own letters."""
    values = {
        "title": _latex(one.title),
        "author": " and ".join(map(_bibtex_name, one.authors)),
        "institution": _latex(one.publisher),
        "year": one.year,
        "pages": _latex(one.pages).replace("-", "--"),
        "doi": _address(one.doi),
        "url": _address(one.url),
        "note": _latex(one.note),
    }
    fields = [Field(name, value) for name, value in _known(values).items()]
    library = Library([Entry("techreport", one.id, fields)])
    return write_string(library, unparse_stack=[IN_BRACES])


def csl(one: Reference) -> list[dict[str, Any]]:
    """Give the reference as CSL-JSON (citeproc-js), as its tools read it: a list."""
    values = {
        "id": one.id,
        "type": "report",
        "title": one.title,
        "author": list(map(_csl_name, one.authors)),
        "issued": {"date-parts": [[int(one.year)]]} if one.year else None,
        "publisher": one.publisher,
        "page": one.pages,
        "DOI": one.doi,
        "URL": one.url,
        "note": one.note,
    }
    return [_known(values)]


def today() -> date:
    return datetime.now(UTC).date()


def one_line(text: str) -> str:
    return " ".join(text.split())


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _latex(text: str) -> str:
    encoded: str = ENCODER.unicode_to_latex(text)
    return encoded


def _address(text: str) -> str:
    """Leave an address as it is, but for what would end the field that holds it."""
    return text.translate({ord("{"): "%7B", ord("}"): "%7D", ord("\\"): "%5C"})


def _bibtex_name(name: str) -> str:
    """Keep a name from being taken apart, unless it is written with the family name first."""
    split = INVERTED.fullmatch(name) and " and " not in name
    return _latex(name) if split else f"{{{_latex(name)}}}"


def _csl_name(name: str) -> dict[str, str]:
    split = INVERTED.fullmatch(name)
    return split.groupdict() if split and " and " not in name else {"literal": name}
