"""txtai: an Embeddings database with its hybrid search on."""

from __future__ import annotations

from collections.abc import Sequence

from txtai import Embeddings

from bench.neighbours.system import Passage, weights


class Compared:
    packages = ("txtai", "faiss-cpu")
    setup = "BM25 and vectors, its hybrid; FAISS as it chooses; fp32, batches of 32; in memory"

    def __init__(self) -> None:
        # Without maxlength it encodes twice the words that the model was made for, and others see.
        self._embeddings = Embeddings(path=weights(), hybrid=True, gpu=False, maxlength=True)
        self._embeddings.transform("warm")

    def build(self, passages: Sequence[Passage]) -> None:
        self._embeddings.index((passage.id, passage.whole) for passage in passages)

    def search(self, question: str, k: int) -> list[str]:
        return [str(found) for found, _ in self._embeddings.search(question, k)]
