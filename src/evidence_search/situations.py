"""A question in, its situation out: danger, no question for research, too vague, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from math import exp, sqrt
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evidence_search.fold import fold
from evidence_search.statements import AnswerStatus

FILE = Path(__file__).with_name("situations.json")
WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
PIECE = 4
SHORT = 9


class Situations(BaseModel):
    """
    A multinomial logistic regression as data, and what it was fitted on and with.

    `weights` holds, for each feature of a question, a number for each of `statuses`: how much, in
    steps of `step`, it speaks for that and against a question that may be searched. A status holds
    where its probability reaches its threshold; the first of them counts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    fitted_on: str
    questions: int
    library: str
    statuses: tuple[AnswerStatus, ...]
    thresholds: tuple[float, ...]
    intercepts: tuple[float, ...]
    step: float
    weights: Mapping[str, tuple[int, ...]]

    def of(self, text: str) -> AnswerStatus | None:
        """Give the situation that `text` is in; a text without a word is too vague."""
        if not WORD.search(fold(text).lower()):
            return AnswerStatus.NEEDS_CLARIFICATION
        likely = zip(self.statuses, self.thresholds, self.likely(text), strict=True)
        return next((status for status, least, own in likely if own >= least), None)

    def likely(self, text: str) -> tuple[float, ...]:
        """Give the probability of each status, of a text with a word."""
        seen = features(text)
        known = [self.weights[one] for one in seen if one in self.weights]
        share = self.step / sqrt(len(seen))
        odds = [
            exp(intercept + share * sum(weights[place] for weights in known))
            for place, intercept in enumerate(self.intercepts)
        ]
        return tuple(own / (1 + sum(odds)) for own in odds)


def features(text: str) -> frozenset[str]:
    """
    Give what is seen of a text: words, pairs of them, pieces of words, and how short it is.

    Pairs count its beginning (`^`) and end (`$`); a piece has four letters and begins with `*`;
    `4+` is a text of four or five words. A browser sees the same (api/static/screening.js).
    """
    words = WORD.findall(fold(text).lower())
    pairs = {f"{one} {other}" for one, other in pairwise(["^", *words, "$"])}
    short = {f"{len(words) // 2 * 2}+"} if len(words) < SHORT else set()
    return frozenset({*words, *pairs, *short}.union(*map(_pieces, words)))


def find_situation(text: str) -> AnswerStatus | None:
    """Give safeguarding, out_of_scope or needs_clarification where that is likely; danger first."""
    return load_situations().of(text)


@cache
def load_situations() -> Situations:
    """Read the model that comes with the library; raises ValidationError."""
    return Situations.model_validate_json(FILE.read_bytes())


def _pieces(word: str) -> set[str]:
    bounded = f"<{word}>"
    starts = range(len(bounded) - PIECE + 1)
    return {f"*{bounded[start : start + PIECE]}" for start in starts}
