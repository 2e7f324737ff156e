"""Documents in; what each of their studies found, and each body judged, of one outcome out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evidence_search.ratings import (
    CAREFUL_BANDS,
    COMPARING,
    SILENT_ON_EFFECT,
    SUGGESTED,
    Design,
    Direction,
    Provenance,
    Study,
)
from evidence_search.scale import Level, Standards
from evidence_search.standards import origin, spell_date
from evidence_search.types import Document

UK = frozenset(
    {"england", "wales", "scotland", "northern ireland", "united kingdom", "uk", "great britain"}
)


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


def is_uk(countries: Iterable[str]) -> bool:
    return any(country.casefold() in UK for country in countries)


def findings_of(document: Document, standards: Standards) -> Iterator[Finding]:
    """Give what the ratings of a current document and its studies of effect say, and no costs."""
    if not document.is_current:
        return
    for rating in document.ratings:
        standard = standards.get(rating.standard)
        if standard and standard.rates != "cost" and rating.level in standard.natives:
            level = standard.level(rating.level)
            yield Finding(
                name=f"{standard.name}, {standard.heading.lower()}: {level.label}",
                intervention=rating.intervention,
                outcome=rating.outcome,
                direction=rating.direction,
                document=document.id,
                careful=_is_careful(level),
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


def _is_careful(level: Level) -> bool | None:
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
