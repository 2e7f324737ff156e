"""One PDF to its cleaned text and metadata, as bytes: what runs in a child process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from evidence_search.errors import UnreadableDocument
from evidence_search.isolate import ALONE, Steps
from evidence_search.types import Page
from indexer.clean import clean
from indexer.fallback import read_with_pypdf
from indexer.findings import Findings, find
from indexer.layout import CleanDocument, RawDocument, RawPage
from indexer.metadata import OwnMetadata, read_metadata
from indexer.numbers import named
from indexer.ocr import OFF
from indexer.pdf import read_pdf
from indexer.records import Records, read_records
from indexer.scans import NONE, Scans, read_scans, turned_back
from indexer.second import SecondReading, read_again

VERSION = "12"


@dataclass(frozen=True, slots=True)
class Reading:
    text: CleanDocument
    own: OwnMetadata
    found: Findings
    scans: Scans = NONE


ADAPTER = TypeAdapter(Reading)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a PDF, and its scanned pages with what `recogniser` names."""

    recogniser: str = OFF

    def __call__(self, path: Path, steps: Steps = ALONE) -> bytes:
        """Read the PDF at `path`; raises UnreadableDocument where no page gives any text."""
        raw, scans = read_scans(_read(path, steps), path, self.recogniser, steps)
        text = clean(raw)
        if not any(page.text for page in text.pages):
            said = (*text.problems, *scans.problems)
            why = "; ".join(said) or f"no text on {named([page.number for page in text.pages])}"
            raise UnreadableDocument(f"nothing in it could be read: {why}")
        without = steps.begin("metadata")
        own = read_metadata(Records() if without else read_records(path), text, path)
        unchecked = steps.begin("second reading")
        found = find(raw, text, SecondReading() if unchecked else read_again(path, raw.pages))
        steps.begin("")
        left_out = [f"what the file says of itself: {without}"] * bool(without)
        left_out += [f"the comparison of two readings: {unchecked}"] * bool(unchecked)
        text = replace(
            text,
            pages=tuple(
                _finished(page, lines, scans)
                for page, lines in zip(text.pages, raw.pages, strict=True)
            ),
            problems=(*text.problems, *left_out),
        )
        return ADAPTER.dump_json(Reading(text, own, found, scans))


def _finished(page: Page, raw: RawPage, scans: Scans) -> Page:
    """Say how sure OCR is of a page, and where its words stand on it as it lies."""
    if turns := scans.turned.get(page.number):
        page = turned_back(page, turns, raw)
    return replace(page, ocr_confidence=scans.confidence.get(page.number))


def _read(path: Path, steps: Steps) -> RawDocument:
    why = steps.begin("PDFium")
    if why:
        document = read_with_pypdf(path, steps)
        return replace(document, left_out=(*document.left_out, f"the places of its words: {why}"))
    try:
        return read_pdf(path, steps)
    except UnreadableDocument as refused:
        if refused.final:
            raise
        return read_with_pypdf(path, steps)
