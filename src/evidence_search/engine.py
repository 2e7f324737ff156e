"""The one object that the API serves and the eval harness measures."""

from __future__ import annotations

from dataclasses import dataclass

from evidence_search.answer import ExtractiveAnswerer, Selection
from evidence_search.encode import load_encoder
from evidence_search.errors import QuestionScreened
from evidence_search.index import Index
from evidence_search.library_names import library_names
from evidence_search.question import clean_question
from evidence_search.screen import screen
from evidence_search.screening import ScreenedAnswer
from evidence_search.search import HybridRetriever, Weights
from evidence_search.settings import Settings
from evidence_search.standards import Standards, load_standards
from evidence_search.types import Answer, AnswerStatus, Filters, Hit
from evidence_search.words import refuse

READ_FOR_ANSWERS = 20
NEVER_SEARCHED = frozenset({AnswerStatus.PERSONAL_DATA, AnswerStatus.SAFEGUARDING})


@dataclass(frozen=True, slots=True)
class Engine:
    """An open index with what searches it and answers from it."""

    settings: Settings
    index: Index
    standards: Standards
    retriever: HybridRetriever
    answerer: ExtractiveAnswerer
    names: frozenset[str] = frozenset()

    @classmethod
    def open(cls, settings: Settings) -> Engine:
        """
        Open the index that `settings` name, and load its encoder.

        Raises IndexMissing, IndexDamaged, IndexMismatch, StandardInvalid or SettingsInvalid.
        """
        index = Index.open(settings.index_dir)
        encoder = load_encoder(settings.encoder)
        weights = Weights(
            settings.weight_passage,
            settings.weight_page,
            settings.weight_dense,
            settings.weight_summary,
        )
        return cls(
            settings,
            index,
            load_standards(settings.standards),
            HybridRetriever(
                index, encoder, weights, settings.candidates, settings.passages_per_document
            ),
            ExtractiveAnswerer(encoder, Selection()),
            library_names(index.store.documents()),
        )

    def search(
        self, query: str, k: int = 10, filters: Filters | None = None, *, confirmed: bool = False
    ) -> list[Hit]:
        """Give up to `k` hits, best first; raises QuestionInvalid or QuestionScreened."""
        question = clean_question(query, self.settings.question_length)
        seen = screen(question, confirmed=confirmed, known=self.names)
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
        seen = screen(cleaned, confirmed=confirmed, known=self.names)
        if seen.status:
            return ScreenedAnswer(seen.status, refuse(seen), screening=seen)
        hits = self.retriever.retrieve(cleaned, READ_FOR_ANSWERS, filters, spread=False)
        return self.answerer.answer(cleaned, hits)

    def close(self) -> None:
        self.index.close()
