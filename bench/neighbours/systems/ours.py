"""Our service: what `python -m indexer build` writes with, and the engine that the API serves."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from bench.neighbours.system import Passage
from evidence_search import Engine, Settings
from evidence_search.encode import load_encoder
from evidence_search.errors import QuestionInvalid, QuestionScreened
from evidence_search.index import IndexWriter, write_generation
from evidence_search.rerank import NONE
from evidence_search.types import Document, Page, Span
from evidence_search.types import Passage as Indexed


class Compared:
    packages = ("torch", "transformers", "faiss-cpu", "tantivy", "openvino")

    def __init__(self) -> None:
        self._settings = Settings.from_env().model_copy(
            update={"index_dir": Path(mkdtemp()), "milvus": "", "reranker": NONE}
        )
        self._encoder = load_encoder(self._settings.encoder, self._settings.inference)
        self._encoder.encode_queries(["warm"])
        self.setup = f"words of passage and page, and vectors; {self._encoder.runtime}; on disk"

    def build(self, passages: Sequence[Passage]) -> None:
        with write_generation(self._settings.index_dir, self._encoder, {}) as writer:
            for passage in passages:
                _add(writer, passage)
        del self._encoder
        self._engine = Engine.open(self._settings)

    def search(self, question: str, k: int) -> list[str]:
        try:
            hits = self._engine.search(question, k, confirmed=True)
        except (QuestionInvalid, QuestionScreened):
            return []
        return [hit.passage.document.id for hit in hits]


def _add(writer: IndexWriter, passage: Passage) -> None:
    text = passage.whole
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(passage.id, "passages", passage.title, digest)
    whole = Indexed(passage.id, document, text, (Span(1, 0, len(text)),))
    writer.add(document, [Page(1, text)], [whole])
