"""Entries to a published generation of the index, with a ledger row for each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from pydantic import ValidationError

from evidence_search.generations import current
from evidence_search.index import CHOSEN, IndexWriter, write_generation
from evidence_search.isolate import Failure, Limits, Result, run_isolated
from evidence_search.manifest import VectorKind
from evidence_search.types import Encoder
from indexer import chunk, ocr, read
from indexer.catalogue import Entry
from indexer.describe import describe
from indexer.ledger import LedgerRow, State, whole, with_duplicates, write_ledger
from indexer.rating_log import read_log
from indexer.readings import Encoded, Readings, digest
from indexer.republish import keep_ratings, with_log
from indexer.resume import Kept, ResumingEncoder
from indexer.reuse import CUES, previous
from indexer.searched import searched_to
from indexer.shard import Shard, mark
from indexer.tell import Told, tell, version

Elsewhere: TypeAlias = Callable[[Sequence[Entry], "Plan"], Iterator[Result | Failure]]


@dataclass(frozen=True, slots=True)
class Plan:
    """
    How to read and cut the entries; `full` takes nothing over from the current generation.

    `vectors` says how those are kept where their number is not to decide it.
    A file with scanned pages may take `ocr_seconds` longer than the limits say. The entries may be
    those of one `shard`, which need not hold any that can be read. They are read `elsewhere`, if
    that is given, and may come back encoded.
    """

    size: chunk.PassageSize = field(default_factory=chunk.PassageSize)
    limits: Limits = field(default_factory=Limits)
    workers: int = 1
    full: bool = False
    ocr: bool = False
    ocr_seconds: float = 900
    shard: Shard | None = None
    elsewhere: Elsewhere | None = None
    vectors: VectorKind | None = None

    @property
    def recogniser(self) -> str:
        return ocr.chosen(auto=self.ocr)

    @property
    def made_by(self) -> dict[str, str]:
        """What decides the text of pages and passages of every file, and what is told of it."""
        size = {f"passage_{name}": str(value) for name, value in asdict(self.size).items()}
        made = {"reader": read.VERSION, "chunker": chunk.VERSION, **size, CUES: version()}
        return made | {CHOSEN: self.vectors} if self.vectors else made

    def read(self, entries: Sequence[Entry]) -> Iterator[Result | Failure]:
        """Read the files of `entries`, several at once; give an outcome for each in order."""
        if self.elsewhere:
            return self.elsewhere(entries, self)
        reader, paths = read.Reader(self.recogniser), [entry.path for entry in entries]
        return run_isolated(reader, paths, self.reading_limits, self.workers)

    @property
    def reading_limits(self) -> Limits:
        seconds = self.limits.seconds + (self.ocr_seconds if self.ocr else 0)
        return replace(self.limits, seconds=seconds)


@dataclass(frozen=True, slots=True)
class Built:
    """
    A finished build: its generation, its ledger, and where its `total` seconds went.

    `waiting` is the time spent waiting for files to be read, which runs beside the rest. Where
    nothing `changed`, the generation is the one that was there.
    """

    generation: str
    ledger: tuple[LedgerRow, ...]
    waiting: float
    encoding: float
    total: float
    changed: bool = True


def build(
    entries: Sequence[Entry],
    directory: Path,
    encoder: Encoder,
    plan: Plan,
    on_file: Callable[[LedgerRow], None],
) -> Built:
    """
    Read every entry, write a new generation and put it in place; call `on_file` after each.

    A generation that is what would be written, but for its date, stays unless the plan is `full`.

    Raises CatalogueInvalid where no entry could be read, RatingsDamaged where the log of ratings
    was edited, and IndexBusy where another build runs; the index then stays as it was. One that is
    interrupted goes on, the next time, from what it had read and encoded.
    """
    started = time.monotonic()
    events = read_log(directory)
    given = {entry.given.id: entry.ratings for entry in entries}
    entries = with_log(entries, events)
    digests = {entry.given.id: digest(entry) for entry in entries}
    with nullcontext() if plan.full else previous(directory, encoder, plan.made_by) as before:
        made = plan.recogniser
        held = {e.given.id for e in entries if before and before.has(e, digests, made)}
        if (
            before
            and len(held) == len(entries)
            and before.is_what(entries, given, events, plan.shard)
        ):
            ledger = tuple(before.row(entry) for entry in entries)
            for row in ledger:
                on_file(row)
            total = time.monotonic() - started
            return Built(current(directory).name, ledger, 0.0, 0.0, total, changed=False)
        kept = Kept(directory)
        to_read = [entry for entry in entries if entry.given.id not in held]
        readings = Readings(to_read, digests, made, kept)
        resuming = ResumingEncoder(encoder, kept)
        with write_generation(directory, resuming, plan.made_by) as writer:
            add = _Adder(writer, readings, digests, plan)
            rows = []
            for entry in entries:
                copied = before and entry.given.id in held
                rows.append(before.copy(entry, writer) if before and copied else add(entry))
                on_file(rows[-1])
            ledger = _ledger(rows, entries, plan)
            write_ledger(writer.directory, ledger)
            mark(writer.directory, plan.shard)
            keep_ratings(writer.directory, given, events)
        kept.clear()
    total = time.monotonic() - started
    name = current(directory).name
    return Built(name, ledger, readings.waiting, writer.encoding_seconds, total)


def _ledger(
    rows: Sequence[LedgerRow], entries: Sequence[Entry], plan: Plan
) -> tuple[LedgerRow, ...]:
    """Give the rows with their duplicates; raises CatalogueInvalid for a whole that has none."""
    settled = {frozenset((e.given.id, e.given.superseded_by)) for e in entries}
    return tuple((with_duplicates if plan.shard else whole)(rows, settled))


class _Adder:
    """Writes what was read of an entry, and keeps it for the next build until this one ends."""

    def __init__(
        self, writer: IndexWriter, readings: Readings, digests: Mapping[str, str], plan: Plan
    ) -> None:
        self._writer = writer
        self._readings = readings
        self._outcomes = readings.read(plan.read)
        self._digests = digests
        self._size = plan.size

    def __call__(self, entry: Entry) -> LedgerRow:
        outcome, sha = next(self._outcomes), self._digests[entry.given.id]
        row = _add(entry, sha, outcome, self._writer, self._size)
        if isinstance(outcome, Result) and row.state is not State.REFUSED:
            self._readings.keep(outcome, sha)
        return row


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
    told = tell_of(entry, sha, reading, size)
    vectors = outcome.vectors if isinstance(outcome, Encoded) else None
    writer.add(told.document, pages, told.passages, vectors=vectors, title=reading.own.title)
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


def tell_of(entry: Entry, sha: str, reading: read.Reading, size: chunk.PassageSize) -> Told:
    """Give the document and its passages; the same wherever it is done."""
    pages = reading.text.pages
    searched = searched_to(page.text for page in pages)
    document = describe(entry, sha, reading.own, [page.label for page in pages], searched)
    return tell(document, chunk.split(document, reading.text, size), entry.checks)


def _refused(entry: Entry, sha: str, reason: str) -> LedgerRow:
    given = entry.given
    return LedgerRow(given.id, given.file, sha, State.REFUSED, problems=(reason,))
