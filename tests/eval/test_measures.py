from __future__ import annotations

from math import log2

import pytest

from eval.measures import NAMES, average, falling, score

QRELS = {"q": {"a": 1, "b": 1, "x": 0}}


def test_measures_are_those_worked_by_hand():
    # found: c (not relevant), a (relevant), d, b (relevant)
    own = score(QRELS, {"q": ["c", "a", "d", "b"]})["q"]
    ideal = 1 + 1 / log2(3)
    assert own == {
        "nDCG@10": pytest.approx((1 / log2(3) + 1 / log2(5)) / ideal),
        "R@10": 1.0,
        "R@100": 1.0,
        "AP": pytest.approx((1 / 2 + 2 / 4) / 2),
        "RR@10": 0.5,
        "Success@1": 0.0,
        "Success@3": 1.0,
        "Success@5": 1.0,
    }


def test_a_cutoff_hides_what_stands_below_it():
    ranking = [f"other{n}" for n in range(10)] + ["a"]
    own = score({"q": {"a": 1}}, {"q": ranking})["q"]
    assert (own["R@10"], own["R@100"], own["RR@10"], own["nDCG@10"]) == (0, 1, 0, 0)
    assert own["AP"] == pytest.approx(1 / 11)


@pytest.mark.parametrize("run", [{}, {"q": []}])
def test_a_judged_query_without_results_is_zero_in_every_measure(run):
    assert score(QRELS, run) == {"q": dict.fromkeys(NAMES, 0.0)}


def test_a_query_without_results_halves_the_mean_of_two():
    qrels = QRELS | {"empty": {"a": 1}}
    assert average(score(qrels, {"q": ["a", "b"]}))["nDCG@10"] == pytest.approx(0.5)


def test_a_query_that_nothing_is_relevant_to_is_left_out():
    assert set(score(QRELS | {"none": {"a": 0}}, {"none": ["a"], "q": ["a"]})) == {"q"}


def test_results_of_a_query_without_judgements_change_nothing():
    assert score(QRELS, {"q": ["a"], "other": ["a"]}) == score(QRELS, {"q": ["a"]})


def test_scores_fall_strictly_and_stay_apart_in_32_bits():
    scores = list(falling([f"d{n}" for n in range(1000)]).values())
    assert scores == sorted(set(scores), reverse=True)
    assert scores == list(range(1000, 0, -1))


def test_the_rank_and_not_the_id_decides():
    # trec_eval would put z before a where their scores tie
    assert score({"q": {"a": 1}}, {"q": ["a", "z"]})["q"]["Success@1"] == 1
    assert score({"q": {"z": 1}}, {"q": ["a", "z"]})["q"]["Success@1"] == 0
