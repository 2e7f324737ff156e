"""The documents that an answer cites in; what they found, outcome by outcome, out. No model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from evidence_search.findings import UK, Finding, findings_of, is_uk
from evidence_search.ratings import SILENT_ON_EFFECT, Design, Direction, Study, outcome_key
from evidence_search.scale import Standards
from evidence_search.statements import Answer
from evidence_search.stems import stems
from evidence_search.types import Document

ASPECTS = ("country", "stage", "population", "design", "year")


class State(StrEnum):
    """What is known of one outcome. The first four are never taken for one another."""

    NOTHING = "nothing found here"
    WEAK = "studies exist but are weak"
    NO_EFFECT = "good evidence of no effect"
    HARM = "evidence of harm"
    BENEFIT = "good evidence of benefit"
    DIFFERS = "careful findings differ"
    UNKNOWN = "strength not known"


POINTING = {
    Direction.POSITIVE: State.BENEFIT,
    Direction.NONE: State.NO_EFFECT,
    Direction.NEGATIVE: State.HARM,
    Direction.MIXED: State.DIFFERS,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    What the cited documents are worth, in counts and years; nothing is averaged.

    `by_direction` counts ratings of effect by the way they point; `oldest` and `newest` are years.
    """

    documents: int = 0
    rated: int = 0
    by_direction: tuple[tuple[Direction, int], ...] = ()
    countries: tuple[str, ...] = ()
    oldest: int | None = None
    newest: int | None = None

    @classmethod
    def of(cls, documents: Sequence[Document]) -> Evidence:
        years = [document.year for document in documents if document.year is not None]
        standing = list(_standing(documents))
        found = Counter(rating.direction for d in standing for rating in d.ratings)
        return cls(
            documents=len(documents),
            rated=sum(bool(document.ratings) for document in standing),
            by_direction=tuple((way, found[way]) for way in Direction if found[way]),
            countries=tuple(dict.fromkeys(c for d in documents for c in d.countries)),
            oldest=min(years, default=None),
            newest=max(years, default=None),
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    One outcome of one intervention: all that was found of it, and what that amounts to.

    `leads` tells whether it is said in full at the head: what was asked about, a judgement of the
    programme as a whole, and harm. The others are named there and given in full as data.
    """

    intervention: str
    name: str
    state: State
    findings: tuple[Finding, ...]
    leads: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """Findings of one outcome that point different ways, and in what else they differ."""

    intervention: str
    outcome: str
    findings: tuple[Finding, ...]
    aspects: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """
    What the cited documents hold, before any of it is read.

    `experience` are studies that say how something was done or felt: they are not on the ladder of
    effects, and not weak for that. `unnoted` counts documents whose studies nobody noted.
    """

    states: tuple[State, ...]
    studies: int
    reviews: int
    from_uk: int
    elsewhere: tuple[str, ...]
    oldest: int | None
    newest: int | None
    outcomes: tuple[Outcome, ...]
    differences: tuple[Difference, ...]
    experience: tuple[Study, ...]
    unnoted: int
    unrated: int


def head_of_answer(answer: Answer, standards: Standards) -> Head:
    """Compute the head of an answer; what its question or else its quotes name comes first."""
    asked = " ".join((answer.reading.question, *answer.reading.added))
    quoted = " ".join(statement.text for statement in answer.statements)
    return head_of(answer.documents, standards, (asked, quoted))


def head_of(documents: Sequence[Document], standards: Standards, asked: Sequence[str] = ()) -> Head:
    """
    Compute the head of an answer from the documents that it cites.

    The outcomes that the first text of `asked` names lead, else those of the next, else all do.
    """
    current = list(_standing(documents))
    told = (one for document in current for one in findings_of(document, standards))
    findings = _each_once(told)
    outcomes = _leading_first(list(_outcomes(findings)), asked)
    states = tuple(dict.fromkeys(outcome.state for outcome in outcomes))
    noted = [study for document in current for study in document.studies]
    studies = {study.name.casefold(): study for study in noted}
    silent = [study for study in noted if study.design in SILENT_ON_EFFECT]
    years = [s.year for s in studies.values() if s.year] or [d.year for d in documents if d.year]
    placed = [study for study in studies.values() if study.countries]
    abroad = (c for study in placed for c in study.countries if c.casefold() not in UK)
    reviews = sum(study.design is Design.REVIEW for study in studies.values())
    return Head(
        states=states or ((State.UNKNOWN,) if documents else (State.NOTHING,)),
        studies=len(studies) - reviews,
        reviews=reviews,
        from_uk=sum(is_uk(study.countries) for study in placed),
        elsewhere=tuple(dict.fromkeys(abroad)),
        oldest=min(years, default=None),
        newest=max(years, default=None),
        outcomes=outcomes,
        differences=tuple(_differences(findings)),
        experience=tuple({(s.name.casefold(), s.outcome.casefold()): s for s in silent}.values()),
        unnoted=sum(not document.studies for document in current),
        unrated=sum(not document.ratings for document in current),
    )


def _standing(documents: Iterable[Document]) -> Iterator[Document]:
    return (document for document in documents if document.is_current)


def _each_once(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out a study that another report told of already in the same words."""
    first: dict[Finding, Finding] = {}
    for one in findings:
        first.setdefault(replace(one, document=""), one)
    return list(first.values())


def _leading_first(outcomes: Sequence[Outcome], asked: Sequence[str]) -> tuple[Outcome, ...]:
    texts = (stems(text) for text in asked)
    named = next(filter(None, ([o for o in outcomes if _is_named(o, own)] for own in texts)), [])
    told = [replace(one, leads=not named or one in named or _always(one)) for one in outcomes]
    return tuple(sorted(told, key=lambda one: (not one.leads, one not in named)))


def _is_named(outcome: Outcome, words: frozenset[str]) -> bool:
    """Tell whether half of the outcome's own words are there; its intervention's do not count."""
    own = stems(outcome.name) - stems(outcome.intervention)
    return len(own & words) * 2 >= len(own) > 0


def _always(outcome: Outcome) -> bool:
    """Tell whether it leads, asked or not: what rates a programme, and what may be harm."""
    return any(
        one.whole or (one.direction is Direction.NEGATIVE and one.careful is not False)
        for one in outcome.findings
    )


def _outcomes(findings: Sequence[Finding]) -> Iterator[Outcome]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        key = outcome_key(one.intervention, one.outcome)
        groups.setdefault(key, []).append(one)
    for own in groups.values():
        yield Outcome(own[0].intervention, own[0].outcome, _state(own), tuple(own))


def _state(findings: Sequence[Finding]) -> State:
    """Judge by ratings of strength where there are any, else by how the studies compared."""
    judged = [one for one in findings if one.is_rating and one.careful is not None]
    trusted = judged or [one for one in findings if one.careful is not None]
    careful = [one for one in trusted if one.careful]
    ways = {one.direction for one in careful} - {Direction.NOT_ASSESSED}
    if len(ways) == 1:
        return POINTING[ways.pop()]
    if ways:
        return State.DIFFERS
    return State.WEAK if trusted and not careful else State.UNKNOWN


def _differences(findings: Sequence[Finding]) -> Iterator[Difference]:
    pointing = [one for one in findings if one.direction is not Direction.NOT_ASSESSED]
    for outcome in _outcomes(pointing):
        whole = [
            one
            for one in pointing
            if one.whole
            and one not in outcome.findings
            and one.intervention.casefold() == outcome.intervention.casefold()
        ]
        every = [*outcome.findings, *whole]
        if len({one.direction for one in every}) > 1:
            aspects = ((name, tuple(one.aspect(name) for one in every)) for name in ASPECTS)
            differing = tuple((name, values) for name, values in aspects if len(set(values)) > 1)
            yield Difference(outcome.intervention, outcome.name, tuple(every), differing)
