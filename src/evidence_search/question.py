"""A question as it was typed to one that can be searched, and what its asker may choose."""

import re
import unicodedata
from typing import TypedDict

from evidence_search.errors import QuestionInvalid

SPACE = re.compile(r"\s+")
VERBS = "is|are|was|were|do|does|did|has|have|can|could|will|would"


class SearchChoices(TypedDict, total=False):
    confirmed: bool
    expand: bool
    prefer: str | None


class AnswerChoices(TypedDict, total=False):
    confirmed: bool
    expand: bool
    by_dimension: bool


def clean_question(text: str, longest: int) -> str:
    """Give the question without control characters or doubled spaces; raises QuestionInvalid."""
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
    question = SPACE.sub(" ", kept).strip()
    if not any(c.isalnum() for c in question):
        raise QuestionInvalid("the question is empty; ask it in words")
    if len(question) > longest:
        raise QuestionInvalid(
            f"the question has {len(question):,} characters; the most is {longest:,}. "
            "Ask the main thing in a sentence or two"
        )
    return question
