"""Scores of questions to a mean and how far another draw of questions might have moved it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, bootstrap

RESAMPLES = 999
BATCH = 200
SEED = 20_260_101
FEWEST = 2
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over `count` questions, and its 95 % confidence interval."""

    value: float
    low: float
    high: float
    count: int


def mean_of(values: Sequence[float]) -> Estimate:
    """
    Give the mean and its bootstrap interval (percentiles of 999 resamples of the questions).

    Where all are 0 or all are 1 no resample differs: the exact binomial interval then.
    """
    value, count = fmean(values), len(values)
    if value in (0, 1):
        exact = binomtest(round(value * count), count).proportion_ci()
        return Estimate(value, float(exact.low), float(exact.high), count)
    return estimate(np.mean, np.array(values, dtype=float))


def estimate(statistic: Callable[..., Any], *samples: Floats) -> Estimate:
    """Give a statistic of samples that belong together, question by question; takes `axis`."""
    value, count = float(statistic(*samples, axis=-1)), len(samples[0])
    if count < FEWEST:
        return Estimate(value, value, value, count)
    drawn = bootstrap(
        samples,
        statistic,
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=BATCH,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return Estimate(value, float(drawn.low), float(drawn.high), count)
