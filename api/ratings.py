"""A published judgement in, its wire form with the words that readers see out."""

from __future__ import annotations

from pydantic import BaseModel

from evidence_search import EvidenceRating
from evidence_search.errors import CatalogueInvalid
from evidence_search.standards import Standards, in_words
from evidence_search.types import Direction, Provenance

UNRATED = "unrated: no published rating is known here"


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

    @classmethod
    def of(cls, rating: EvidenceRating, standards: Standards) -> RatingOut:
        standard = standards.get(rating.standard)
        return cls(
            standard=rating.standard,
            standard_name=standard.name if standard else rating.standard,
            version=rating.version,
            level=rating.level,
            in_words=_say(rating, standards),
            direction=rating.direction,
            outcome=rating.outcome,
            intervention=rating.intervention,
            unit=rating.unit,
            provenance=rating.provenance,
            rater=rating.rater,
            date=rating.date,
            source=rating.source,
        )


def _say(rating: EvidenceRating, standards: Standards) -> str:
    """Say it in words, also where the index was rated on a standard that is not loaded here."""
    try:
        return in_words(rating, standards)
    except CatalogueInvalid:
        return f"{rating.level} on {rating.standard}, a standard that is not loaded here"
