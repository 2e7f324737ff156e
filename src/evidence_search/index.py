"""One generation of an index: store, vectors and lexical index, written and read together."""

from __future__ import annotations

import os
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from evidence_search.emmie import to_bits
from evidence_search.errors import IndexDamaged, IndexMismatch, IndexMissing
from evidence_search.filters import Filters
from evidence_search.generations import current, hold, new_generation
from evidence_search.lexical import WORDS, LexicalIndex, LexicalWriter, Words
from evidence_search.library import Places, ScoredRows
from evidence_search.manifest import (
    FORMAT,
    Manifest,
    VectorKind,
    VectorsMade,
    check_files,
    read_manifest,
    record_files,
    write_manifest,
)
from evidence_search.ratings import Dimension
from evidence_search.spelling import count_words, read_words, write_words
from evidence_search.store import Store, StoredPage, StoreWriter
from evidence_search.types import Document, Encoder, Page, Passage, Rows, Vectors
from evidence_search.vector_writer import LEAST_RECALL, VectorWriter
from evidence_search.vectors import VectorIndex

BATCH = 512
AHEAD = 2  # batches that wait to be encoded while the next are read
CANARIES = 5
SAME = 0.99
WORDS_FILE = "words.tsv"
VECTORS = "vectors.faiss"
CHOSEN = "vectors"  # in what an index is made by


class IndexWriter:
    """
    Writes the three parts of a generation in one pass, a document at a time.

    Passages are encoded beside whatever its caller does meanwhile, a batch after the other.
    """

    def __init__(self, directory: Path, encoder: Encoder, kind: VectorKind | None = None) -> None:
        self.directory = directory
        self.encoding_seconds = 0.0
        self._encoder = encoder
        self._store = StoreWriter(directory / "library.sqlite")
        self._lexical = LexicalWriter(directory / "lexical")
        self._vectors = VectorWriter(directory / VECTORS, kind)
        self._waiting: list[str] = []
        self._encoding = ThreadPoolExecutor(1, "encoding")
        self._ahead: deque[Future[Vectors]] = deque()
        self._words: Counter[str] = Counter()

    def add(
        self,
        document: Document,
        pages: Sequence[Page | StoredPage],
        passages: Sequence[Passage],
        *,
        vectors: Vectors | None = None,
        title: str = "",
    ) -> None:
        """
        Add a document with its pages and passages; `vectors` if they are known already.

        Passages are encoded under `title`, or the document's own where that is "".
        """
        number = self._store.documents
        for row, page in enumerate(pages, self._store.pages):
            self._lexical.add_page(row, number, page.text)
        for row, passage in enumerate(passages, self._store.passages):
            self._lexical.add_passage(row, number, passage)
        self._store.add(document, pages, passages)
        self._words.update(count_words(page.text for page in pages))
        if vectors is not None:
            self._encode(len(self._waiting))
            self._ahead.append(self._encoding.submit(lambda: vectors))
            self._take(AHEAD)
            return
        self._waiting += [encoded_text(passage, title) for passage in passages]
        while len(self._waiting) >= BATCH:
            self._encode(BATCH)

    def finish(self, made_by: Mapping[str, str]) -> Manifest:
        """Encode what waits, close every file and write the manifest last."""
        self._encode(len(self._waiting))
        self._take(0)
        dimension = self._encoder.dimension
        kind, recall = self._vectors.finish(dimension)
        self._lexical.finish()
        self._store.finish()
        write_words(self._words, self.directory / WORDS_FILE)
        manifest = Manifest(
            format=FORMAT,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            encoder=self._encoder.fingerprint,
            dimension=dimension,
            vectors=VectorsMade(kind, recall, self._encoder.runtime),
            counts={
                "documents": self._store.documents,
                "pages": self._store.pages,
                "passages": self._store.passages,
            },
            made_by=dict(made_by),
            files=record_files(self.directory),
        )
        write_manifest(self.directory, manifest)
        return manifest

    def close(self) -> None:
        """Let go of every file, finished or not."""
        with ExitStack() as parts:  # each is closed whatever becomes of the others
            for part in (self._vectors, self._store, self._lexical):
                parts.callback(part.close)
            self._encoding.shutdown(cancel_futures=True)

    def _encode(self, count: int) -> None:
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        if batch:
            self._ahead.append(self._encoding.submit(self._encoded, batch))
            self._take(AHEAD)

    def _encoded(self, batch: Sequence[str]) -> Vectors:
        started = time.monotonic()
        vectors = self._encoder.encode_passages(batch)
        self.encoding_seconds += time.monotonic() - started
        return vectors

    def _take(self, ahead: int) -> None:
        """Keep what is encoded, in order, until no more than `ahead` batches are to come."""
        while len(self._ahead) > ahead:
            self._vectors.add(self._ahead.popleft().result())


