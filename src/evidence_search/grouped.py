"""An answer to the same answer by dimension of EMMIE, with what was not found said for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from evidence_search.emmie import words
from evidence_search.ratings import Dimension
from evidence_search.statements import SPEAKING, Answer, Statement


@dataclass(frozen=True, slots=True)
class Group:
    """What is said on one dimension, or a message that nothing was found on it."""

    dimension: Dimension
    statements: tuple[Statement, ...]
    message: str = ""

    def __post_init__(self) -> None:
        if bool(self.statements) == bool(self.message):
            raise ValueError(f"{self.dimension} has statements, or a message that it has none")

    @classmethod
    def of(cls, dimension: Dimension, answer: Answer) -> Group:
        message = "" if answer.statements else words(dimension).nothing_found
        return cls(dimension, answer.statements, message)


@dataclass(frozen=True, slots=True)
class GroupedAnswer(Answer):
    """An answer with its dimensions beside it."""

    groups: tuple[Group, ...] = ()


def group(answer: Answer, found: Mapping[Dimension, Answer]) -> GroupedAnswer:
    """Give `answer` with a group for each dimension of `found`, the answer confined to it."""
    own = {field.name: getattr(answer, field.name) for field in fields(Answer)}
    own["dropped"] += sum(one.dropped for one in found.values())
    groups = tuple(Group.of(dimension, one) for dimension, one in found.items())
    return GroupedAnswer(**own, groups=groups)


def say_what_is_missing(answer: Answer, asked: tuple[Dimension, ...]) -> Answer:
    """Say on which dimensions nothing was found, where the question was confined to some."""
    if not asked or answer.status in SPEAKING:
        return answer
    missing = " ".join(words(dimension).nothing_found for dimension in asked)
    return replace(answer, message=f"{missing} {answer.message}")
