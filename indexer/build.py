"""Entries to a published generation of the index, with a ledger row for each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from evidence_search.errors import CatalogueInvalid
from evidence_search.files import sha256
from evidence_search.generations import current
from evidence_search.index import IndexWriter, write_generation
from evidence_search.isolate import Failure, Limits, Result, run_isolated
from evidence_search.types import Encoder
from indexer import chunk, ocr, read
from indexer.catalogue import Entry
from indexer.describe import describe
from indexer.ledger import LedgerRow, State, with_duplicates, write_ledger
from indexer.rating_log import read_log
from indexer.republish import keep_ratings, with_log
from indexer.resume import Kept, ResumingEncoder
from indexer.reuse import Previous
from indexer.searched import searched_to
from indexer.tell import tell

NO_FILE = "it is no file that can be opened; check it and its rights"


@dataclass(frozen=True, slots=True)
class Plan:
    """
    How to read and cut the entries; `full` takes nothing over from the current generation.

    A file with scanned pages may take `ocr_seconds` longer than the limits say.
    """

    size: chunk.PassageSize = field(default_factory=chunk.PassageSize)
    limits: Limits = field(default_factory=Limits)
    workers: int = 1
    full: bool = False
    ocr: bool = False
    ocr_seconds: float = 900

    @property
    def recogniser(self) -> str:
        return ocr.chosen(auto=self.ocr)

    @property
    def made_by(self) -> dict[str, str]:
        """What decides the text of pages and passages, of every file."""
        size = {f"passage_{name}": str(value) for name, value in asdict(self.size).items()}
        return {"reader": read.VERSION, "chunker": chunk.VERSION, **size}


@dataclass(frozen=True, slots=True)
class Built:
    """
    A finished build: its generation, its ledger, and where its `total` seconds went.

    `waiting` is the time spent waiting for files to be read, which runs beside the rest.
    """

    generation: str
    ledger: tuple[LedgerRow, ...]
    waiting: float
    encoding: float
    total: float


def build(
    entries: Sequence[Entry],
    directory: Path,
    encoder: Encoder,
    plan: Plan,
    on_file: Callable[[LedgerRow], None],
) -> Built:
    """
    Read every entry, write a new generation and put it in place; call `on_file` after each.

    Raises CatalogueInvalid where no entry could be read, RatingsDamaged where the log of ratings
    was edited, and IndexBusy where another build runs; the index then stays as it was. One that is
    interrupted goes on, the next time, from what it had read and encoded.
    """
    started = time.monotonic()
    waiting = 0.0
    ledger: list[LedgerRow] = []
    events = read_log(directory)
    given = {entry.given.id: entry.ratings for entry in entries}
    entries = with_log(entries, events)
    previous = None if plan.full else Previous.open(directory, encoder, plan.made_by)
    digests = {entry.given.id: digest(entry) for entry in entries}
    reader = read.Reader(plan.recogniser)
    changed = [
        entry
        for entry in entries
        if not (previous and previous.has(entry, digests[entry.given.id], reader.recogniser))
    ]
    kept = Kept(directory)
    readings = _read(changed, digests, reader, plan, kept)
    with write_generation(directory, ResumingEncoder(encoder, kept), plan.made_by) as writer:
        for entry in entries:
            if previous and entry not in changed:
                row = previous.copy(entry, writer)
            else:
                asked = time.monotonic()
                outcome = next(readings)
                waiting += time.monotonic() - asked
                sha = digests[entry.given.id]
                row = _add(entry, sha, outcome, writer, plan.size)
                if isinstance(outcome, Result) and row.state is not State.REFUSED:
                    kept.put(outcome.output, read.VERSION, reader.recogniser, sha)
            ledger.append(row)
            on_file(row)
        if all(row.state is State.REFUSED for row in ledger):
            reasons = "; ".join(f"{row.file}: {'; '.join(row.problems)}" for row in ledger[:3])
            raise CatalogueInvalid(f"none of the {len(ledger)} files could be read ({reasons})")
        settled = {frozenset((e.given.id, e.given.superseded_by)) for e in entries}
        ledger = with_duplicates(ledger, settled)
        write_ledger(writer.directory, ledger)
        keep_ratings(writer.directory, given, events)
    kept.clear()
    if previous:
        previous.close()
    total = time.monotonic() - started
    name = current(directory).name
    return Built(name, tuple(ledger), waiting, writer.encoding_seconds, total)


def _read(
    entries: Sequence[Entry], digests: dict[str, str], reader: read.Reader, plan: Plan, kept: Kept
) -> Iterator[Result | Failure]:
    """Give an outcome for each entry in order; what is no regular file is never opened."""
    made = read.VERSION, reader.recogniser
    shas = [digests[entry.given.id] for entry in entries]
    known = {sha for sha in shas if sha and kept.get(*made, sha) is not None}
    readable = [e.path for e, sha in zip(entries, shas, strict=True) if sha and sha not in known]
    seconds = plan.limits.seconds + (plan.ocr_seconds if plan.ocr else 0)
    limits = replace(plan.limits, seconds=seconds)
    outcomes = run_isolated(reader, readable, limits, plan.workers)
    for entry, sha in zip(entries, shas, strict=True):
        if sha in known:
            yield Result(entry.path, kept.get(*made, sha) or b"")
        elif sha:
            yield next(outcomes)
        else:
            yield Failure(entry.path, entry.fault or NO_FILE)


def _add(
    entry: Entry,
    sha: str,
    outcome: Result | Failure,
    writer: IndexWriter,
    size: chunk.PassageSize,
) -> LedgerRow:
    if isinstance(outcome, Failure):
        return _refused(entry, sha, outcome.reason)
    if digest(entry) != sha:
        return _refused(entry, sha, "it changed while it was being read; build again")
    try:
        reading = read.ADAPTER.validate_json(outcome.output)
    except ValidationError:
        return _refused(entry, sha, "its reader gave no usable result; leave the file out")
    pages = reading.text.pages
    document = describe(entry, sha, reading.own, [page.label for page in pages], searched_to(pages))
    told = tell(document, chunk.split(document, reading.text, size), entry.checks)
    writer.add(told.document, pages, told.passages)
    problems = [*reading.text.problems, *reading.scans.problems]
    return LedgerRow(
        id=entry.given.id,
        file=entry.given.file,
        sha256=sha,
        state=State.PARTLY if problems else State.INDEXED,
        pages=len(pages),
        pages_with_text=sum(bool(page.text) for page in pages),
        characters=sum(len(page.text) for page in pages),
        passages=len(told.passages),
        problems=tuple(problems),
        own=reading.own,
        scans=reading.scans,
        found=reading.found,
        designs=told.suggested,
        checks=entry.checks,
    )


def _refused(entry: Entry, sha: str, reason: str) -> LedgerRow:
    given = entry.given
    return LedgerRow(given.id, given.file, sha, State.REFUSED, problems=(reason,))


def digest(entry: Entry) -> str:
    """Give the SHA-256 of the entry's file, "" for what is none that may be read."""
    try:
        return sha256(entry.path) if entry.path.is_file() and not entry.fault else ""
    except OSError:
        return ""
