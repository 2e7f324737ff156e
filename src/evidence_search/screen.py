"""A question in, what may be done with it out, before anything is searched, counted or kept."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from evidence_search.identifiers import find_identifiers
from evidence_search.people import find_people
from evidence_search.screening import DataKind, Found, Screening, count_kinds
from evidence_search.situations import find_situation
from evidence_search.statements import AnswerStatus

IN_PLACE = {
    DataKind.PERSON: "[name]",
    DataKind.BIRTH_DATE: "[date]",
    DataKind.EMAIL: "[email]",
    DataKind.POSTCODE: "[postcode]",
    DataKind.ADDRESS: "[address]",
}


def screen(
    question: str, *, confirmed: bool = False, known: Collection[str] = frozenset()
) -> Screening:
    """
    Decide whether `question` may be searched.

    Danger comes first, then personal data, then what this service does not do. A name that is
    only doubtful passes once whoever asked has `confirmed` that it is about no real person, or if
    the library itself is `known` to name somebody so.
    """
    situation = find_situation(question)
    found = find_personal_data(question, known)
    certain = [one for one in found if one.certain]
    if situation is AnswerStatus.SAFEGUARDING:
        return Screening(situation, count_kinds(certain))
    if certain or (found and not confirmed):
        return Screening(
            AnswerStatus.PERSONAL_DATA,
            count_kinds(found),
            confirmable=not certain,
            suggestion=without(question, found),
        )
    return Screening(situation)


def find_personal_data(question: str, known: Collection[str] = frozenset()) -> list[Found]:
    """Find identifiers and names; a name that is part of an address or an email is not twice."""
    identifiers = list(find_identifiers(question))
    apart = (
        one
        for one in find_people(question, known)
        if all(one.end <= other.start or other.end <= one.start for other in identifiers)
    )
    return sorted([*identifiers, *apart], key=lambda one: one.start)


def without(question: str, found: Sequence[Found]) -> str:
    """Give the question with each value replaced by its kind, or nothing where that is not safe."""
    names = {
        word
        for one in found
        if one.kind is DataKind.PERSON
        for word in question[one.start : one.end].split()
    }
    text = question
    for one in reversed(found):
        text = text[: one.start] + IN_PLACE.get(one.kind, "[number]") + text[one.end :]
    for name in names:
        text = re.sub(rf"\b{re.escape(name)}\b", "[name]", text)
    return "" if find_personal_data(text) or find_situation(text) else text
