"""The committed numbers: eval/expected.json to entries and back, and how near a new one must be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from eval.rows import CollectionInvalid

DECIMALS = 4
NEAR = 0.0005
MOVED = 3  # queries that come out otherwise where another precision puts near scores otherwise


class Verdict(StrEnum):
    """As in pyserini's regressions: equal, within the tolerance, or not."""

    OK = "OK"
    OKISH = "OKish"
    FAIL = "FAIL"


class Entry(BaseModel):
    """
    A collection, how it is searched or asked and what that must score, by unit and measure.

    Paths start at the checkout. `index` is for a collection without a corpus; where it is not
    given, the command's own index is used. `precision` is what the encoder of the index computed
    in and `reranker` the fingerprint of that, each empty where none took part.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    collection: Path
    split: str | None = None
    what: Literal["search", "answers", "designs", "emmie", "situations"] = "search"
    scope: Literal["quick", "full"] = "full"
    index: Path | None = None
    settings: Mapping[str, str | int | float] = {}
    queries: int = 0
    precision: str = ""
    reranker: str = ""
    values: Mapping[str, Mapping[str, float]] = {}


ENTRIES = TypeAdapter(tuple[Entry, ...])


def read_entries(path: Path) -> tuple[Entry, ...]:
    """Read the committed numbers; raises CollectionInvalid."""
    try:
        entries = ENTRIES.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise CollectionInvalid(f"{path} holds no expected numbers: {error}") from error
    names = Counter(entry.name for entry in entries)
    if twice := [name for name, count in names.items() if count > 1]:
        raise CollectionInvalid(f"{path} has two entries of the name {twice[0]!r}")
    return entries


def write_entries(path: Path, entries: Sequence[Entry]) -> None:
    text = ENTRIES.dump_json(tuple(entries), indent=2, exclude_defaults=True).decode()
    path.write_text(text + "\n", encoding="utf-8")


def near(expected: Entry, measured: Entry) -> float:
    """Tell how far a figure may be off: further where another precision was computed in."""
    alike = expected.precision == measured.precision
    return NEAR if alike else max(NEAR, MOVED / max(measured.queries, 1))


def judge(expected: float, measured: float, near: float = NEAR) -> Verdict:
    """Compare two figures at four decimals."""
    if round(expected, DECIMALS) == round(measured, DECIMALS):
        return Verdict.OK
    return Verdict.OKISH if abs(expected - measured) <= near else Verdict.FAIL
