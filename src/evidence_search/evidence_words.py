"""The head of an answer in, plain sentences that say it out. The tables of words stand here."""

from __future__ import annotations

from collections.abc import Iterator

from evidence_search.evidence import Difference, Finding, Head, Outcome, State, noted_by
from evidence_search.standards import DIRECTIONS, spell_date
from evidence_search.types import Document, DocumentStatus, Study
from evidence_search.words import NOTHING, count

STATES: dict[State, str] = {
    State.NOTHING: NOTHING,
    State.WEAK: (
        "Studies exist, but they are weak. They cannot show whether it makes a difference."
    ),
    State.NO_EFFECT: (
        "Careful research looked for an effect and did not find one. This is a finding, not a gap."
    ),
    State.HARM: "Careful research found that things got worse.",
    State.BENEFIT: "Careful research found that it helped.",
    State.DIFFERS: "Careful research found different things, so there is no single answer.",
    State.UNKNOWN: "How strong the evidence is has not been rated here.",
}
STANDINGS: dict[DocumentStatus, str] = {
    DocumentStatus.CURRENT: "",
    DocumentStatus.SUPERSEDED: "SUPERSEDED: a newer report replaces this one",
    DocumentStatus.WITHDRAWN: "WITHDRAWN: its publisher took this report back",
    DocumentStatus.RETRACTED: "RETRACTED: do not rely on this report",
}
NO_VOTE = "Both sides are shown. They are not counted against each other."


def tell(head: Head) -> Iterator[str]:
    """Say what the quoted reports hold, a sentence or two a line."""
    if State.NOTHING in head.states:
        yield STATES[State.NOTHING]
        return
    if head.studies or head.reviews:
        yield _counts(head)
    yield from (say_outcome(outcome) for outcome in head.outcomes)
    yield from (say_difference(difference) for difference in head.differences)
    for study in head.experience:
        yield f"{study.name} ({study.design}) is about {study.outcome}. It does not rate an effect."
    unknown = "; ".join(not_known(head))
    if unknown:
        yield f"Not known here: {unknown}."


def say_outcome(outcome: Outcome) -> str:
    about = ", ".join(filter(None, (outcome.intervention, outcome.name)))
    found = "; ".join(map(say_finding, outcome.findings))
    origins = "; ".join(dict.fromkeys(one.origin for one in outcome.findings))
    return f"{about}. {STATES[outcome.state]} {found} [{origins}]"


def say_finding(finding: Finding) -> str:
    """Say who found what, how, where and when."""
    where = ", ".join(filter(None, map(finding.aspect, ("design", "country", "year"))))
    return f"{finding.name}{f' ({where})' if where else ''}: {DIRECTIONS[finding.direction]}"


def say_difference(difference: Difference) -> str:
    sides = "; ".join(map(say_finding, difference.findings))
    aspects = "; ".join(
        f"{name} ({' / '.join(value or 'not noted' for value in values)})"
        for name, values in difference.aspects
    )
    return (
        f"These disagree on {difference.outcome or difference.intervention}: {sides}. "
        f"What else differs: {aspects or 'nothing that is noted here'}. {NO_VOTE}"
    )


def not_known(head: Head) -> Iterator[str]:
    if head.unnoted:
        yield f"which studies stand behind {count(head.unnoted, 'quoted report')}"
    if head.unrated:
        yield f"a rating of {count(head.unrated, 'quoted report')}"
    if not head.from_uk and (head.studies or head.reviews):
        yield "whether it holds in the UK, as no study here is noted as from there"


def say_study(study: Study) -> str:
    """Say a study in one line: what it is, which way it points, and who noted that."""
    about = [str(study.design), ", ".join(study.countries), str(study.year or "")]
    noted = [f"outcome: {study.outcome}", study.population, study.stage, searched(study.searched)]
    details = "; ".join(filter(None, [*about, *noted, noted_by(study)]))
    return f"{study.name}: {DIRECTIONS[study.direction]} ({details})"


def searched(date: str) -> str:
    return f"searched up to {spell_date(date)}" if date else ""


def standing(document: Document) -> str:
    """Say what became of a report; "" for one that stands."""
    said = STANDINGS[document.status]
    return f"{said} ({document.superseded_by})" if said and document.superseded_by else said


def _counts(head: Head) -> str:
    known = [(head.studies, "study"), (head.reviews, "review")]
    noted = " and ".join(count(number, noun) for number, noun in known if number)
    years = " to ".join(dict.fromkeys(str(y) for y in (head.oldest, head.newest) if y))
    uk = f"{head.from_uk} from the UK" if head.from_uk else "none noted as from the UK"
    others = f"elsewhere: {', '.join(head.elsewhere)}" if head.elsewhere else ""
    about = "; ".join(filter(None, (years, uk, others)))
    return f"The quoted reports tell of {noted} ({about})."
