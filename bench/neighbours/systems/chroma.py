"""Chroma: a collection with the sentence-transformers embedding function."""

from __future__ import annotations

from collections.abc import Sequence

import chromadb
from chromadb.config import Settings
from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

from bench.neighbours.system import Passage, weights


class Compared:
    packages = ("chromadb",)
    setup = "vectors only; HNSW; fp32, batches of 32; in memory"

    def __init__(self) -> None:
        self._client = chromadb.EphemeralClient(Settings(anonymized_telemetry=False))
        embedder = SentenceTransformerEmbeddingFunction(model_name=weights(), device="cpu")
        embedder(["warm"])
        self._collection = self._client.create_collection("passages", embedding_function=embedder)

    def build(self, passages: Sequence[Passage]) -> None:
        most = self._client.get_max_batch_size()
        for start in range(0, len(passages), most):
            batch = passages[start : start + most]
            self._collection.add(
                ids=[passage.id for passage in batch],
                documents=[passage.whole for passage in batch],
            )

    def search(self, question: str, k: int) -> list[str]:
        return list(self._collection.query(query_texts=[question], n_results=k)["ids"][0])
