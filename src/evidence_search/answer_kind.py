"""A question and a sentence to whether the sentence is of the kind that is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

HOW_MUCH = r"how (?:many|much|often|long|old)|what (?:share|percentage|proportion|number)"
NO_QUANTITY = re.compile(
    r"\[\d[\d\s,;–\-\[\]]*\]|"
    r"(?:\(|\b(?:in|since|by|from|until|to|of|and|between|during|before|after|the) )"
    r"(?:19|20)\d\d\b",
    re.IGNORECASE,
)
ASKS_WHAT_IT_IS = re.compile(
    r"\bwhat(?:'s| (?:exactly )?(?:is|are|happens))|"
    r"\bwhat\b.*\b(?:means?|involves?|do|offers?|provides?)\b|"
    r"\bwho (?:is|are)\b|\bhow (?:do|does)\b.*\bwork\b|\bhow (?:is|are)\b|\bstands? for\b|"
    r"\bmeaning\b|^\W*(?:explain|describe|define)\b",
    re.IGNORECASE,
)
DEFINING = re.compile(
    r"^[^.]{0,120}\([^()]*\b[A-Z][A-Za-z-]*[A-Z][^()]*\) "
    r"(?:is|are|means?|offers?|gives?|places?|provides?|brings?)\b|"
    r"^(?:An? )?(?!(?:The|Our|In|This|It|There)\b)[A-Z]\S*(?: \S+){0,6}? (?:is|are) (?:an?|for)\b"
)


@dataclass(frozen=True, slots=True)
class _Kind:
    asks: re.Pattern[str]
    holds: re.Pattern[str]


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


QUANTITY = _Kind(
    _any_case(rf"\b(?:{HOW_MUCH})\b"),
    _any_case(
        r"\d|\b(?:no|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|"
        r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|million|dozen|"
        r"half|thirds?|quarters?|once|twice|daily|weekly|monthly|yearly|every|all|most|few|several|"
        r"nearly)\b"
    ),
)
MONEY = _Kind(
    _any_case(
        r"\bcosts?\b|\bprices?\b|\bhow much money\b|\bexpensive\b|\bvalue for money\b|\bspent on\b"
    ),
    _any_case(
        r"[£€$]|\b(?:costs?|cost-\w+|costing|saves?|saved|savings?|pounds?|fund(?:s|ed|ing)?|paid|pays?|"
        r"payments?|money|prices?|spen[dt]|spending|budgets?|economic\w*|afford\w*|cheap\w*|expensive|"
        r"expenditure|value for)\b"
    ),
)
TIME = _Kind(
    _any_case(
        r"\bwhen (?:will|did|was|were)\b|\b(?:what|which) year\b(?! group)|\bup[- ]?to[- ]?date\b"
    ),
    _any_case(r"\b(?:19|20)\d\d\b|\b(?:days?|weeks?|months?|years?|yet|soon)\b"),
)


def holds_what_is_asked(question: str, sentence: str) -> bool:
    """Tell whether a sentence has a quantity, money or a time where the question asks for one."""
    said = NO_QUANTITY.sub(" ", sentence)
    return all(
        kind.holds.search(said if kind is QUANTITY else sentence)
        for kind in (QUANTITY, MONEY, TIME)
        if kind.asks.search(question)
    )


def only_defines(question: str, sentence: str) -> bool:
    """Tell whether a sentence says what something is, where something else of it is asked."""
    return DEFINING.match(sentence) is not None and not ASKS_WHAT_IT_IS.search(question)
