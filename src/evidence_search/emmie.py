"""A passage to the dimensions of EMMIE that it speaks to, by headings and cue words, or as bits."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from evidence_search.ratings import Dimension
from evidence_search.types import Passage

BITS = {dimension: 1 << place for place, dimension in enumerate(Dimension)}


@dataclass(frozen=True, slots=True)
class Words:
    """What a reader is told of a dimension: its name, its question, and that nothing was found."""

    name: str
    asks: str
    nothing_found: str


@dataclass(frozen=True, slots=True)
class _Cues:
    headings: re.Pattern[str]
    sure: re.Pattern[str]
    hints: tuple[re.Pattern[str], ...]
    hints_needed: int

    def hinted(self, text: str) -> bool:
        return sum(hint.search(text) is not None for hint in self.hints) >= self.hints_needed


def tag(headings: Sequence[str], text: str) -> tuple[Dimension, ...]:
    """Give the dimensions that a passage under `headings` (outermost first) speaks to."""
    cues = _cues()
    titled = _titled(headings, cues)
    if not titled and headings and _quiet().search(headings[-1]):
        return ()
    sure = {one for one in Dimension if cues[one].sure.search(text)}
    hinted = set() if titled else {one for one in Dimension if cues[one].hinted(text)}
    return tuple(one for one in Dimension if one in titled | sure | hinted)


def tagged(passage: Passage) -> Passage:
    """Give the passage with its dimensions; the title of its report, as a heading, says nothing."""
    return replace(passage, dimensions=tag(below_title(passage), passage.text))


def speaks_to(dimension: Dimension, text: str) -> bool:
    """Tell whether words alone, under no heading, speak to a dimension."""
    cues = _cues()[dimension]
    return cues.sure.search(text) is not None or cues.hinted(text)


def to_bits(dimensions: Iterable[Dimension]) -> int:
    return sum(BITS[one] for one in set(dimensions))


def from_bits(number: int) -> tuple[Dimension, ...]:
    return tuple(one for one, bit in BITS.items() if number & bit)


def below_title(passage: Passage) -> tuple[str, ...]:
    title = passage.document.title.casefold()
    return tuple(one for one in passage.headings if not _same(one.casefold(), title))


def words(dimension: Dimension) -> Words:
    return _words()[dimension]


def _titled(headings: Sequence[str], cues: dict[Dimension, _Cues]) -> set[Dimension]:
    """Give what the nearest heading speaks of that speaks of any dimension."""
    for heading in reversed(headings):
        if found := {one for one in Dimension if cues[one].headings.search(heading)}:
            return found
    return set()


@cache
def _cues() -> dict[Dimension, _Cues]:
    data = _read()
    return {
        one: _Cues(
            _any(data[one]["headings"]),
            _any(data[one]["sure"]),
            tuple(re.compile(hint, re.IGNORECASE) for hint in data[one]["hints"]),
            data["hints_needed"],
        )
        for one in Dimension
    }


@cache
def _words() -> dict[Dimension, Words]:
    data = _read()
    return {one: Words(*(data[one][key] for key in Words.__slots__)) for one in Dimension}


@cache
def _quiet() -> re.Pattern[str]:
    return _any(_read()["quiet"])


def _same(heading: str, title: str) -> bool:
    return heading.startswith(title) or title.startswith(heading)


def _read() -> dict[str, Any]:
    text = files("evidence_search").joinpath("emmie.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
