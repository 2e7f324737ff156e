"""Haystack: BM25 and vectors in its in-memory store, joined by reciprocal rank fusion."""

from __future__ import annotations

from collections.abc import Sequence

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from bench.neighbours.system import Passage, weights


class Compared:
    packages = ("haystack-ai", "sentence-transformers-haystack")
    setup = "BM25 and vectors, reciprocal rank fusion; fp32, batches of 32; in memory"

    def __init__(self) -> None:
        self._store = InMemoryDocumentStore()
        self._embedder = SentenceTransformersDocumentEmbedder(model=weights(), progress_bar=False)
        self._embedder.run([Document(content="warm")])
        self._pipeline = _pipeline(self._store)
        self._pipeline.warm_up()

    def build(self, passages: Sequence[Passage]) -> None:
        documents = [Document(id=passage.id, content=passage.whole) for passage in passages]
        self._store.write_documents(self._embedder.run(documents)["documents"])

    def search(self, question: str, k: int) -> list[str]:
        found = self._pipeline.run(
            {
                "embedder": {"text": question},
                "words": {"query": question, "top_k": k},
                "vectors": {"top_k": k},
                "joiner": {"top_k": k},
            }
        )
        return [str(document.id) for document in found["joiner"]["documents"]]


def _pipeline(store: InMemoryDocumentStore) -> Pipeline:
    pipeline = Pipeline()
    embedder = SentenceTransformersTextEmbedder(model=weights(), progress_bar=False)
    pipeline.add_component("embedder", embedder)
    pipeline.add_component("words", InMemoryBM25Retriever(store))
    pipeline.add_component("vectors", InMemoryEmbeddingRetriever(store))
    pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
    pipeline.connect("embedder.embedding", "vectors.query_embedding")
    pipeline.connect("words", "joiner")
    pipeline.connect("vectors", "joiner")
    return pipeline
