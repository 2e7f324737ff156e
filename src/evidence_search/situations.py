"""A question in, its situation out: danger, no question for research, too vague, or none."""

from __future__ import annotations

import re

from evidence_search.fold import fold
from evidence_search.rules import load_rules
from evidence_search.statements import AnswerStatus

POINTING = {"it", "this", "that", "they", "them", "these", "those", "one", "ones"}
WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def find_situation(text: str) -> AnswerStatus | None:
    """Give safeguarding, out_of_scope or needs_clarification where that is clear; danger first."""
    rules, plain = load_rules(), fold(text)
    for status, patterns in rules.situations.items():
        if any(pattern.search(plain) for pattern in patterns):
            return status
    words = set(WORD.findall(plain.lower()))
    empty = rules.vague if words.isdisjoint(POINTING) else rules.unnamed
    return AnswerStatus.NEEDS_CLARIFICATION if empty >= words else None
