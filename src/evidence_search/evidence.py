"""The documents that an answer cites in; what they found, outcome by outcome, out. No model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evidence_search.ratings import COMPARING, SILENT_ON_EFFECT, Design
from evidence_search.standards import SUGGESTED, Standards, origin, spell_date
from evidence_search.types import (
    Direction,
    Document,
    DocumentStatus,
    EvidenceRating,
    Provenance,
    Study,
)

UK = frozenset(
    {"england", "wales", "scotland", "northern ireland", "united kingdom", "uk", "great britain"}
)
CAREFUL_BANDS = ("high", "moderate")
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
class Finding:
    """
    What one study found, or one body judged, of one outcome.

    `careful` tells whether there was a credible comparison; None where that is not known. `whole`
    is a judgement of a programme and not of one outcome.
    """

    name: str
    intervention: str
    outcome: str
    direction: Direction
    document: str
    careful: bool | None
    is_rating: bool
    origin: str
    whole: bool = False
    design: Design | None = None
    countries: tuple[str, ...] = ()
    year: int | None = None
    population: str = ""
    stage: str = ""

    def aspect(self, name: str) -> str:
        """Give what may differ between two findings, in words; "" where it is not noted."""
        stated = self.design is not None and self.design is not Design.NOT_STATED
        return {
            "country": ", ".join(self.countries),
            "stage": self.stage,
            "population": self.population,
            "design": str(self.design) if stated else "",
            "year": str(self.year or ""),
        }[name]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome of one intervention: all that was found of it, and what that amounts to."""

    intervention: str
    name: str
    state: State
    findings: tuple[Finding, ...]


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


def head_of(documents: Sequence[Document], standards: Standards) -> Head:
    """Compute the head of an answer from the documents that it cites."""
    findings = [one for document in documents for one in findings_of(document, standards)]
    outcomes = tuple(_outcomes(findings))
    states = tuple(dict.fromkeys(outcome.state for outcome in outcomes))
    studies = {s.name.casefold(): s for d in documents for s in d.studies}
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
        experience=tuple(s for s in studies.values() if s.design in SILENT_ON_EFFECT),
        unnoted=sum(not document.studies for document in documents),
        unrated=sum(not document.ratings for document in documents),
    )


def is_uk(countries: Iterable[str]) -> bool:
    return any(country.casefold() in UK for country in countries)


def findings_of(document: Document, standards: Standards) -> Iterator[Finding]:
    """Give what the ratings of a current document and its studies of effect say, and no costs."""
    if document.status is not DocumentStatus.CURRENT:
        return
    for rating in document.ratings:
        standard = standards.get(rating.standard)
        if standard and standard.rates != "cost" and rating.level in standard.natives:
            yield Finding(
                name=f"{standard.name}, {standard.heading.lower()} {rating.level}",
                intervention=rating.intervention,
                outcome=rating.outcome,
                direction=rating.direction,
                document=document.id,
                careful=_is_careful(rating, standards),
                is_rating=True,
                origin=origin(rating),
                whole=rating.unit != "outcome",
                year=int(rating.date[:4]) if rating.date else None,
            )
    for study in document.studies:
        if study.design not in SILENT_ON_EFFECT:
            yield Finding(
                name=study.name,
                intervention=study.intervention,
                outcome=study.outcome,
                direction=study.direction,
                document=document.id,
                careful=_compared(study),
                is_rating=False,
                origin=noted_by(study),
                design=study.design,
                countries=study.countries,
                year=study.year,
                population=study.population,
                stage=study.stage,
            )


def noted_by(study: Study) -> str:
    """Say who noted what a study found."""
    if study.provenance is Provenance.SUGGESTED:
        return SUGGESTED
    return f"noted by {study.rater} on {spell_date(study.date)}"


def _is_careful(rating: EvidenceRating, standards: Standards) -> bool | None:
    level = standards[rating.standard].level(rating.level)
    if level.finding:
        return True
    return level.band in CAREFUL_BANDS if level.band else None


def _compared(study: Study) -> bool | None:
    """Tell whether a study compares; a review is as strong as its studies, so it is not known."""
    if study.direction is Direction.NOT_ASSESSED:
        return False
    if study.design in (Design.REVIEW, Design.NOT_STATED):
        return None
    return study.design in COMPARING


def _outcomes(findings: Sequence[Finding]) -> Iterator[Outcome]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        key = (one.intervention.casefold(), one.outcome.casefold())
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
