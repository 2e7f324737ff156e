"""What readers are told: a heading and a message for each status, and a question's reading."""

from evidence_search.reading import Reading
from evidence_search.screening import Screening
from evidence_search.statements import AnswerStatus

UNRATED = "unrated: no published rating is known here"
DISPUTED = "another rater differs, and neither is confirmed"
NOTHING = "Nothing was found here. That does not mean that it works, or that it does not work."
HEADINGS: dict[AnswerStatus, str] = {
    AnswerStatus.ANSWERED: "What the library says",
    AnswerStatus.PARTIAL: "A part of the answer",
    AnswerStatus.WEAK_EVIDENCE_ONLY: "Weak evidence only",
    AnswerStatus.NO_EVIDENCE: "No answer found in this library",
    AnswerStatus.OUT_OF_SCOPE: "Not something this service covers",
    AnswerStatus.NEEDS_CLARIFICATION: "Please say a little more",
    AnswerStatus.PERSONAL_DATA: "Please ask again without personal details",
    AnswerStatus.SAFEGUARDING: "If a child may be in danger",
}
MESSAGES: dict[AnswerStatus, str] = {
    AnswerStatus.ANSWERED: (
        "These are quotations from reports in the library. Read them in their context before "
        "you rely on them."
    ),
    AnswerStatus.PARTIAL: (
        "The library answers a part of the question. What it does not answer is named below."
    ),
    AnswerStatus.WEAK_EVIDENCE_ONLY: (
        "Studies exist, but they are weak. They do not show whether this works."
    ),
    AnswerStatus.NO_EVIDENCE: (
        "No passage in the library answers this question. That does not mean that no evidence "
        "exists, or that something does not work. The nearest passages are listed: they may help, "
        "but they are not an answer."
    ),
    AnswerStatus.OUT_OF_SCOPE: (
        "This service covers research on children's social care and cannot help with this question."
    ),
    AnswerStatus.NEEDS_CLARIFICATION: (
        "Please say a little more: name the programme, the group of children or the outcome."
    ),
    AnswerStatus.PERSONAL_DATA: (
        "The question seems to hold personal data. It was not searched or kept. Please ask again "
        "without names, dates of birth, addresses or case details."
    ),
    AnswerStatus.SAFEGUARDING: (
        "If a child is in immediate danger, call 999. Otherwise contact the local authority's "
        "children's social care or your safeguarding lead. NSPCC: 0808 800 5000. "
        "Childline: 0800 1111."
    ),
}

FOREIGN = (
    "The question does not seem to be in English. The search is made for English, so it may have "
    "missed what the library holds."
)
DOUBTFUL = (
    "The question seems to name a person. It was not searched or kept. If the name is that of a "
    "child, a parent or anyone in a case, please ask again without it. If it is not, confirm that "
    "and ask again."
)


def refuse(screening: Screening) -> str:
    """Say why a question was not searched, naming kinds of data and none of its words."""
    if screening.status is None:
        raise ValueError("a question without a status may be searched")
    if screening.confirmable:
        return DOUBTFUL
    message = MESSAGES[screening.status]
    if screening.status is not AnswerStatus.PERSONAL_DATA:
        return message
    kinds = ", ".join(count(number, kind) for kind, number in screening.kinds)
    return f"{message} Found: {kinds}."


def recognised(confidence: float | None) -> str | None:
    """Say that a text was read from a scan, and how surely; nothing where the file holds it."""
    return None if confidence is None else f"text recognised from a scan, {confidence:.0%} sure"


def tell(reading: Reading) -> list[str]:
    """Say what a question was also searched for, how it may be meant, and what else to know."""
    lines = [reading.note] if reading.note else []
    if reading.did_you_mean:
        lines.append(f"Did you mean: {reading.did_you_mean}")
    if reading.expansions:
        pairs = (f"{', '.join(one.added)} (for {one.term})" for one in reading.expansions)
        lines.append(f"Searched also for: {'; '.join(pairs)}.")
    return lines


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {plural(noun)}"


def plural(noun: str) -> str:
    """Give the plural of a noun, or of the first of the nouns that "of" joins."""
    first, of, rest = noun.partition(" of ")
    if first.endswith("dy"):
        return f"{first[:-1]}ies{of}{rest}"
    return f"{first}{'es' if first.endswith('s') else 's'}{of}{rest}"
