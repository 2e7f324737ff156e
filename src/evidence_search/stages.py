"""The stages that an answer goes through, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from enum import StrEnum
from typing import TypeAlias

from evidence_search.statements import Answer


class Stage(StrEnum):
    """What is being done now. Between two stages the work can be left off."""

    SEARCHING = "searching"
    READING = "reading"
    CHECKING = "checking"
    GROUPING = "grouping"


Steps: TypeAlias = Generator[Stage | Answer]


def answer_of(steps: Iterable[Stage | Answer]) -> Answer:
    """Go through every stage, and give the answer that comes last."""
    *_, last = steps
    if not isinstance(last, Answer):
        raise TypeError(f"an answer ends in an Answer, not in {last!r}")
    return last
