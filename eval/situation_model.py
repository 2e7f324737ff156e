"""Texts and the situation that each is in, to the model that tells it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from evidence_search.situations import Situations, features
from evidence_search.statements import AnswerStatus
from evidence_search.types import Floats

THRESHOLDS = {
    AnswerStatus.SAFEGUARDING: 0.3,
    AnswerStatus.OUT_OF_SCOPE: 0.6,
    AnswerStatus.NEEDS_CLARIFICATION: 0.6,
}
STATUSES = tuple(THRESHOLDS)
STRENGTH = 10.0
STEP = 0.1
LEAST_WEIGHT = 0.8
FEWEST_TEXTS = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A text to learn from; without a situation it is one that may be searched for."""

    text: str
    situation: AnswerStatus | None


def fit(examples: Sequence[Example], name: str) -> Situations:
    """
    Fit a multinomial logistic regression; a weight that is small for every situation is left out.

    The thresholds are set, not fitted: danger counts from three in ten, for a signpost too many
    costs less than one too few; the others from six in ten, for they keep somebody from an answer.
    """
    seen = [features(one.text) for one in examples]
    texts = Counter(feature for own in seen for feature in own)
    kept = {feature for feature, count in texts.items() if count >= FEWEST_TEXTS}
    vectorizer = DictVectorizer()
    rows = vectorizer.fit_transform(
        [dict.fromkeys(sorted(own & kept), 1 / sqrt(len(own))) for own in seen]
    )
    situations = np.array([_place(one.situation) for one in examples])
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(rows, situations)
    weights, intercepts = _beside_the_last(model.coef_), _beside_the_last(model.intercept_)
    steps = (weights / STEP).round().astype(int)
    strong = np.flatnonzero(np.abs(steps).max(axis=0) * STEP >= LEAST_WEIGHT)
    names = vectorizer.get_feature_names_out()
    return Situations(
        fitted_on=name,
        questions=len(examples),
        library=f"scikit-learn {version('scikit-learn')}",
        statuses=STATUSES,
        thresholds=tuple(THRESHOLDS.values()),
        intercepts=tuple(intercepts.round(6).tolist()),
        step=STEP,
        weights={names[place]: tuple(steps[:, place].tolist()) for place in strong},
    )


def _place(situation: AnswerStatus | None) -> int:
    """Give the place of a situation among them; none has the last."""
    return STATUSES.index(situation) if situation else len(STATUSES)


def _beside_the_last(values: NDArray[np.float64]) -> Floats:
    beside: Floats = values[:-1] - values[-1]
    return beside
