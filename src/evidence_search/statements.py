"""What a reader is told: statements, and the answer that they are in."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from evidence_search.ratings import DocumentStatus
from evidence_search.reading import Reading
from evidence_search.types import Citation, Document, Hit

BETWEEN_QUOTES = " … "


@dataclass(frozen=True, slots=True)
class Statement:
    """
    One thing that an answer says, and what it stands on.

    Its text is the quotes of its citations in their order, with BETWEEN_QUOTES between them.
    """

    text: str
    citations: tuple[Citation, ...]

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"nothing cited for: {self.text}")


class AnswerStatus(StrEnum):
    ANSWERED = "answered"
    PARTIAL = "partial"
    WEAK_EVIDENCE_ONLY = "weak_evidence_only"
    NO_EVIDENCE = "no_evidence"
    OUT_OF_SCOPE = "out_of_scope"
    NEEDS_CLARIFICATION = "needs_clarification"
    PERSONAL_DATA = "personal_data"
    SAFEGUARDING = "safeguarding"


SPEAKING = frozenset({AnswerStatus.ANSWERED, AnswerStatus.PARTIAL, AnswerStatus.WEAK_EVIDENCE_ONLY})


@dataclass(frozen=True, slots=True)
class Signs:
    """
    What is seen of an answer that says how likely it is to be right.

    The `score` of the first sentence, the share of the first five hits that `agree` on the best
    one's document, how many `documents` are quoted, by how much a sentence that says that it is not
    known outdoes the others (`gap`, -0.3 to 0.3), how many words of the question are `unused`
    by the whole library, and what a reranker reads, 0 without one: the log odds that the likeliest
    of those told `answers`, the mean over the parts of the question.
    """

    score: float
    agree: float
    documents: int
    gap: float
    unused: int
    answers: float = 0.0


@dataclass(frozen=True, slots=True)
class Searched:
    """How many current reports and pages an answer was looked for in, of how many reports."""

    documents: int
    pages: int
    of_documents: int


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What the reader is told. Finding no evidence is an answer, not an error.

    A superseded, withdrawn or retracted report is never all that a statement stands on.
    `dropped` counts the statements that were taken back because their quote did not stand.
    `confidence` is the probability that an answer from here is right, as its `signs` say; None
    where nothing was searched, and with models that it was not fitted for. `missing` are the parts
    of the question that were not answered, `gap` a sentence in which a report says that the answer
    is not known. `others` are further sentences of the reports cited, the best first, for whoever
    chooses again; `joined_by` names the language model that did.
    """

    status: AnswerStatus
    message: str
    statements: tuple[Statement, ...] = ()
    nearest: tuple[Hit, ...] = ()
    dropped: int = 0
    reading: Reading = field(default_factory=Reading)
    confidence: float | None = None
    signs: Signs | None = None
    gap: Statement | None = None
    missing: tuple[str, ...] = ()
    searched: Searched | None = None
    others: tuple[Statement, ...] = ()
    joined_by: str = ""

    def __post_init__(self) -> None:
        if bool(self.statements) != (self.status in SPEAKING):
            raise ValueError(f"{self.status} with {len(self.statements)} statements")
        for statement in self.statements:
            standing = {c.passage.document.status for c in statement.citations}
            if DocumentStatus.CURRENT not in standing:
                raise ValueError(f"only {', '.join(sorted(standing))} support: {statement.text}")

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents cited, each once, in the order of the statements."""
        cited = (c.passage.document for s in self.statements for c in s.citations)
        return tuple({document.id: document for document in cited}.values())
