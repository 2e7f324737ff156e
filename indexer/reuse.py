"""What the current generation already holds, to be taken over where nothing changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from evidence_search.errors import IndexUnusable
from evidence_search.generations import current
from evidence_search.index import Index, IndexWriter
from evidence_search.types import Document, Encoder
from indexer.catalogue import Entry
from indexer.describe import describe
from indexer.design_checks import settle
from indexer.held import Ratings, read_given
from indexer.ledger import LedgerRow, State, read_ledger
from indexer.rating_log import Event, has_copy
from indexer.searched import searched_to
from indexer.shard import Shard, marked
from indexer.tell import tell, version

CUES = "cues"


class Previous:
    """The generation that a build starts from, as far as it can be used."""

    def __init__(self, generation: Path, index: Index, encoder: Encoder) -> None:
        self._generation = generation
        self._index = index
        self._same_vectors = index.manifest.encoder == encoder.fingerprint
        self._same_cues = index.manifest.made_by.get(CUES) == version()
        self._documents = {document.id: document for document in index.store.documents()}
        self._rows = {row.id: row for row in read_ledger(generation)}

    def has(self, entry: Entry, digests: Mapping[str, str], recogniser: str) -> bool:
        row = self._rows.get(entry.given.id)
        return bool(
            row
            and row.state is not State.REFUSED
            and row.holds(digests[row.id], recogniser)
            and row.file == entry.given.file
        )

    def is_what(
        self,
        entries: Sequence[Entry],
        given: Ratings,
        events: Sequence[Event],
        shard: Shard | None = None,
    ) -> bool:
        """Tell whether a build of `entries`, each of which it has, would write just this again."""
        return (
            self._same_vectors
            and self._same_cues
            and self._rows.keys() == {entry.given.id for entry in entries}
            and all(self._stands(entry) for entry in entries)
            and read_given(self._generation) == given
            and has_copy(self._generation, events)
            and marked(self._generation) == shard
        )

    def row(self, entry: Entry) -> LedgerRow:
        return replace(self._rows[entry.given.id], reused=True, checks=entry.checks)

    def copy(self, entry: Entry, writer: IndexWriter) -> LedgerRow:
        """Write the entry's pages and passages again, under what the catalogue says now."""
        row, store = self.row(entry), self._index.store
        old, rows = self._documents[row.id], store.rows_of(row.id)
        pages, passages = store.stored_pages(row.id), store.passages(rows)
        document = described(entry, row, old)
        if self._same_cues and document.title == old.title:
            passages = [replace(passage, document=document) for passage in passages]
        else:
            searched = searched_to(page.text for page in pages)
            told = tell(replace(document, searched=searched), passages, entry.checks)
            document, passages = told.document, told.passages
            row = replace(row, designs=told.suggested)
        vectors = self._index.vectors.vectors(rows) if self._same_vectors and rows else None
        writer.add(document, pages, passages, vectors=vectors, title=row.own.title)
        return row

    def _stands(self, entry: Entry) -> bool:
        row, old = self._rows[entry.given.id], self._documents[entry.given.id]
        return row.checks == entry.checks and described(entry, row, old) == old


@contextmanager
def previous(
    directory: Path, encoder: Encoder, made_by: Mapping[str, str]
) -> Iterator[Previous | None]:
    """Open the current generation if it is whole and was read and cut in the same way."""
    try:
        generation = current(directory)
        index = Index(generation)
    except (IndexUnusable, OSError):
        yield None
        return
    with closing(index):
        same = read_alike(index.manifest.made_by, made_by)
        yield Previous(generation, index, encoder) if same else None


def read_alike(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether two makes give the same pages and passages; cues change neither."""
    return dict(one) | {CUES: ""} == dict(other) | {CUES: ""}


def described(entry: Entry, row: LedgerRow, old: Document) -> Document:
    """Give the document as the catalogue has it now and the same words still tell it."""
    document = describe(entry, row.sha256, row.own, old.page_labels, old.searched)
    return replace(document, designs=settle(row.designs, entry.checks))
