"""Questions to what the engine that the API serves tells, and how fast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from eval.collection import WARM_UP, Query
from eval.confidence import confidence_of
from eval.quotes import Cited, misquoted
from evidence_search.engine import Engine
from evidence_search.errors import QuestionInvalid
from evidence_search.statements import SPEAKING, Answer, AnswerStatus, Statement

NOT_ASKED = Answer(AnswerStatus.NEEDS_CLARIFICATION, "The question cannot be searched.")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: its quotes, and the page (document#page) of each."""

    quotes: tuple[str, ...]
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a question was told; `misquoted` are the quotes that their page does not hold."""

    query: Query
    status: str
    said: tuple[Said, ...]
    confidence: float
    misquoted: tuple[str, ...]
    milliseconds: float

    @property
    def answered(self) -> bool:
        return self.status in SPEAKING

    @property
    def quotes(self) -> int:
        return sum(len(one.quotes) for one in self.said)


def tell(engine: Engine, queries: Sequence[Query]) -> list[Told]:
    """Ask every question, after one that is not timed, so that no model's loading is."""
    _ask(engine, WARM_UP)
    return [_tell(engine, query) for query in queries]


def _tell(engine: Engine, query: Query) -> Told:
    start = perf_counter()
    answer = _ask(engine, query)
    taken = (perf_counter() - start) * 1000
    cited = [Cited(query, one) for said in answer.statements for one in said.citations]
    return Told(
        query,
        answer.status.value,
        tuple(map(_said, answer.statements)),
        confidence_of(answer),
        tuple(one.citation.quote for one in misquoted(cited, engine.index.store)),
        taken,
    )


def _ask(engine: Engine, query: Query) -> Answer:
    try:
        return engine.answer(query.text, confirmed=True)
    except QuestionInvalid:
        return NOT_ASKED


def _said(statement: Statement) -> Said:
    return Said(
        tuple(one.quote for one in statement.citations),
        tuple(f"{one.passage.document.id}#{one.page}" for one in statement.citations),
    )
