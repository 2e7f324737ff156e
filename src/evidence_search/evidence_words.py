"""The head of an answer in, plain sentences that say it out. The tables of words stand here."""

from __future__ import annotations

from collections.abc import Iterator

from evidence_search.evidence import Difference, Evidence, Head, Outcome, State
from evidence_search.findings import Finding, noted_by
from evidence_search.ratings import Direction, DocumentStatus, Study, outcome_key
from evidence_search.standards import DIRECTIONS, spell_date
from evidence_search.types import Document
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
WAYS = {
    Direction.POSITIVE: "pointing to benefit",
    Direction.MIXED: "pointing both ways",
    Direction.NONE: "finding no effect",
    Direction.NEGATIVE: "pointing to harm",
    Direction.NOT_ASSESSED: "not saying which way",
}
NO_VOTE = "All sides are shown. They are not counted against each other."


def tell(head: Head) -> Iterator[str]:
    """Say what the quoted reports hold, what was asked about first, a sentence or two a line."""
    if State.NOTHING in head.states:
        yield STATES[State.NOTHING]
        return
    for outcome in head.outcomes:
        if outcome.leads:
            yield say_outcome(outcome, findings=difference_on(head, outcome) is None)
            if difference := difference_on(head, outcome):
                yield say_difference(difference)
    yield from tell_rest(head)


def tell_rest(head: Head) -> Iterator[str]:
    """Say in a line each what else was found, how much there is, and what is not known."""
    yield from tell_more(head)
    unknown = "; ".join(not_known(head))
    if unknown:
        yield f"Not known here: {unknown}."


def tell_more(head: Head) -> Iterator[str]:
    """Say in a line each what else was found, and how much there is."""
    if others := [outcome for outcome in head.outcomes if not outcome.leads]:
        yield f"Also in these reports: {'; '.join(_in_short(head, one) for one in others)}."
    for study in head.experience:
        yield f"{study.name} ({study.design}) is about {study.outcome}. It does not rate an effect."
    if head.studies or head.reviews:
        yield _counts(head)


def difference_on(head: Head, outcome: Outcome) -> Difference | None:
    same = outcome_key(outcome.intervention, outcome.name)
    found = (d for d in head.differences if outcome_key(d.intervention, d.outcome) == same)
    return next(found, None)


def subject(outcome: Outcome) -> str:
    return ", ".join(filter(None, (outcome.intervention, outcome.name)))


def say_outcome(outcome: Outcome, *, findings: bool = True) -> str:
    """Say what is known of an outcome, and from whom; `findings` says each as well."""
    found = "; ".join(map(say_whose, outcome.findings)) if findings else ""
    said = " ".join(filter(None, (STATES[outcome.state], found)))
    return f"{subject(outcome)}. {said}"


def say_finding(finding: Finding) -> str:
    """Say who found what, how, where, when, of whom and at which stage."""
    aspects = ("design", "country", "year", "population", "stage")
    about = ", ".join(filter(None, map(finding.aspect, aspects)))
    return f"{finding.name}{f' ({about})' if about else ''}: {DIRECTIONS[finding.direction]}"


def say_whose(finding: Finding) -> str:
    """Say a finding and who says so: published, assigned, noted or suggested."""
    return f"{say_finding(finding)} [{finding.origin}]"


def say_difference(difference: Difference) -> str:
    sides = "; ".join(map(say_whose, difference.findings))
    about = difference.outcome or difference.intervention
    return f"These disagree on {about}: {sides}. {say_what_differs(difference)}"


def say_what_differs(difference: Difference) -> str:
    """Name what else differs; what each finding is stands beside its own name."""
    noted = [(name, set(values)) for name, values in difference.aspects]
    differing = ", ".join(name for name, values in noted if len(values - {""}) > 1)
    lacking = ", ".join(name for name, values in noted if "" in values)
    gaps = f" Not noted for all of them: {lacking}." if lacking else ""
    return f"What else differs: {differing or 'nothing that is noted here'}.{gaps} {NO_VOTE}"


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


def summarise(evidence: Evidence) -> str:
    """Say how much an answer stands on, in counts that a reader can check."""
    if not evidence.documents:
        return NOTHING
    reports = count(evidence.documents, "report")
    years = dict.fromkeys(str(year) for year in (evidence.oldest, evidence.newest) if year)
    about = "; ".join(filter(None, [" to ".join(years), ", ".join(evidence.countries)]))
    return f"From {reports}{f' ({about})' if about else ''}. {_ratings(evidence)}"


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


def _in_short(head: Head, outcome: Outcome) -> str:
    differ = outcome.state is not State.DIFFERS and difference_on(head, outcome)
    return f"{outcome.name} ({outcome.state}{', findings differ' if differ else ''})"


def _ratings(evidence: Evidence) -> str:
    if not evidence.rated:
        return "No rating is known here."
    some = "" if evidence.rated == evidence.documents else f"{evidence.rated} of them rated: "
    total = sum(number for _, number in evidence.by_direction)
    ways = [f"{number} {WAYS[way]}" for way, number in evidence.by_direction]
    pointing = ", ".join(ways) if total > 1 else ways[0].removeprefix("1 ")
    return f"{some}{count(total, 'rating')}, {pointing}."
