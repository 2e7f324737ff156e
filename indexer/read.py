"""One PDF to its cleaned text and metadata, as bytes: what runs in a child process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from evidence_search.errors import UnreadableDocument
from indexer.clean import clean
from indexer.fallback import read_with_pypdf
from indexer.findings import Findings, find
from indexer.layout import CleanDocument, RawDocument
from indexer.metadata import OwnMetadata, read_metadata
from indexer.ocr import OFF
from indexer.pdf import read_pdf
from indexer.records import read_records
from indexer.scans import NONE, Scans, read_scans
from indexer.second import pages_read_otherwise

VERSION = "5"


@dataclass(frozen=True, slots=True)
class Reading:
    text: CleanDocument
    own: OwnMetadata
    found: Findings
    scans: Scans = NONE


ADAPTER = TypeAdapter(Reading)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a PDF, and its scanned pages with what `recogniser` names, for `seconds` at most."""

    recogniser: str = OFF
    seconds: float = 600

    def __call__(self, path: Path) -> bytes:
        """Read the PDF at `path`; raises UnreadableDocument where no page gives any text."""
        raw, scans = read_scans(_read(path), path, self.recogniser, self.seconds)
        text = clean(raw)
        if not any(page.text for page in text.pages):
            why = "; ".join(scans.problems) or f"no text on any of its {len(raw.pages)} pages"
            raise UnreadableDocument(f"nothing in it could be read: {why}")
        sure = scans.confidence
        pages = (replace(p, ocr_confidence=sure.get(p.number)) for p in text.pages)
        text = replace(text, pages=tuple(pages))
        own = read_metadata(read_records(path), text, path)
        found = find(raw, text, pages_read_otherwise(path, raw.pages))
        return ADAPTER.dump_json(Reading(text, own, found, scans))


def _read(path: Path) -> RawDocument:
    try:
        return read_pdf(path)
    except UnreadableDocument as refused:
        if refused.final:
            raise
        return read_with_pypdf(path)
