"""An answer to how sure it is of itself, from 0 to 1: the one place that says so."""

from __future__ import annotations

from evidence_search.statements import Answer


def confidence_of(answer: Answer) -> float:
    """Give the answer's own probability of being right; one that tells nothing has none: 0."""
    return answer.confidence or 0.0 if answer.statements else 0.0
