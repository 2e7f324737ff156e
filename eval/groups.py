"""Queries with labels and their measures to the means of each subgroup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

MOST_GROUPS = 20


@dataclass(frozen=True, slots=True)
class Group:
    """The mean measures of the queries that share a label, by the finest unit judged."""

    label: str
    value: str
    queries: int
    measures: Mapping[str, float]


def group(
    labels: Mapping[str, Mapping[str, str]],
    scores: Mapping[str, Mapping[str, float]],
    measures: Sequence[str],
) -> list[Group]:
    """
    Average over each label's values; a label with one value, or with many, groups nothing.

    A measure is averaged over those of the group's queries that it holds for.
    """
    names = sorted({name for own in labels.values() for name in own})
    groups = []
    for name in names:
        values = sorted({own[name] for own in labels.values() if name in own})
        for value in values if 1 < len(values) <= MOST_GROUPS else ():
            rows = [scores[query] for query in scores if labels[query].get(name) == value]
            groups.append(Group(name, value, len(rows), _means(rows, measures)))
    return groups


def _means(rows: Sequence[Mapping[str, float]], measures: Sequence[str]) -> dict[str, float]:
    return {
        name: fmean(row[name] for row in rows if name in row)
        for name in measures
        if any(name in row for row in rows)
    }
