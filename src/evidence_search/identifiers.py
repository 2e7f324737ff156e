"""A question in, the identifiers in it out: those that have a form and often a check digit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from evidence_search.fold import fold
from evidence_search.rules import IdentifierRule, load_rules
from evidence_search.screening import DataKind, Found

FEWEST_DIGITS = 8
PHONE_STARTS = ("0", "+", "(0", "(+")
CAPITAL = re.compile(r"[A-Z]")
WORD = re.compile(r"[A-Za-z']+")


def find_identifiers(text: str) -> Iterator[Found]:
    """Find what is surely an identifier; nothing is found twice."""
    plain = fold(text)
    taken: set[int] = set()
    for one in (*_ruled(plain), *_phones(plain)):
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            yield one


def is_nhs_number(text: str) -> bool:
    """Check the eleventh-modulus digit, as the NHS Data Dictionary gives it."""
    digits = re.sub(r"\D", "", text)
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    return len(digits) == len("9434765919") and (11 - total % 11) % 11 == int(digits[-1])


def is_street(text: str) -> bool:
    """Tell the name of a street, by capitals or rare words, from "9 homes in care close"."""
    words = WORD.findall(text)[:-1]
    named = [
        word for word in words if word.lower() not in {"flat", "apartment", "apt", "unit", "room"}
    ]
    ordinary = load_rules().words.ordinary
    capitals = all(CAPITAL.match(word) for word in named if len(word) > 1)
    return capitals or all(word.lower() not in ordinary for word in named)


CHECKS: dict[str, Callable[[str], bool]] = {"": bool, "nhs": is_nhs_number, "street": is_street}


def _ruled(text: str) -> Iterator[Found]:
    for rule in load_rules().identifiers:
        yield from _matches(rule, text)


def _matches(rule: IdentifierRule, text: str) -> Iterator[Found]:
    group = 1 if rule.pattern.groups else 0
    for match in rule.pattern.finditer(text):
        if CHECKS[rule.check](match[group]):
            yield Found(rule.kind, match.start(group), match.end(group))


def _phones(text: str) -> Iterator[Found]:
    """Find what the rules leave of numbers of people: the helpline ranges 03 and 08 pass."""
    if sum(map(str.isdigit, text)) < FEWEST_DIGITS:
        return
    # Leniency.VALID would miss 07700 900123 and the other numbers that Ofcom keeps for drama.
    for match in PhoneNumberMatcher(text, "GB", leniency=Leniency.POSSIBLE):
        national = str(match.number.national_number)
        british = match.number.country_code == 44  # noqa: PLR2004 - the code of the UK
        if match.raw_string.startswith(PHONE_STARTS) and (
            not british or (national[0] in "127" and len(national) in (9, 10))
        ):
            yield Found(DataKind.PHONE, match.start, match.end)
