"""What the current generation already holds, to be taken over where nothing changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from evidence_search.errors import IndexUnusable
from evidence_search.generations import current
from evidence_search.index import Index, IndexWriter
from evidence_search.types import Encoder
from indexer.catalogue import Entry
from indexer.describe import describe
from indexer.ledger import LedgerRow, State, read_ledger
from indexer.searched import searched_to
from indexer.tell import tell


class Previous:
    """The generation that a build starts from, as far as it can be used."""

    def __init__(self, index: Index, ledger: list[LedgerRow], *, same_vectors: bool) -> None:
        self._index = index
        self._same_vectors = same_vectors
        self._rows = {row.id: row for row in ledger if row.state is not State.REFUSED}

    @classmethod
    def open(cls, directory: Path, encoder: Encoder, made_by: Mapping[str, str]) -> Previous | None:
        """Open it if it is whole and was read and cut in the same way, else give None."""
        try:
            generation = current(directory)
            index = Index(generation)
            ledger = read_ledger(generation)
        except (IndexUnusable, OSError):
            return None
        if dict(index.manifest.made_by) != dict(made_by):
            return None
        return cls(index, ledger, same_vectors=index.manifest.encoder == encoder.fingerprint)

    def has(self, entry: Entry, digest: str, recogniser: str) -> bool:
        row = self._rows.get(entry.given.id)
        return bool(row and row.holds(digest, recogniser) and row.file == entry.given.file)

    def copy(self, entry: Entry, writer: IndexWriter) -> LedgerRow:
        """Write the entry's pages and passages again, under what the catalogue says now."""
        row, store = self._rows[entry.given.id], self._index.store
        pages, rows = store.pages(row.id), store.rows_of(row.id)
        document = describe(
            entry, row.sha256, row.own, [page.label for page in pages], searched_to(pages)
        )
        told = tell(document, store.passages(rows), entry.checks)
        vectors = self._index.vectors.vectors(rows) if self._same_vectors and rows else None
        writer.add(told.document, pages, told.passages, vectors)
        return replace(row, reused=True, designs=told.suggested, checks=entry.checks)

    def close(self) -> None:
        self._index.close()
