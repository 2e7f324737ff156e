"""What people said of suggested designs: designs.csv and the log in, what is shown of each out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from evidence_search.ratings import Design
from evidence_search.types import SuggestedDesign
from indexer.beside import DATE, by_document


class Verdict(StrEnum):
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    UNCHECKED = "not checked"


class CheckRow(BaseModel):
    """A line of designs.csv."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    id: str
    design: Design
    verdict: Literal[Verdict.CONFIRMED, Verdict.REFUSED]
    rater: str = Field(min_length=1)
    date: str = Field(min_length=4, pattern=DATE)


@dataclass(frozen=True, slots=True)
class DesignCheck:
    """What a person says of a suggested design, and when."""

    design: Design
    verdict: Verdict
    rater: str
    date: str


def read_checks(path: Path, known: set[str]) -> dict[str, list[DesignCheck]]:
    """Give the checks of each document; none where there is no file. Raises CatalogueInvalid."""

    def check(row: CheckRow) -> DesignCheck:
        return DesignCheck(row.design, row.verdict, row.rater, row.date)

    return by_document(path, CheckRow, known, check)


def settle(
    suggested: Iterable[SuggestedDesign], checks: Sequence[DesignCheck]
) -> tuple[SuggestedDesign, ...]:
    """Leave out what was refused and name who confirmed the rest; the last check of one counts."""
    last = {check.design: check for check in checks}
    settled = []
    for one in suggested:
        check = last.get(one.design)
        if check is None or check.verdict is Verdict.UNCHECKED:
            settled.append(replace(one, confirmed_by="", confirmed_on=""))
        elif check.verdict is Verdict.CONFIRMED:
            settled.append(replace(one, confirmed_by=check.rater, confirmed_on=check.date))
    return tuple(settled)
