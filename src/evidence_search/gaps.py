"""A sentence to whether it says that something is not known."""

import re

SOUGHT = r"(?:evidence|stud(?:y|ies)|trials?|evaluations?|figures?|data|research|comparisons?)\b"
WAS_FOUND = r"\b(?:(?:was|were|has been|have been|could be) (?:found|identified|located)|exists?\b)"
GAP = re.compile(
    rf"^(?:we (?:found|identified) )?no (?:\w+ ){{0,3}}?{SOUGHT}.{{0,200}}?{WAS_FOUND}|"
    rf"^no {SOUGHT} (?:was|were) |^(?:we )?(?:could|did) not find\b",
    re.IGNORECASE | re.DOTALL,
)


def tells_a_gap(sentence: str) -> bool:
    """Tell whether a report says here that it found no evidence on something."""
    return GAP.search(" ".join(sentence.split())) is not None
