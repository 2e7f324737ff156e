"""One PDF to its cleaned text and metadata, as bytes: what runs in a child process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from evidence_search.errors import UnreadableDocument
from indexer.clean import clean
from indexer.fallback import read_with_pypdf
from indexer.findings import Findings, find
from indexer.layout import CleanDocument, RawDocument
from indexer.metadata import OwnMetadata, read_metadata
from indexer.pdf import read_pdf
from indexer.records import read_records
from indexer.second import pages_read_otherwise

VERSION = "2"


@dataclass(frozen=True, slots=True)
class Reading:
    text: CleanDocument
    own: OwnMetadata
    found: Findings


ADAPTER = TypeAdapter(Reading)


def read_document(path: Path) -> bytes:
    """Read the PDF at `path`; raises UnreadableDocument where no page gives any text."""
    raw = _read(path)
    text = clean(raw)
    if not any(page.text for page in text.pages):
        raise UnreadableDocument(
            f"no text on any of its {len(raw.pages)} pages: they are probably scanned pictures"
        )
    own = read_metadata(read_records(path), text, path)
    found = find(raw, text, pages_read_otherwise(path, raw.pages))
    return ADAPTER.dump_json(Reading(text, own, found))


def _read(path: Path) -> RawDocument:
    try:
        return read_pdf(path)
    except UnreadableDocument as refused:
        if refused.final:
            raise
        return read_with_pypdf(path)
