"""What a made question is, and which half its template belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class Part(StrEnum):
    """Rules may be changed for what fails in TUNED; HELD_OUT is only counted."""

    TUNED = "tuned on"
    HELD_OUT = "held out"


@dataclass(frozen=True, slots=True)
class Case:
    """A question, what kind of personal data it holds (none: it is ordinary), and the data."""

    kind: str
    text: str
    value: str
    part: Part


def part_of(template: str) -> Part:
    """Deal templates out by their own words, so that neither half can be chosen."""
    return Part.TUNED if sha256(template.encode()).digest()[0] % 2 else Part.HELD_OUT