class Index:
    """An open generation. Every file is checked against the manifest before it is read."""

    def __init__(self, generation: Path) -> None:
        self.directory = generation
        self.generation = generation.name
        with ExitStack() as opened:
            opened.callback(os.close, hold(generation))
            self.manifest = read_manifest(generation)
            check_files(generation, self.manifest)
            _check_recall(self.manifest)
            self.store = Store(generation / "library.sqlite")
            opened.callback(self.store.close)
            self.vectors = VectorIndex(generation / VECTORS)
            self.lexical = LexicalIndex(generation / "lexical")
            self._check_counts()
            self.page_of, self.document_of, self.sums_up, self._speaks_to = self.store.places()
            self.words = read_words(generation / WORDS_FILE)
            self._opened = opened.pop_all()

    @classmethod
    def open(cls, directory: Path) -> Index:
        """
        Open the current generation of the index at `directory`.

        Raises IndexMissing, IndexDamaged or IndexMismatch.
        """
        while True:
            generation = current(directory)
            try:
                return cls(generation)
            except IndexMissing:
                if current(directory) == generation:
                    raise

    def close(self) -> None:
        self._opened.close()

    def confined(self, filters: Filters) -> Confined:
        documents = None
        if replace(filters, emmie=()) != Filters():
            documents = self.store.numbers(filters)
        return Confined(self, documents, filters.emmie)

    def reach(self, filters: Filters) -> tuple[int, int]:
        """Count the documents that `filters` let through, and the pages that passages begin on."""
        rows = self.rows(documents := self.store.numbers(filters), ())
        return len(documents), int(np.unique(self.page_of[rows]).size)

    def unused(self, text: str) -> tuple[str, ...]:
        return self.lexical.unused(text)

    def rows(self, documents: Sequence[int] | None, dimensions: Sequence[Dimension]) -> Rows | None:
        """Give the rows of `documents` that speak to one of `dimensions`, None for all rows."""
        if documents is None and not dimensions:
            return None
        kept = np.ones(len(self.document_of), dtype=bool)
        if documents is not None:
            kept &= np.isin(self.document_of, documents)
        if dimensions:
            kept &= (self._speaks_to & to_bits(dimensions)) != 0
        return np.flatnonzero(kept)

    def check_canaries(self) -> None:
        """Raise IndexDamaged unless passages spread over the index are found by their own text."""
        count = len(self.vectors)
        for row in range(0, count, max(1, count // CANARIES)):
            [passage] = self.store.passages([row])
            [(_, similarity)] = self.vectors.search(self.vectors.vectors([row]), 1)
            worded = self.lexical.passages(Words(passage.text), 1)
            if similarity < SAME or (not worded and WORDS.search(passage.text)):
                raise IndexDamaged(f"passage {passage.id} is not found by its own text")

    def check_parts(self) -> None:
        """Raise IndexDamaged unless SQLite finds itself whole and every row has its unit vector."""
        if fault := self.store.fault():
            raise IndexDamaged(f"library.sqlite is damaged: {fault}")
        count = len(self.vectors)
        for start in range(0, count, BATCH):
            rows = range(start, min(start + BATCH, count))
            self.store.passages(rows)
            norms = np.linalg.norm(self.vectors.vectors(rows), axis=1)
            if not np.allclose(norms, 1, atol=0.01):
                row = start + int(np.argmax(np.abs(norms - 1)))
                raise IndexDamaged(f"the vector of passage {row} is not of length 1")

    def _check_counts(self) -> None:
        counts = self.store.counts()
        found = {"vectors": len(self.vectors), "lexical": len(self.lexical), **counts}
        passages = {found["vectors"], found["lexical"], found["passages"]}
        if counts != dict(self.manifest.counts) or len(passages) != 1:
            raise IndexDamaged(f"the parts of generation {self.generation} disagree: {found}")


@dataclass(frozen=True, slots=True)
class Confined:
    """The passages of `documents` (None: of all) that speak to one of `dimensions`, if any."""

    index: Index
    documents: Sequence[int] | None
    dimensions: Sequence[Dimension]

    def passages(self, words: Words, k: int) -> ScoredRows:
        return self.index.lexical.passages(words, k, self.documents, self.dimensions)

    def pages(self, words: Words, k: int) -> ScoredRows:
        return self.index.lexical.pages(words, k, self.documents)

    def nearest(self, vector: Vectors, k: int) -> ScoredRows:
        return self.index.vectors.search(
            vector, k, self.index.rows(self.documents, self.dimensions)
        )

    def places(self, rows: Sequence[int]) -> Places:
        index = self.index
        columns = (index.page_of, index.document_of, index.sums_up)
        at = np.array(rows, dtype=np.int64)
        return Places(*(dict(zip(rows, column[at].tolist(), strict=True)) for column in columns))


def _check_recall(manifest: Manifest) -> None:
    if manifest.vectors.recall < LEAST_RECALL:
        raise IndexMismatch(
            f"its vectors ({manifest.vectors.kind}) find {manifest.vectors.recall:.0%} of what is "
            f"nearest, of which {LEAST_RECALL:.0%} are wanted; build it again"
        )


@contextmanager
def write_generation(
    directory: Path, encoder: Encoder, made_by: Mapping[str, str]
) -> Iterator[IndexWriter]:
    """
    Give a writer; on a clean exit what it wrote is verified and becomes the current one.

    What it is made by may name the kind of its vectors; otherwise that follows from their number.
    """
    kind = made_by.get(CHOSEN)
    with new_generation(directory) as aside:
        with closing(IndexWriter(aside, encoder, VectorKind(kind) if kind else None)) as writer:
            yield writer
            writer.finish(made_by)
        with closing(Index(aside)) as built:
            built.check_canaries()


def encoded_text(passage: Passage, title: str = "") -> str:
    """Give what the encoder sees of a passage: title of its report, nearest heading, text."""
    return passage.in_context(passage.text, title)
