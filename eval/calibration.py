"""Confidences and whether the answers were right, to how far the ones can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.estimate import Estimate, Floats, estimate

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers whose confidence lies in one tenth: how sure they are, how many are right."""

    confidence: float
    right: float
    count: int


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """What is wrong among the surest answers, which are this share of all questions."""

    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """
    Of the questions that got an answer, whether the surer ones were right more often.

    `error` is the expected calibration error: the mean distance of confidence and share of right
    answers over ten bins of equal width, weighted by their counts (Guo et al., ICML 2017). `area`
    is the mean risk over the answers, surest first (AURC; Geifman and El-Yaniv, NIPS 2017): the
    lower, the better; the curve ends where the service stops answering.
    """

    error: Estimate
    area: Estimate
    bins: Sequence[Bin]
    curve: Sequence[RiskPoint]


def calibrate(confidence: Sequence[float], right: Sequence[bool], questions: int) -> Calibration:
    """Compare what was answered with what was right; `questions` are all that were asked."""
    sure, correct = np.array(confidence, dtype=float), np.array(right, dtype=float)
    return Calibration(
        estimate(expected_error, sure, correct),
        estimate(area_under_risk, sure, correct),
        _bins(sure, correct),
        _curve(sure, correct, questions),
    )


def expected_error(sure: Floats, correct: Floats, axis: int = -1) -> Floats:
    gaps = [
        np.abs(np.where(_places(sure) == place, sure - correct, 0).sum(axis))
        for place in range(BINS)
    ]
    total: Floats = np.sum(gaps, axis=0) / sure.shape[axis]
    return total


def area_under_risk(sure: Floats, correct: Floats, axis: int = -1) -> Floats:
    mean: Floats = _risks(sure, correct).mean(axis)
    return mean


def _risks(sure: Floats, correct: Floats) -> Floats:
    """Give the share that is wrong among the surest 1, 2, 3 …; equals keep the wrong one first."""
    order = np.lexsort((correct, -sure), axis=-1)
    wrong = 1 - np.take_along_axis(correct, order, -1)
    risks: Floats = wrong.cumsum(-1) / np.arange(1, wrong.shape[-1] + 1)
    return risks


def _curve(sure: Floats, correct: Floats, questions: int) -> list[RiskPoint]:
    risks = _risks(sure, correct).tolist()
    return [RiskPoint(count / questions, risk) for count, risk in enumerate(risks, 1)]


def _bins(sure: Floats, correct: Floats) -> list[Bin]:
    places = _places(sure)
    chosen = [places == place for place in range(BINS) if (places == place).any()]
    return [Bin(float(sure[at].mean()), float(correct[at].mean()), int(at.sum())) for at in chosen]


def _places(sure: Floats) -> NDArray[np.int64]:
    places: NDArray[np.int64] = np.minimum((sure * BINS).astype(np.int64), BINS - 1)
    return places
