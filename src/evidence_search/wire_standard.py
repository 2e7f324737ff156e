"""A standard in, the plain data that `--json` prints and the HTTP API sends out."""

from __future__ import annotations

from dataclasses import asdict

from pydantic import BaseModel, Field

from evidence_search.scale import Axis, Band, Level, Standard
from evidence_search.standards import BAND_CAVEAT, Standards


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


def in_order(standards: Standards) -> list[StandardOut]:
    """Give every standard by the name of its owner's scale."""
    return [StandardOut.of(one) for one in sorted(standards.values(), key=lambda s: (s.name, s.id))]
