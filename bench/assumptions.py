"""The file of machines, prices and libraries in, checked; what a plan assumes out."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt, ValidationError

from bench.figures import FiguresUnusable

ASSUMPTIONS = Path(__file__).with_name("assumptions.toml")


class Asked(BaseModel):
    """A library to plan for."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    pages: PositiveInt


class Machine(BaseModel):
    """
    A machine to plan with; `speed` is that of a core against one of the measured machine.

    `loads` tells whether the whole index must lie in memory. At `most` so many can be had.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    what: str
    cores: PositiveInt
    memory_gb: PositiveFloat
    disk_gb: PositiveFloat
    speed: PositiveFloat
    loads: bool
    most: PositiveInt
    price_hour: PositiveFloat
    hours_a_month: PositiveFloat
    storage_gb_month: float = Field(ge=0)


class Assumptions(BaseModel):
    """All that a plan assumes; `memory_left` is the share of memory that an index may fill."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    date: str
    currency: str
    generations: PositiveInt
    search_ms: PositiveFloat
    memory_left: float = Field(gt=0, le=1)
    library: tuple[Asked, ...] = Field(min_length=1)
    machine: tuple[Machine, ...] = Field(min_length=1)


def read_assumptions(path: Path = ASSUMPTIONS) -> Assumptions:
    """Read the file at `path`; raises FiguresUnusable saying what is wrong with it."""
    try:
        return Assumptions.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise FiguresUnusable(f"{path}: {error}") from error
