"""LangChain: HuggingFaceEmbeddings and its FAISS vector store."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings

from bench.neighbours.system import Passage, weights


class Compared:
    packages = ("langchain-core", "langchain-huggingface", "langchain-community", "faiss-cpu")
    setup = "vectors only; FAISS flat; fp32, batches of 32; in memory"

    def __init__(self) -> None:
        self._embeddings = HuggingFaceEmbeddings(
            model_name=weights(), model_kwargs={"device": "cpu"}
        )
        self._embeddings.embed_query("warm")

    def build(self, passages: Sequence[Passage]) -> None:
        ids = [passage.id for passage in passages]
        texts = [passage.whole for passage in passages]
        self._store = FAISS.from_texts(texts, self._embeddings, ids=ids)

    def search(self, question: str, k: int) -> list[str]:
        return [str(found.id) for found in self._store.similarity_search(question, k=k)]
