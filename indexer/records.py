"""A PDF to what its own records say of it: XMP and the Info dictionary, by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers.expat import ExpatError

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import StreamObject
from pypdf.xmp import XmpInformation

LARGEST_XMP = 1_000_000
LONGEST = 2000
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]*[^\s\"<>.,;:)\]]")
PRISM_DOI = re.compile(rb"<(?:prism|crossmark|pdfx):(?:doi|DOI)>([^<]+)<")
TROUBLE = (
    PyPdfError, DependencyError, ExpatError, ValueError, KeyError, TypeError, AttributeError,
    IndexError, RecursionError, OSError, NotImplementedError, AssertionError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Records:
    """Each maps title, authors, publisher, doi, language and created to text, where it says so."""

    xmp: Mapping[str, str] = field(default_factory=dict)
    info: Mapping[str, str] = field(default_factory=dict)


def read_records(path: Path) -> Records:
    """Read what can be read; records that are damaged or set a trap say nothing."""
    try:
        reader = PdfReader(path, strict=False)
    except TROUBLE:
        return Records()
    return Records(_tried(_xmp, reader), _tried(_info, reader))


def _tried(
    read: Callable[[PdfReader], Iterator[tuple[str, str]]], reader: PdfReader
) -> dict[str, str]:
    try:
        found = ((name, plain(value)[:LONGEST]) for name, value in read(reader))
        return {name: value for name, value in found if value}
    except TROUBLE:
        return {}


def _xmp(reader: PdfReader) -> Iterator[tuple[str, str]]:
    stream = reader.root_object.get("/Metadata")
    stream = stream.get_object() if stream is not None else None
    if not isinstance(stream, StreamObject):
        return
    packet = stream.get_data()
    if len(packet) > LARGEST_XMP or DECLARATION.search(packet):
        return
    xmp = XmpInformation(stream)
    titles, company = xmp.dc_title or {}, xmp.custom_properties.get("Company", "")
    yield "title", titles.get("x-default") or next(iter(titles.values()), "")
    yield "authors", "; ".join(xmp.dc_creator or ())
    yield "publisher", "; ".join(xmp.dc_publisher or ()) or str(company)
    yield "language", "; ".join(xmp.dc_language or ())
    found = [match.decode(errors="replace") for match in PRISM_DOI.findall(packet)]
    dois = DOI.search(" ".join([*found, xmp.dc_identifier or "", *_values(xmp.custom_properties)]))
    yield "doi", dois[0] if dois else ""
    yield "created", str(xmp.xmp_create_date or "")[:4]


def _info(reader: PdfReader) -> Iterator[tuple[str, str]]:
    language = reader.root_object.get("/Lang")
    yield "language", str(language or "")
    info = {str(name): str(value) for name, value in (reader.metadata or {}).items()}
    yield "title", info.get("/Title", "")
    yield "authors", info.get("/Author", "")
    yield "publisher", info.get("/Publisher", "") or info.get("/Company", "")
    doi = DOI.search(" ".join(_values({k: v for k, v in info.items() if "ISSN" not in v})))
    yield "doi", doi[0] if doi else ""
    created = re.search(r"(?:19|20)\d{2}", info.get("/CreationDate", "")[:6])
    yield "created", created[0] if created else ""


def _values(properties: Mapping[str, object]) -> list[str]:
    """Give the values that may hold the DOI of the file itself, not that of its journal."""
    return [str(value) for name, value in properties.items() if "JOURNAL" not in name.upper()]


def plain(text: str) -> str:
    """Give a line without what cannot be printed, one space between words."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
