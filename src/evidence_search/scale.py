"""A scale of evidence: its levels in order, held as data, and read from a TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from evidence_search.errors import CatalogueInvalid, StandardInvalid
from evidence_search.ratings import CAREFUL_BANDS, Band, Direction

HEADER = re.compile(r"\[\[\s*([\w.]+)\s*\]\]")
FAULTS = {
    "missing": "this key is missing",
    "string_pattern_mismatch": "write words here, or for source a web address",
    "tuple_type": "write a list here: [[standard]], [[standard.levels]] or ['one', 'two']",
}

Text: TypeAlias = Annotated[str, Field(pattern=r"\w")]
Link: TypeAlias = Annotated[str, Field(pattern=r"^(https?://\S+)?$")]
Axis: TypeAlias = Literal["effect", "strength", "cost", "quality"]


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

    @property
    def label(self) -> str:
        """Give its place on the scale and what it is in words, as shown wherever it stands."""
        shown = self.symbol or self.native
        told = shown.casefold().startswith(self.words.casefold())
        return shown if told else f"{shown}, {self.words}"


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
        require(self, "level", native, self.natives)
        return (*self.levels, *self.off_scale)[self.natives.index(native)]

    @property
    def order(self) -> str:
        """Say which end is which."""
        low, high = ("cheapest", "dearest") if self.rates == "cost" else ("weakest", "strongest")
        return f"{self.levels[0].native} is {low}, {self.top} is {high}"

    @property
    def not_verified(self) -> tuple[str, ...]:
        """Name what was not read in its owner's own pages."""
        labels = [
            f"the label {one.native!r}"
            for one in (*self.levels, *self.off_scale)
            if not one.verified
        ]
        lacking = [("a version number", self.version), ("its owner's page", self.source)]
        return (*labels, *(name for name, value in lacking if not value))

    def position(self, native: str) -> float | None:
        """
        Give the place of a level when reports are put in order, higher first; None has no place.

        A finding of no benefit that stands off the scale (EIF's NE) rests on a careful study: its
        place is just below the lowest level that does, and not below the weakest.
        """
        rank = self.rank(native)
        if rank is not None or not self.level(native).finding:
            return rank
        careful = (n for n, one in enumerate(self.levels, 1) if one.band in CAREFUL_BANDS)
        return next(careful, 1) - 0.5

    def rank(self, native: str) -> int | None:
        """Count steps from the weakest level, which is 1. A code off the scale has no rank."""
        level = self.level(native)
        return None if level in self.off_scale else self.levels.index(level) + 1


Standards: TypeAlias = Mapping[str, Standard]


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__ = ConfigDict(extra="forbid")
    standard: tuple[Standard, ...]


def read_file(file: Path) -> tuple[Standard, ...]:
    """Read the standards of one file; raises StandardInvalid with every fault and its line."""
    try:
        text = file.read_text(encoding="utf-8")
        tables = tomllib.loads(text)
        return TypeAdapter(_File).validate_python(tables).standard
    except ValidationError as error:
        faults = "\n".join(f"{file}, {fault}" for fault in _faults(error, text, tables))
        raise StandardInvalid(faults) from error
    except (OSError, ValueError) as error:
        raise StandardInvalid(f"{file}: {error}") from error


def _faults(error: ValidationError, text: str, tables: dict[str, Any]) -> Iterator[str]:
    for fault in error.errors():
        reason = FAULTS.get(fault["type"], fault["msg"].removeprefix("Value error, "))
        if fault["type"] == "unexpected_keyword_argument":
            keys = fields((_File, Standard, Level)[len(fault["loc"]) // 2])
            reason = f"unknown key; the keys are {', '.join(key.name for key in keys)}"
        yield f"line {_line(text, fault['loc'])}: {_spell(fault['loc'], tables)}: {reason}"


def _line(text: str, place: tuple[int | str, ...]) -> int:
    """
    Give the line of a fault: that of its key, else that of the header of its table.

    `tomllib` says the line of broken TOML but keeps none for what it read.
    """
    path: list[int | str] = []
    best, depth = 1, 0
    for number, line in enumerate(text.splitlines(), 1):
        if header := HEADER.match(line.strip()):
            names = header[1].split(".")
            path = _next_table(path, names)
            if path == list(place[: len(path)]) and len(path) > depth:
                best, depth = number, len(path)
        elif path == list(place[: len(path)]) and len(place) > len(path):
            key = place[len(path)]
            if isinstance(key, str) and re.match(rf"\s*{re.escape(key)}\s*=", line):
                return number
    return best


def _next_table(path: list[int | str], names: list[str]) -> list[int | str]:
    """Give where the table that this header opens stands: names and how many came before."""
    upper = path[: 2 * len(names) - 2]
    before = path[len(upper) : len(upper) + 2]
    number = before[1] + 1 if before[:1] == names[-1:] and isinstance(before[1], int) else 0
    return [*upper, names[-1], number]


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


def require(standard: Standard, key: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise CatalogueInvalid(f"{standard.id} has no {key} {value!r}: use {', '.join(allowed)}")
