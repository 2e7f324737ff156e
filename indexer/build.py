"""Entries to a published generation of the index, with a ledger row for each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pydantic import ValidationError

from evidence_search.errors import CatalogueInvalid
from evidence_search.files import sha256
from evidence_search.generations import current
from evidence_search.index import IndexWriter, write_generation
from evidence_search.types import Encoder
from indexer import chunk, read
from indexer.catalogue import Entry
from indexer.describe import describe
from indexer.isolate import Failure, Limits, Result, run_isolated
from indexer.ledger import LedgerRow, State, with_duplicates, write_ledger
from indexer.reuse import Previous


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read and cut the entries; `full` takes nothing over from the current generation."""

    size: chunk.PassageSize = field(default_factory=chunk.PassageSize)
    limits: Limits = field(default_factory=Limits)
    workers: int = 1
    full: bool = False

    @property
    def made_by(self) -> dict[str, str]:
        """What decides the text of pages and passages."""
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

    Raises CatalogueInvalid where no entry could be read, and IndexBusy where another build runs;
    the index then stays as it was.
    """
    started = time.monotonic()
    waiting = 0.0
    ledger: list[LedgerRow] = []
    previous = None if plan.full else Previous.open(directory, encoder, plan.made_by)
    digests = {entry.given.id: digest(entry.path) for entry in entries}
    changed = [e for e in entries if not (previous and previous.has(e, digests[e.given.id]))]
    readings = _read(changed, digests, plan)
    with write_generation(directory, encoder, plan.made_by) as writer:
        for entry in entries:
            if previous and entry not in changed:
                row = previous.copy(entry, writer)
            else:
                asked = time.monotonic()
                outcome = next(readings)
                waiting += time.monotonic() - asked
                row = _add(entry, digests[entry.given.id], outcome, writer, plan.size)
            ledger.append(row)
            on_file(row)
        if all(row.state is State.REFUSED for row in ledger):
            reasons = "; ".join(f"{row.file}: {'; '.join(row.problems)}" for row in ledger[:3])
            raise CatalogueInvalid(f"none of the {len(ledger)} files could be read ({reasons})")
        settled = {frozenset((e.given.id, e.given.superseded_by)) for e in entries}
        ledger = with_duplicates(ledger, settled)
        write_ledger(writer.directory, ledger)
    if previous:
        previous.close()
    total = time.monotonic() - started
    name = current(directory).name
    return Built(name, tuple(ledger), waiting, writer.encoding_seconds, total)


def _read(
    entries: Sequence[Entry], digests: dict[str, str], plan: Plan
) -> Iterator[Result | Failure]:
    """Give an outcome for each entry in order; what is no regular file is never opened."""
    readable = [entry.path for entry in entries if digests[entry.given.id]]
    outcomes = run_isolated(read.read_document, readable, plan.limits, plan.workers)
    for entry in entries:
        if digests[entry.given.id]:
            yield next(outcomes)
        else:
            yield Failure(entry.path, "it is no file that can be opened; check it and its rights")


def _add(
    entry: Entry,
    sha: str,
    outcome: Result | Failure,
    writer: IndexWriter,
    size: chunk.PassageSize,
) -> LedgerRow:
    if isinstance(outcome, Failure):
        return _refused(entry, sha, outcome.reason)
    if digest(entry.path) != sha:
        return _refused(entry, sha, "it changed while it was being read; build again")
    try:
        reading = read.ADAPTER.validate_json(outcome.output)
    except ValidationError:
        return _refused(entry, sha, "its reader gave no usable result; leave the file out")
    pages = reading.text.pages
    document = describe(entry, sha, reading.own, [page.label for page in pages])
    passages = list(chunk.split(document, reading.text, size))
    writer.add(document, pages, passages)
    blank = [page.number for page in pages if not page.text]
    problems = [*reading.text.problems, *_without_text(blank)]
    return LedgerRow(
        id=entry.given.id,
        file=entry.given.file,
        sha256=sha,
        state=State.PARTLY if problems else State.INDEXED,
        pages=len(pages),
        pages_with_text=len(pages) - len(blank),
        characters=sum(len(page.text) for page in pages),
        passages=len(passages),
        problems=tuple(problems),
        own=reading.own,
        found=reading.found,
    )


def _without_text(pages: Sequence[int]) -> Iterator[str]:
    if pages:
        yield f"no text on page {', '.join(map(str, pages))}: blank, or a scanned picture"


def _refused(entry: Entry, sha: str, reason: str) -> LedgerRow:
    given = entry.given
    return LedgerRow(given.id, given.file, sha, State.REFUSED, problems=(reason,))


def digest(path: Path) -> str:
    """Give the SHA-256 of a regular file, "" for anything else."""
    try:
        return sha256(path) if path.is_file() else ""
    except OSError:
        return ""
