"""Two runs' scores on the same queries to p-values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import permutation_test

RESAMPLES = 9_999
BATCH = 1_000
SEED = 20_260_101
EQUAL = 1e-12
FEWEST = 2


def randomise(a: Sequence[float], b: Sequence[float]) -> float:
    """
    Give the two-sided p-value of the mean difference of paired scores.

    Fisher's randomisation test, the one to prefer for retrieval (Smucker, Allan and Carterette,
    CIKM 2007); exact where there are few queries. One query can show nothing: 1.
    """
    if len(a) < FEWEST or np.allclose(a, b, rtol=0, atol=EQUAL):
        return 1.0
    result = permutation_test(
        (np.array(a), np.array(b)),
        _mean_difference,
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=BATCH,
        rng=np.random.default_rng(SEED),
    )
    return float(result.pvalue)


def holm(p_values: Sequence[float]) -> list[float]:
    """Give the p-values adjusted so that any false finding among them is as rare as in one test."""
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for place, index in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - place) * p_values[index]))
        adjusted[index] = highest
    return adjusted


def _mean_difference(
    a: NDArray[np.float64], b: NDArray[np.float64], axis: int
) -> NDArray[np.float64]:
    difference: NDArray[np.float64] = np.mean(a - b, axis=axis)
    return difference
