"""A sentence and the heading above it to whether it says that something is not known."""

import re
from collections.abc import Sequence

SOUGHT = r"(?:evidence|stud(?:y|ies)|trials?|evaluations?|figures?|data|research|comparisons?)\b"
WAS_FOUND = r"\b(?:(?:was|were|has been|have been|could be) (?:found|identified|located)|exists?\b)"
GAP = re.compile(
    rf"(?:^|\? )(?:(?:we (?:found|identified) )?no (?:\w+ ){{0,3}}?{SOUGHT}.{{0,200}}?{WAS_FOUND}|"
    rf"no {SOUGHT} (?:was|were) |(?:we )?(?:could|did) not find\b)",
    re.IGNORECASE | re.DOTALL,
)
UNKNOWN = re.compile(
    r"\b(?:do|does|did|can|could)(?: not|n['’]t) (?:tell|show|say|know)\b|\b(?:not|un)[- ]?known\b|"
    r"\b(?:evidence|knowledge|research) gaps?\b|\bgaps? in\b|\bunanswered\b|"
    r"\b(?:future|further) (?:questions|research)\b",
    re.IGNORECASE,
)


def tells_a_gap(sentence: str, headings: Sequence[str] = ()) -> bool:
    """Tell whether a report says here that it found no evidence on something."""
    if headings and UNKNOWN.search(headings[-1]):
        return True
    return GAP.search(" ".join(sentence.split())) is not None
