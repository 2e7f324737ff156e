"""What a study found and how it was judged: the nouns that a document carries beside its text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias, get_args

Band: TypeAlias = Literal["high", "moderate", "low", "very low"]
BANDS: tuple[Band, ...] = get_args(Band)
CAREFUL_BANDS = BANDS[:2]
SUGGESTED = "suggested by the software, not checked"


class Direction(StrEnum):
    """Which way an effect went: the one vocabulary that every rating standard shares."""

    POSITIVE = "positive"
    MIXED = "mixed"
    NONE = "none"
    NEGATIVE = "negative"
    NOT_ASSESSED = "not assessed"


class Provenance(StrEnum):
    """Where a rating comes from."""

    PUBLISHED = "published"
    ASSIGNED = "assigned"
    SUGGESTED = "suggested"


class DocumentStatus(StrEnum):
    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    RETRACTED = "retracted"


class Dimension(StrEnum):
    """What a passage speaks to: the five dimensions of EMMIE (College of Policing; UCL JDI)."""

    EFFECT = "effect"
    MECHANISM = "mechanism"
    MODERATOR = "moderator"
    IMPLEMENTATION = "implementation"
    ECONOMICS = "economics"


class Design(StrEnum):
    """How a study was done. It says what a study can show, and is no rating."""

    REVIEW = "systematic review"
    TRIAL = "randomised trial"
    QUASI_EXPERIMENT = "quasi-experiment"
    BEFORE_AFTER = "before and after"
    OBSERVATION = "cross-section or cohort"
    QUALITATIVE = "qualitative"
    ECONOMIC = "economic"
    GUIDANCE = "guidance or opinion"
    NOT_STATED = "not stated"


NO_RATING = "unrated"  # beside the values of Provenance: no rating is known
COMPARING = frozenset({Design.TRIAL, Design.QUASI_EXPERIMENT})
SILENT_ON_EFFECT = frozenset({Design.QUALITATIVE, Design.ECONOMIC, Design.GUIDANCE})


def outcome_key(intervention: str, outcome: str) -> tuple[str, str]:
    """Give what is the same wherever one outcome of one intervention is named, in any case."""
    return intervention.casefold(), outcome.casefold()


@dataclass(frozen=True, slots=True)
class EvidenceRating:
    """
    What a standard's reviewers judged about one outcome, in that standard's own words.

    Levels of two standards are not comparable, so none is mapped to another here. `date` is an
    ISO 8601 year, year and month, or day.
    """

    intervention: str
    outcome: str
    standard: str
    version: str
    level: str
    direction: Direction
    unit: str
    provenance: Provenance
    rater: str
    date: str
    source: str

    def __post_init__(self) -> None:
        if self.provenance is Provenance.ASSIGNED and not (self.rater and self.date):
            raise ValueError("an assigned rating names its rater and date")
        if self.provenance is Provenance.PUBLISHED and not self.source:
            raise ValueError("a published rating names its source")


@dataclass(frozen=True, slots=True)
class Study:
    """
    One study or review that a document reports, and which way one of its outcomes went.

    `searched` is the day a review searched to, as an ISO 8601 year, year and month, or day.
    `page` is the page of the file that says so. Who noted it and when stand in `rater` and `date`.
    """

    name: str
    intervention: str
    outcome: str
    direction: Direction
    design: Design = Design.NOT_STATED
    countries: tuple[str, ...] = ()
    year: int | None = None
    population: str = ""
    stage: str = ""
    searched: str = ""
    page: int | None = None
    provenance: Provenance = Provenance.ASSIGNED
    rater: str = ""
    date: str = ""

    def __post_init__(self) -> None:
        if self.provenance is Provenance.PUBLISHED:
            raise ValueError("what a study found is noted by a person, or suggested; not published")
        if self.provenance is Provenance.ASSIGNED and not (self.rater and self.date):
            raise ValueError("a study names who noted it and the date")
