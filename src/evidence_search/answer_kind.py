"""A question and a sentence to whether the sentence holds the kind of thing that is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

NO_QUANTITY = re.compile(r"\[\d[\d\s,;–\-\[\]]*\]|\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class _Kind:
    asks: re.Pattern[str]
    holds: re.Pattern[str]


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


QUANTITY = _Kind(
    _any_case(
        r"\bhow (?:many|much|often|long|old)\b|\bwhat (?:share|percentage|proportion|number)\b"
    ),
    _any_case(
        r"\d|\b(?:no|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|"
        r"thirty|forty|fifty|hundred|thousand|million|dozen|half|third|quarter|once|twice|daily|"
        r"weekly|monthly|yearly|every|all|most|few|nearly)\b"
    ),
)
MONEY = _Kind(
    _any_case(
        r"\bcosts?\b|\bprices?\b|\bhow much money\b|\bexpensive\b|\bvalue for money\b|\bspent\b"
    ),
    _any_case(
        r"[£€$]|\b(?:cost|sav(?:e|ing)|pound|fund|paid|pay|money|price|spen[dt]|budget|economic|"
        r"value|afford|cheap|expensive)"
    ),
)
TIME = _Kind(
    _any_case(
        r"\bwhen (?:will|did|do|does|is|was|were)\b|\b(?:what|which) year\b|\bup[- ]?to[- ]?date\b"
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
