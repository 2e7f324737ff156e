"""sentence-transformers alone, as its page on semantic search has it: what most others stand on."""

from __future__ import annotations

from collections.abc import Sequence

from sentence_transformers import SentenceTransformer
from sentence_transformers.util import semantic_search

from bench.neighbours.system import Passage, weights


class Compared:
    packages = ("sentence-transformers", "torch", "transformers")
    setup = "vectors only; exact, by torch; fp32, batches of 32; in memory"
    precision = "float32"

    def __init__(self) -> None:
        self._model = SentenceTransformer(
            weights(), device="cpu", model_kwargs={"torch_dtype": self.precision}
        )
        self._model.encode("warm")

    def build(self, passages: Sequence[Passage]) -> None:
        self._ids = [passage.id for passage in passages]
        self._vectors = self._model.encode_document(
            [passage.whole for passage in passages], convert_to_tensor=True
        )

    def search(self, question: str, k: int) -> list[str]:
        vector = self._model.encode_query(question, convert_to_tensor=True)
        [hits] = semantic_search(vector, self._vectors, top_k=k)
        return [self._ids[int(hit["corpus_id"])] for hit in hits]
