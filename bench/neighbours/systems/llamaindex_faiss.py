"""LlamaIndex: HuggingFaceEmbedding and a VectorStoreIndex over FAISS."""

from __future__ import annotations

from collections.abc import Sequence

import faiss
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.schema import TextNode
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.faiss import FaissVectorStore

from bench.neighbours.system import Passage, weights

DIMENSION = 384


class Compared:
    packages = (
        "llama-index-core",
        "llama-index-embeddings-huggingface",
        "llama-index-vector-stores-faiss",
    )
    setup = "vectors only; FAISS flat; fp32, batches of 10; in memory"

    def __init__(self) -> None:
        self._model = HuggingFaceEmbedding(model_name=weights(), device="cpu")
        self._model.get_text_embedding("warm")

    def build(self, passages: Sequence[Passage]) -> None:
        store = FaissVectorStore(faiss_index=faiss.IndexFlatL2(DIMENSION))
        self._index = VectorStoreIndex(
            nodes=[TextNode(id_=passage.id, text=passage.whole) for passage in passages],
            storage_context=StorageContext.from_defaults(vector_store=store),
            embed_model=self._model,
        )

    def search(self, question: str, k: int) -> list[str]:
        found = self._index.as_retriever(similarity_top_k=k).retrieve(question)
        return [hit.node.node_id for hit in found]
