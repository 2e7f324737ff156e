"""Judgements and rankings to measures, query by query and on average."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

import ir_measures

NAMES = ("nDCG@10", "R@10", "R@100", "AP", "RR@10", "Success@1", "Success@3", "Success@5")

Qrels = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Sequence[str]]
Scores = Mapping[str, Mapping[str, float]]


def score(qrels: Qrels, run: Run) -> dict[str, dict[str, float]]:
    """
    Give every measure of every query that something is relevant to, by query id.

    A run is the ids found for each query, best first; a query that it lacks scores zero.
    """
    judged = {query: dict(units) for query, units in qrels.items() if any(units.values())}
    scores = {query: dict.fromkeys(NAMES, 0.0) for query in judged}
    found = {query: falling(run[query]) for query in judged if run.get(query)}
    if found:
        measures = [ir_measures.parse_measure(name) for name in NAMES]
        for metric in ir_measures.iter_calc(measures, judged, found):
            scores[metric.query_id][str(metric.measure)] = float(metric.value)
    return scores


def average(scores: Scores) -> dict[str, float]:
    """Give the mean of each measure over the queries."""
    return {
        name: fmean(values[name] for values in scores.values()) if scores else 0.0 for name in NAMES
    }


def falling(ranking: Sequence[str]) -> dict[str, int]:
    """Give scores that fall by one a rank: trec_eval would break ties by id, in 32 bits."""
    return {unit: len(ranking) - place for place, unit in enumerate(ranking)}
