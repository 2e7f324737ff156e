"""The one object that the API serves and the eval harness measures."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace

from evidence_search.answer import ExtractiveAnswerer, Selection
from evidence_search.encode import load_encoder
from evidence_search.errors import QuestionScreened
from evidence_search.index import Index
from evidence_search.question import clean_question
from evidence_search.rerank import load_reranker
from evidence_search.screen import screen
from evidence_search.screening import ScreenedAnswer
from evidence_search.search import HybridRetriever, Ranking, Reranking, Weights
from evidence_search.settings import Settings
from evidence_search.standards import Standards, load_standards
from evidence_search.types import Answer, AnswerStatus, Encoder, Filters, Hit
from evidence_search.words import refuse

READ_FOR_ANSWERS = 20
NEVER_SEARCHED = frozenset({AnswerStatus.PERSONAL_DATA, AnswerStatus.SAFEGUARDING})


@dataclass(frozen=True, slots=True)
class Engine:
    """An open index with what searches it and answers from it."""

    settings: Settings
    index: Index
    standards: Standards
    encoder: Encoder
    reranking: Reranking | None
    retriever: HybridRetriever
    answerer: ExtractiveAnswerer

    @classmethod
    def open(cls, settings: Settings) -> Engine:
        """
        Open the index that `settings` name, and load its encoder.

        Raises IndexMissing, IndexDamaged, IndexMismatch, StandardInvalid or SettingsInvalid.
        """
        return cls.over(Index.open(settings.index_dir), settings)

    @classmethod
    def over(cls, index: Index, settings: Settings) -> Engine:
        """Load the models that `settings` name to serve an index, which is closed if that fails."""
        with ExitStack() as unless_served:
            unless_served.callback(index.close)
            encoder = load_encoder(settings.encoder)
            reranker = load_reranker(settings.reranker)
            depth, weight = settings.rerank_depth, settings.rerank_weight
            engine = cls(
                settings,
                index,
                load_standards(settings.standards),
                encoder,
                reranking := Reranking(reranker, depth, weight) if reranker else None,
                HybridRetriever(index, encoder, _ranking(settings), reranking),
                ExtractiveAnswerer(encoder, Selection()),
            )
            unless_served.pop_all()
            return engine

    def moved_to(self, index: Index) -> Engine:
        """Give an engine over another index, with the models of this one; raises IndexMismatch."""
        ranking = _ranking(self.settings)
        retriever = HybridRetriever(index, self.encoder, ranking, self.reranking)
        return replace(self, index=index, retriever=retriever)

    def search(
        self, query: str, k: int = 10, filters: Filters | None = None, *, confirmed: bool = False
    ) -> list[Hit]:
        """Give up to `k` hits, best first; raises QuestionInvalid or QuestionScreened."""
        question = clean_question(query, self.settings.question_length)
        seen = screen(question, confirmed=confirmed)
        if seen.status in NEVER_SEARCHED:
            raise QuestionScreened(refuse(seen), [kind for kind, _ in seen.kinds])
        return self.retriever.retrieve(question, k, filters)

    def answer(
        self, question: str, filters: Filters | None = None, *, confirmed: bool = False
    ) -> Answer:
        """
        Answer in sentences of the library, or say that it has none; raises QuestionInvalid.

        Personal data, danger and what is not for research to answer are told before anything is
        searched. `confirmed` says that a doubtful name is not that of a person in a case.
        """
        cleaned = clean_question(question, self.settings.question_length)
        seen = screen(cleaned, confirmed=confirmed)
        if seen.status:
            return ScreenedAnswer(seen.status, refuse(seen), screening=seen)
        hits = self.retriever.retrieve(cleaned, READ_FOR_ANSWERS, filters, spread=False)
        return self.answerer.answer(cleaned, hits)

    def close(self) -> None:
        self.index.close()


def _ranking(settings: Settings) -> Ranking:
    weights = Weights(
        settings.weight_passage,
        settings.weight_page,
        settings.weight_dense,
        settings.weight_summary,
    )
    return Ranking(weights, settings.candidates, settings.passages_per_document)
