"""LanceDB: a table with its sentence-transformers function and word index, hybrid search."""

from __future__ import annotations

from collections.abc import Sequence
from tempfile import mkdtemp

import lancedb
from lancedb.embeddings import get_registry
from lancedb.pydantic import LanceModel, Vector

from bench.neighbours.system import Passage, weights


class Compared:
    packages = ("lancedb",)
    setup = "words and vectors, reciprocal rank fusion; exact; fp32, batches of 32; on disk"

    def __init__(self) -> None:
        self._embedder = get_registry().get("sentence-transformers").create(name=weights())
        self._dimension = self._embedder.ndims()

    def build(self, passages: Sequence[Passage]) -> None:
        embedder = self._embedder

        class Row(LanceModel):
            id: str
            text: str = embedder.SourceField()
            vector: Vector(self._dimension) = embedder.VectorField()  # type: ignore[valid-type]

        self._table = lancedb.connect(mkdtemp()).create_table("passages", schema=Row)
        self._table.add([{"id": passage.id, "text": passage.whole} for passage in passages])
        self._table.create_fts_index("text")

    def search(self, question: str, k: int) -> list[str]:
        found = self._table.search(question, query_type="hybrid").limit(k).to_list()
        return [str(row["id"]) for row in found]
