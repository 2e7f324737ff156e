"""An answer in; whether its question asks if something works, and what stands behind it, out."""

from __future__ import annotations

import re
from dataclasses import replace

from evidence_search.emmie import tag
from evidence_search.evidence import State, head_of_answer
from evidence_search.question import VERBS
from evidence_search.ratings import Dimension
from evidence_search.scale import Standards
from evidence_search.statements import Answer, AnswerStatus
from evidence_search.words import MESSAGES

YES_OR_NO = re.compile(rf"(?:{VERBS})(?:n['’]?t)?\b", re.IGNORECASE)


def asks_whether(question: str) -> bool:
    """Tell a yes-or-no question that may be about effect; one about cost, say, is not."""
    return bool(YES_OR_NO.match(question)) and set(tag((), question)) <= {Dimension.EFFECT}


def weigh(answer: Answer, standards: Standards) -> Answer:
    """Call an answer on effect `weak_evidence_only` where all that was found of it is weak."""
    if answer.status is not AnswerStatus.ANSWERED or not asks_whether(answer.reading.question):
        return answer
    outcomes = head_of_answer(answer, standards).outcomes
    if {outcome.state for outcome in outcomes if outcome.leads} != {State.WEAK}:
        return answer
    status = AnswerStatus.WEAK_EVIDENCE_ONLY
    return replace(answer, status=status, message=MESSAGES[status])
