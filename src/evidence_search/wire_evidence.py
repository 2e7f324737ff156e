"""The head of an answer, studies, designs and facets in, the plain data that JSON sends out."""

from __future__ import annotations

from dataclasses import asdict

from pydantic import BaseModel, ConfigDict, Field

from evidence_search.designs import note
from evidence_search.evidence import Difference, Evidence, Head, Outcome, State
from evidence_search.evidence_words import (
    STATES,
    not_known,
    say_difference,
    say_finding,
    say_study,
    summarise,
    tell,
    tell_more,
)
from evidence_search.findings import Finding
from evidence_search.ratings import Design, Direction, Provenance, Study
from evidence_search.standards import DIRECTIONS
from evidence_search.types import Cue, SuggestedDesign


class CueOut(BaseModel):
    """Words of the report that speak for a design."""

    kind: str
    quote: str = Field(description="verbatim")
    page: int = Field(description="page of the file, from 1")
    start: int = Field(description="where the quote starts in the text of its page")
    end: int

    @classmethod
    def of(cls, cue: Cue) -> CueOut:
        span = cue.span
        return cls(kind=cue.kind, quote=cue.quote, page=span.page, start=span.start, end=span.end)


class DesignOut(BaseModel):
    """A study design that the report's words suggest: no rating; `note` says who checked it."""

    design: Design
    planned: bool = Field(description="the report is a protocol: it has no results yet")
    note: str
    cues: list[CueOut] = Field(min_length=2)

    @classmethod
    def of(cls, one: SuggestedDesign) -> DesignOut:
        cues = [CueOut.of(cue) for cue in one.cues]
        return cls(design=one.design, planned=one.planned, note=note(one), cues=cues)


class StudyOut(BaseModel):
    """A study or review that the document reports, as it was noted or suggested."""

    name: str
    in_words: str
    intervention: str
    outcome: str
    direction: Direction
    design: Design
    countries: list[str]
    year: int | None
    population: str
    stage: str
    searched: str
    page: int | None
    provenance: Provenance
    rater: str
    date: str

    @classmethod
    def of(cls, study: Study) -> StudyOut:
        return cls(in_words=say_study(study), **asdict(study))


class FindingOut(BaseModel):
    """What one study found, or one body judged, of one outcome."""

    name: str
    document_id: str
    direction: Direction
    points: str = Field(description="the direction in words, with its sign")
    in_words: str
    is_rating: bool
    design: Design | None
    countries: list[str]
    year: int | None
    population: str
    stage: str
    origin: str = Field(description="who says so: published, assigned, noted or suggested")

    @classmethod
    def of(cls, finding: Finding) -> FindingOut:
        return cls(
            name=finding.name,
            document_id=finding.document,
            direction=finding.direction,
            points=DIRECTIONS[finding.direction],
            in_words=say_finding(finding),
            is_rating=finding.is_rating,
            design=finding.design,
            countries=list(finding.countries),
            year=finding.year,
            population=finding.population,
            stage=finding.stage,
            origin=finding.origin,
        )


class OutcomeOut(BaseModel):
    """One outcome of one intervention; nothing is added up over outcomes."""

    intervention: str
    outcome: str
    state: State
    in_words: str
    leads: bool = Field(description="said in full in `lines`; the others are named there")
    findings: list[FindingOut]

    @classmethod
    def of(cls, outcome: Outcome) -> OutcomeOut:
        return cls(
            intervention=outcome.intervention,
            outcome=outcome.name,
            state=outcome.state,
            in_words=STATES[outcome.state],
            leads=outcome.leads,
            findings=list(map(FindingOut.of, outcome.findings)),
        )


class DifferenceOut(BaseModel):
    """Findings that disagree. Each is shown; there is no vote."""

    intervention: str
    outcome: str
    findings: list[FindingOut]
    aspects: dict[str, list[str]] = Field(
        description="what else differs, a value for each finding; empty where it is not noted"
    )
    in_words: str

    @classmethod
    def of(cls, difference: Difference) -> DifferenceOut:
        return cls(
            intervention=difference.intervention,
            outcome=difference.outcome,
            findings=list(map(FindingOut.of, difference.findings)),
            aspects={name: list(values) for name, values in difference.aspects},
            in_words=say_difference(difference),
        )


class EvidenceOut(BaseModel):
    """What the cited documents are worth: counts, years and findings, nothing averaged."""

    documents: int
    rated: int
    by_direction: dict[Direction, int] = Field(description="ratings by the way they point")
    countries: list[str]
    oldest: int | None
    newest: int | None
    summary: str = Field(
        description="the same in a sentence or two; empty where nothing was searched"
    )
    states: list[State] = Field(description="of the outcomes; never merged into one")
    studies: int
    reviews: int
    from_uk: int = Field(description="studies and reviews with a UK country")
    outcomes: list[OutcomeOut]
    differences: list[DifferenceOut]
    not_known: list[str]
    lines: list[str] = Field(description="the head of the answer, in words")
    rest: list[str] = Field(description="those of `lines` beyond leading outcomes and `not_known`")
    leads: bool = Field(
        description="asked was whether something works: to be shown before the statements"
    )

    @classmethod
    def of(
        cls, evidence: Evidence, head: Head, *, searched: bool = True, leads: bool = False
    ) -> EvidenceOut:
        return cls(
            leads=leads,
            documents=evidence.documents,
            rated=evidence.rated,
            by_direction=dict(evidence.by_direction),
            countries=list(evidence.countries),
            oldest=evidence.oldest,
            newest=evidence.newest,
            summary=summarise(evidence) if searched else "",
            states=list(head.states) if searched else [],
            studies=head.studies,
            reviews=head.reviews,
            from_uk=head.from_uk,
            outcomes=list(map(OutcomeOut.of, head.outcomes)),
            differences=list(map(DifferenceOut.of, head.differences)),
            not_known=list(not_known(head)),
            lines=list(tell(head)) if searched else [],
            rest=list(tell_more(head)),
        )


class CountOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    value: str
    label: str
    documents: int


class FacetOut(BaseModel):
    """How many documents there are for each value of a filter."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    counts: list[CountOut]
    note: str = Field(description="to be shown wherever the counts are")
