"""What the pages say: a heading for each answer status, and an answer's evidence in one line."""

from __future__ import annotations

from api.shapes import AnswerOut, EvidenceOut
from evidence_search.types import AnswerStatus, Direction

HEADINGS = {
    AnswerStatus.ANSWERED: "What the library says",
    AnswerStatus.PARTIAL: "A part of the answer",
    AnswerStatus.WEAK_EVIDENCE_ONLY: "Weak evidence only",
    AnswerStatus.NO_EVIDENCE: "No answer found in this library",
    AnswerStatus.OUT_OF_SCOPE: "Not something this service covers",
    AnswerStatus.NEEDS_CLARIFICATION: "Please say a little more",
    AnswerStatus.PERSONAL_DATA: "Please ask again without personal details",
    AnswerStatus.SAFEGUARDING: "If a child may be in danger",
}
WAYS = {
    Direction.POSITIVE: "pointing to benefit",
    Direction.MIXED: "pointing both ways",
    Direction.NONE: "finding no effect",
    Direction.NEGATIVE: "pointing to harm",
    Direction.NOT_ASSESSED: "silent on direction",
}
SAMPLES = (
    "Does Signs of Safety reduce the number of children in care?",
    "Do family group conferences keep children out of care?",
    "Do children do better in kinship care or in foster care?",
    "Do Family Drug and Alcohol Courts help children to go home?",
    "Do Schwartz Rounds help staff in children’s services?",
)


def summarise(answer: AnswerOut) -> str:
    """Say how much an answer stands on, in counts that a reader can check."""
    evidence = answer.evidence
    quotations = _count(sum(len(said.citations) for said in answer.statements), "quotation")
    reports = _count(evidence.documents, "report")
    years = dict.fromkeys(str(year) for year in (evidence.oldest, evidence.newest) if year)
    about = "; ".join(filter(None, [" to ".join(years), ", ".join(evidence.countries)]))
    return f"{quotations} from {reports}{f' ({about})' if about else ''}. {_ratings(evidence)}"


def _ratings(evidence: EvidenceOut) -> str:
    if not evidence.rated:
        return "No rating is known here."
    some = "" if evidence.rated == evidence.documents else f"{evidence.rated} of them rated: "
    total = sum(evidence.by_direction.values())
    ways = [f"{count} {WAYS[way]}" for way, count in evidence.by_direction.items()]
    pointing = ", ".join(ways) if total > 1 else ways[0].removeprefix("1 ")
    return f"{some}{_count(total, 'rating')}, {pointing}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
