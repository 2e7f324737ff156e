"""What a screening found: a status, kinds and counts of personal data, never a word of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from evidence_search.statements import Answer, AnswerStatus


class DataKind(StrEnum):
    """A kind of personal data, in the words that name it to the person who asked."""

    EMAIL = "email address"
    PHONE = "phone number"
    NHS_NUMBER = "NHS number"
    NATIONAL_INSURANCE = "National Insurance number"
    POSTCODE = "full postcode"
    ADDRESS = "street address"
    BIRTH_DATE = "date of birth"
    CASE_NUMBER = "case or pupil number"
    PERSON = "name of a person"


@dataclass(frozen=True, slots=True)
class Found:
    """Characters `start:end` of a question, and what they hold."""

    kind: DataKind
    start: int
    end: int
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Screening:
    """
    What may be done with a question. Without a status it may be searched.

    `suggestion` is the question without its personal data, for the eyes of whoever asked it and
    for nothing else; it is empty where it would not pass this screening either.
    """

    status: AnswerStatus | None = None
    kinds: tuple[tuple[DataKind, int], ...] = ()
    confirmable: bool = False
    suggestion: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ScreenedAnswer(Answer):
    """An answer to a question that was not searched."""

    screening: Screening = Screening()


def count_kinds(found: Sequence[Found]) -> tuple[tuple[DataKind, int], ...]:
    counts = Counter(one.kind for one in found)
    return tuple((kind, counts[kind]) for kind in DataKind if counts[kind])
