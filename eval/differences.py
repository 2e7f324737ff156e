"""Two runs of the same queries to what changed, and whether it is more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from eval.estimate import Estimate, estimate
from eval.rows import CollectionInvalid
from eval.saved import QueryScores
from eval.significance import EQUAL, holm, randomise

CHANGED_MOST = 10

Saved = Mapping[str, QueryScores]


@dataclass(frozen=True, slots=True)
class Difference:
    """
    One measure of runs A and B, over the queries that it holds for in both.

    `change` is the mean of B - A with its 95 % interval; wins are queries that B does better.
    """

    name: str
    a: float
    b: float
    change: Estimate
    wins: int
    ties: int
    losses: int
    p: float


@dataclass(frozen=True, slots=True)
class Pair:
    """One measure of every query in both runs, query by query."""

    name: str
    queries: Sequence[str]
    a: Sequence[float]
    b: Sequence[float]

    @property
    def changes(self) -> list[float]:
        return [after - before for before, after in zip(self.a, self.b, strict=True)]


def units(a: Saved, b: Saved) -> list[str]:
    """Give the units that both runs were scored by; raises CollectionInvalid."""
    if a.keys() != b.keys() or not a:
        raise CollectionInvalid(
            f"the runs are not of the same queries: {len(a)} and {len(b)}, "
            f"{len(a.keys() & b.keys())} in both"
        )
    first, second = next(iter(a.values())), next(iter(b.values()))
    return [unit for unit in first.measures if unit in second.measures]


def pairs(a: Saved, b: Saved, unit: str) -> list[Pair]:
    names = dict.fromkeys(name for query in a for name in a[query].measures[unit])
    found = []
    for name in names:
        both = [q for q in a if name in a[q].measures[unit] and name in b[q].measures[unit]]
        if both:
            before = [a[q].measures[unit][name] for q in both]
            after = [b[q].measures[unit][name] for q in both]
            found.append(Pair(name, both, before, after))
    return found


def differences(a: Saved, b: Saved, unit: str) -> list[Difference]:
    """Give every measure's difference; the p-values are adjusted for how many there are (Holm)."""
    found = pairs(a, b, unit)
    adjusted = holm([randomise(pair.a, pair.b) for pair in found])
    return [_difference(pair, p) for pair, p in zip(found, adjusted, strict=True)]


def changed_most(a: Saved, b: Saved, unit: str) -> list[tuple[str, float]]:
    """Give the queries whose first measure changed, with the change, the largest first."""
    first = pairs(a, b, unit)[0]
    changes = [
        (query, change)
        for query, change in zip(first.queries, first.changes, strict=True)
        if abs(change) > EQUAL
    ]
    return sorted(changes, key=lambda change: (-abs(change[1]), change[0]))[:CHANGED_MOST]


def _difference(pair: Pair, p: float) -> Difference:
    changes = pair.changes
    wins, losses = sum(c > EQUAL for c in changes), sum(c < -EQUAL for c in changes)
    return Difference(
        pair.name,
        fmean(pair.a),
        fmean(pair.b),
        estimate(np.mean, np.array(changes)),
        wins,
        len(changes) - wins - losses,
        losses,
        p,
    )
