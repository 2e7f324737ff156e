"""A standard, or a rating on one, in; the plain data that JSON sends out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from pydantic import BaseModel, Field

from evidence_search.errors import CatalogueInvalid
from evidence_search.ratings import Band, Direction, EvidenceRating, Provenance
from evidence_search.scale import Axis, Level, Standard, Standards
from evidence_search.standards import BAND_CAVEAT, band, in_words, is_disputed
from evidence_search.words import DISPUTED


class LevelOut(BaseModel):
    native: str
    words: str
    meaning: str = Field(description="in plain English; ours, not its owner's")
    symbol: str
    rank: int | None = Field(description="from 1, the weakest (for cost: the cheapest); else null")
    band: Band | None = Field(description=f"for filters only: {BAND_CAVEAT}")
    finding: bool = Field(description="rigorous evidence of no effect or of harm")
    directions: list[str]
    verified: bool

    @classmethod
    def of(cls, level: Level, standard: Standard) -> LevelOut:
        return cls(**asdict(level), rank=standard.rank(level.native))


class StandardOut(BaseModel):
    """A scale of evidence. Levels go from the weakest to the strongest, whatever their numbers."""

    id: str
    name: str
    owner: str
    version: str
    units: list[str]
    rates: Axis
    heading: str
    top: str
    order: str
    levels: list[LevelOut]
    off_scale: list[LevelOut]
    source: str
    notes: list[str]
    not_verified: list[str]
    band_caveat: str = BAND_CAVEAT

    @classmethod
    def of(cls, standard: Standard) -> StandardOut:
        return cls(
            id=standard.id,
            name=standard.name,
            owner=standard.owner,
            version=standard.version,
            units=list(standard.units),
            rates=standard.rates,
            heading=standard.heading,
            top=standard.top,
            order=standard.order,
            levels=[LevelOut.of(level, standard) for level in standard.levels],
            off_scale=[LevelOut.of(level, standard) for level in standard.off_scale],
            source=standard.source,
            notes=list(standard.notes),
            not_verified=list(standard.not_verified),
        )


class RatingOut(BaseModel):
    """One rating of one outcome. Levels of two standards are not comparable."""

    standard: str
    standard_name: str
    version: str
    level: str
    in_words: str
    direction: Direction
    outcome: str
    intervention: str
    unit: str
    provenance: Provenance
    rater: str
    date: str
    source: str
    band: str | None = Field(description=f"for filters only: {BAND_CAVEAT}")
    band_caveat: str | None = Field(description="to be shown wherever the band is")
    disputed: bool = Field(description="another rater differs, and neither is confirmed")

    @classmethod
    def of(
        cls, rating: EvidenceRating, standards: Standards, others: Sequence[EvidenceRating] = ()
    ) -> RatingOut:
        standard = standards.get(rating.standard)
        approximate = _band(rating, standards)
        return cls(
            **asdict(rating),
            standard_name=standard.name if standard else rating.standard,
            in_words=say_rating(rating, standards, others),
            band=approximate,
            band_caveat=BAND_CAVEAT if approximate else None,
            disputed=is_disputed(rating, others),
        )


def in_order(standards: Standards) -> list[StandardOut]:
    """Give every standard by the name of its owner's scale."""
    return [StandardOut.of(one) for one in sorted(standards.values(), key=lambda s: (s.name, s.id))]


def say_rating(
    rating: EvidenceRating, standards: Standards, others: Sequence[EvidenceRating] = ()
) -> str:
    """Say it in words, also where the index was rated on a standard that is not loaded here."""
    try:
        said = in_words(rating, standards)
    except CatalogueInvalid:
        said = f"{rating.level} on {rating.standard}, a standard that is not loaded here"
    return f"{said}; {DISPUTED}" if is_disputed(rating, others) else said


def _band(rating: EvidenceRating, standards: Standards) -> str | None:
    try:
        return band(rating, standards)
    except CatalogueInvalid:
        return None
