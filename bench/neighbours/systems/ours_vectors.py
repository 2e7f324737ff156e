"""Our encoder before a flat FAISS index: no more than LangChain and LlamaIndex do."""

from __future__ import annotations

from collections.abc import Sequence

import faiss

from bench.neighbours.system import Passage
from evidence_search import Settings
from evidence_search.encode import load_encoder


class Compared:
    packages = ("torch", "transformers", "faiss-cpu", "openvino")

    def __init__(self) -> None:
        settings = Settings.from_env()
        self._encoder = load_encoder(settings.encoder, settings.inference)
        self._encoder.encode_queries(["warm"])
        self.setup = f"vectors only; FAISS flat; {self._encoder.runtime}; in memory"

    def build(self, passages: Sequence[Passage]) -> None:
        self._ids = [passage.id for passage in passages]
        vectors = self._encoder.encode_passages([passage.whole for passage in passages])
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)

    def search(self, question: str, k: int) -> list[str]:
        _, rows = self._index.search(self._encoder.encode_queries([question]), k)
        return [self._ids[row] for row in rows[0] if row >= 0]
