"""The current generation and the log of raters in; the same texts and vectors, rated anew, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from evidence_search.errors import IndexBusy
from evidence_search.generations import current
from evidence_search.index import Index, IndexWriter, write_generation
from evidence_search.manifest import Manifest
from evidence_search.types import Document
from indexer.catalogue import Entry
from indexer.design_checks import DesignCheck, settle
from indexer.held import Ratings, Replay, read_given, replay, write_given
from indexer.ledger import LedgerRow, read_ledger, write_ledger
from indexer.rating_log import Event, copy_into, read_log


@dataclass(frozen=True, slots=True)
class Recorded:
    """Stands for the encoder of an index whose vectors are all known: it encodes nothing."""

    manifest: Manifest

    @property
    def fingerprint(self) -> str:
        return self.manifest.encoder

    @property
    def runtime(self) -> str:
        return self.manifest.vectors.runtime

    @property
    def dimension(self) -> int:
        return self.manifest.dimension

    def encode_queries(self, texts: Sequence[str]) -> NoReturn:
        raise NotImplementedError("nothing is encoded when ratings are published")

    encode_passages = encode_queries


@dataclass(frozen=True, slots=True)
class Rated:
    """What an index was given, what raters did to it, and what follows."""

    generation: Path
    given: Ratings
    events: Sequence[Event]
    replayed: Replay


def read_rated(directory: Path, events: Sequence[Event] | None = None) -> Rated:
    """Read the ratings of the current generation; raises IndexMissing or RatingsDamaged."""
    generation = current(directory)
    given = read_given(generation)
    if given is None:
        with closing(Index(generation)) as index:
            given = given_ratings(generation, index)
    known = read_log(directory) if events is None else events
    return Rated(generation, given, known, replay(given, known))


def given_ratings(generation: Path, index: Index) -> Ratings:
    """Give the ratings of the catalogue, or those shown in an index that was built without one."""
    known = read_given(generation)
    if known is None:
        return {document.id: document.ratings for document in index.store.documents()}
    return known


def republish(directory: Path) -> str:
    """Publish a generation with the ratings of the log; name it. Nothing is read or encoded."""
    rated = read_rated(directory)
    with closing(Index(rated.generation)) as index:
        _write(directory, index, rated)
    return current(directory).name


def keep_ratings(generation: Path, given: Ratings, events: Sequence[Event]) -> None:
    write_given(generation, given)
    copy_into(generation, events)


def with_log(entries: Sequence[Entry], events: Sequence[Event]) -> list[Entry]:
    """Give the entries of a catalogue with what raters did to their ratings and designs since."""
    replayed = replay({entry.given.id: entry.ratings for entry in entries}, events)
    return [
        replace(
            entry,
            ratings=replayed.shown(entry.given.id),
            checks=(*entry.checks, *checks_in(events, entry.given.id)),
        )
        for entry in entries
    ]


def checked(row: LedgerRow, events: Sequence[Event]) -> LedgerRow:
    """Give the row with what the log said of its designs since; the last word counts."""
    known = (*row.checks, *checks_in(events, row.id))
    return replace(row, checks=tuple({check.design: check for check in known}.values()))


def checks_in(events: Iterable[Event], document: str) -> Iterator[DesignCheck]:
    """Give what the log says of the suggested designs of a document, oldest first."""
    for event in events:
        if event.design and event.document == document:
            yield DesignCheck(event.design.design, event.design.after, event.who, event.time[:10])


def copy(document: Document, index: Index, writer: IndexWriter) -> None:
    """Write what `index` holds of a document once more, under `document` as it is now."""
    rows = index.store.rows_of(document.id)
    passages = [replace(passage, document=document) for passage in index.store.passages(rows)]
    vectors = index.vectors.vectors(rows) if rows else None
    writer.add(document, index.store.stored_pages(document.id), passages, vectors=vectors)


def _write(directory: Path, index: Index, rated: Rated) -> None:
    recorded = Recorded(index.manifest)
    with write_generation(directory, recorded, index.manifest.made_by) as writer:
        if current(directory) != rated.generation:
            raise IndexBusy("another process published a generation meanwhile; try again")
        ledger = [checked(row, rated.events) for row in read_ledger(rated.generation)]
        designs = {row.id: settle(row.designs, row.checks) for row in ledger}
        for document in sorted(index.store.documents(), key=lambda found: found.id):
            again = replace(
                document,
                ratings=rated.replayed.shown(document.id),
                designs=designs.get(document.id, ()),
            )
            copy(again, index, writer)
        write_ledger(writer.directory, ledger)
        keep_ratings(writer.directory, rated.given, rated.events)
