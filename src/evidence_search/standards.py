"""Scales of evidence, held as data, in; a rating checked against them and said in words out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from evidence_search.errors import CatalogueInvalid, StandardInvalid
from evidence_search.types import Direction, EvidenceRating, Provenance

SHIPPED = Path(__file__).parent / "scales"
BAND_CAVEAT = "approximate, not equivalent"
DIRECTIONS = {
    Direction.POSITIVE: "points to benefit",
    Direction.MIXED: "points both ways",
    Direction.NONE: "no effect found",
    Direction.NEGATIVE: "points to harm",
    Direction.NOT_ASSESSED: "direction of effect not assessed",
}
FAULTS = {
    "missing": "this key is missing",
    "string_pattern_mismatch": "write words here, or for source a web address",
    "tuple_type": "write a list here: [[standard]], [[standard.levels]] or ['one', 'two']",
}

Text: TypeAlias = Annotated[str, Field(pattern=r"\w")]
Link: TypeAlias = Annotated[str, Field(pattern=r"^(https?://\S+)?$")]
Axis: TypeAlias = Literal["effect", "strength", "cost", "quality"]
Band: TypeAlias = Literal["high", "moderate", "low", "very low"]


@dataclass(frozen=True, slots=True)
class Level:
    """
    One value of a scale: `native` is its owner's label, the other texts are ours.

    A `finding` is rigorous evidence of no effect or of harm. `band` is our own judgement, for
    filters only. `verified` is false where the label was not read in its owner's pages.
    `directions` are those that a rating of this level may have; empty admits any.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")
    native: Annotated[str, Field(min_length=1)]
    words: Text
    meaning: Text
    symbol: str = ""
    band: Band | None = None
    finding: bool = False
    directions: tuple[Direction, ...] = ()
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Standard:
    """
    A scale of evidence. Its levels rise to `top`, the strongest (for cost: the dearest).

    An empty version admits any: its owner numbers none, or the number was not read.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")
    id: Text
    name: Text
    owner: Text
    version: str
    units: tuple[Text, ...]
    rates: Axis
    heading: Text
    top: str
    levels: tuple[Level, ...]
    off_scale: tuple[Level, ...] = ()
    source: Link = ""
    notes: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        if not (self.levels and self.units):
            raise ValueError("levels and units must each name at least one")
        twice = sorted({native for native in self.natives if self.natives.count(native) > 1})
        if twice:
            raise ValueError(f"level {', '.join(twice)} stands twice: keep one")
        if self.levels[-1].native != self.top:
            raise ValueError(f"top is {self.top}: put that level last, weakest or lowest first")

    @property
    def natives(self) -> tuple[str, ...]:
        """Every label that a rating may use, weakest first, those off the scale at the end."""
        return tuple(level.native for level in (*self.levels, *self.off_scale))

    def level(self, native: str) -> Level:
        """Find a level by its owner's label. Raises CatalogueInvalid that lists the labels."""
        _require(self, "level", native, self.natives)
        return (*self.levels, *self.off_scale)[self.natives.index(native)]

    def rank(self, native: str) -> int | None:
        """Count steps from the weakest level, which is 1. A code off the scale has no rank."""
        level = self.level(native)
        return None if level in self.off_scale else self.levels.index(level) + 1


Standards: TypeAlias = Mapping[str, Standard]


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__ = ConfigDict(extra="forbid")
    standard: tuple[Standard, ...]


def load_standards(path: Path | None = None) -> Standards:
    """
    Read the shipped standards, then the TOML file, or folder of them, at `path` over these.

    A standard of the same id replaces the shipped one. Raises StandardInvalid.
    """
    return _read(SHIPPED) | (_read(path) if path else {})


def check(rating: EvidenceRating, standards: Standards) -> None:
    """Raise CatalogueInvalid, with what is allowed, unless the rating fits its standard."""
    standard = _standard(rating, standards)
    _require(standard, "version", rating.version, (standard.version or rating.version,))
    _require(standard, "unit", rating.unit, standard.units)
    directions = standard.level(rating.level).directions or tuple(Direction)
    _require(standard, f"{rating.level} with direction", rating.direction.value, directions)
    if rating.unit == "outcome" and not rating.outcome:
        raise CatalogueInvalid(f"{standard.id} rates an outcome: name the outcome of the rating")


def band(rating: EvidenceRating, standards: Standards) -> str | None:
    """Give the common band of a rating, to filter by. Show it only beside `BAND_CAVEAT`."""
    return _standard(rating, standards).level(rating.level).band


def in_words(rating: EvidenceRating, standards: Standards) -> str:
    """Say a rating in one line: level, direction, who, on what, and where it comes from."""
    standard = _standard(rating, standards)
    level = standard.level(rating.level)
    shown = level.symbol or level.native
    if not shown.casefold().startswith(level.words.casefold()):
        shown = f"{shown}, {level.words}"
    if standard.rates != "cost" and not level.finding:
        shown = f"{shown}; {DIRECTIONS[rating.direction]}"
    published = rating.provenance is Provenance.PUBLISHED
    details = [standard.name if published else f"on the scale of {standard.name}"]
    if rating.unit != "outcome":
        details.append(f"{rating.unit}: {rating.intervention}")
    if rating.outcome:
        details.append(f"outcome: {rating.outcome}")
    details.append(_origin(rating))
    if not level.verified:
        details.append("label not checked with its owner")
    return f"{standard.heading}: {shown} ({'; '.join(details)})"


def _origin(rating: EvidenceRating) -> str:
    if rating.provenance is Provenance.SUGGESTED:
        return "suggested by the software, not checked"
    if rating.provenance is Provenance.ASSIGNED:
        return f"assigned by {rating.rater} on {_when(rating.date)}"
    by = f" by {rating.rater}," if rating.rater else ""
    return f"published{by} {_when(rating.date) or 'on a date not known'}"


def _when(text: str) -> str:
    """Spell 2018-03-05 as 5 March 2018, 2018-03 as March 2018, and other text as it stands."""
    try:
        day = date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return text
    return day.strftime({4: "%Y", 7: "%B %Y"}.get(len(text), "%d %B %Y")).lstrip("0")


def _standard(rating: EvidenceRating, standards: Standards) -> Standard:
    if rating.standard not in standards:
        known = ", ".join(sorted(standards))
        raise CatalogueInvalid(f"no standard {rating.standard!r}: use one of {known}")
    return standards[rating.standard]


def _require(standard: Standard, key: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise CatalogueInvalid(f"{standard.id} has no {key} {value!r}: use {', '.join(allowed)}")


def _read(path: Path) -> dict[str, Standard]:
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not files:
        raise StandardInvalid(f"{path}: this folder holds no .toml file of standards")
    found: dict[str, Standard] = {}
    for file in files:
        for standard in _parse(file):
            if standard.id in found:
                raise StandardInvalid(f"{file}: standard {standard.id!r} stands twice: keep one")
            found[standard.id] = standard
    return found


def _parse(file: Path) -> tuple[Standard, ...]:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        return TypeAdapter(_File).validate_python(tables).standard
    except ValidationError as error:
        faults = "\n".join(f"{file}: {fault}" for fault in _faults(error, tables))
        raise StandardInvalid(faults) from error
    except (OSError, ValueError) as error:
        raise StandardInvalid(f"{file}: {error}") from error


def _faults(error: ValidationError, tables: dict[str, Any]) -> Iterator[str]:
    for fault in error.errors():
        reason = FAULTS.get(fault["type"], fault["msg"].removeprefix("Value error, "))
        if fault["type"] == "unexpected_keyword_argument":
            keys = fields((_File, Standard, Level)[len(fault["loc"]) // 2])
            reason = f"unknown key; the keys are {', '.join(key.name for key in keys)}"
        yield f"{_spell(fault['loc'], tables)}: {reason}"


def _spell(place: tuple[int | str, ...], tables: dict[str, Any]) -> str:
    """Name a place in a file as its author would: standard 'grade', levels 'High', band."""
    here: Any = tables
    words = ""
    for step in place:
        here = here[step] if isinstance(step, int) or step in here else None
        named = here if isinstance(here, dict) else {}
        name = step if isinstance(step, str) else named.get("id", named.get("native", step + 1))
        words += f", {name}" if isinstance(step, str) else f" {name!r}"
    return words.removeprefix(", ")
