from __future__ import annotations

import json
from collections.abc import Iterable

import numpy as np
import pytest

from eval.differences import changed_most, differences, units
from eval.measures import NAMES
from eval.rows import CollectionInvalid
from eval.saved import QueryScores
from eval.significance import holm, randomise


def saved(values: Iterable[float]) -> dict[str, QueryScores]:
    return {
        f"q{n:03}": QueryScores(
            query=f"q{n:03}",
            text="?",
            labels={},
            milliseconds=1.0,
            measures={"document": dict.fromkeys(NAMES, float(value))},
        )
        for n, value in enumerate(values)
    }


BASE = np.random.default_rng(1).uniform(0, 0.8, 200)


def test_equal_runs_do_not_differ():
    found = differences(saved(BASE), saved(BASE), "document")
    assert [(one.p, one.wins, one.ties, one.losses) for one in found] == [(1.0, 0, 200, 0)] * 8


def test_one_query_can_show_nothing():
    assert randomise([0.1], [0.9]) == 1


def test_a_planted_difference_is_found():
    better = BASE + np.random.default_rng(2).normal(0.05, 0.1, 200)
    found = differences(saved(BASE), saved(better), "document")
    assert all(one.p < 0.01 and one.b > one.a and one.wins > one.losses for one in found)


def test_noise_without_a_difference_is_not_significant():
    noise = np.random.default_rng(3).normal(0, 0.1, 100)
    after = BASE + np.concatenate([noise, -noise])
    assert all(one.p > 0.05 for one in differences(saved(BASE), saved(after), "document"))


def test_few_pairs_are_counted_out_exactly():
    # of the 2^3 ways to swap three pairs that all went up by one, two are as extreme
    assert randomise([0, 0, 0], [1, 1, 1]) == pytest.approx(2 / 8)


def test_holm_steps_down_and_never_falls():
    # worked by hand: 0.01 x 4, 0.02 x 3, 0.03 x 2, then 0.2 x 1
    assert holm([0.02, 0.2, 0.01, 0.03]) == pytest.approx([0.06, 0.2, 0.04, 0.06])
    assert holm([0.9, 0.8]) == [1.0, 1.0]


def test_the_queries_that_changed_most_come_first():
    after = BASE.copy()
    after[7] += 0.1
    after[3] -= 0.2
    found = changed_most(saved(BASE), saved(after), "document")
    assert [(query, round(change, 3)) for query, change in found] == [("q003", -0.2), ("q007", 0.1)]


def test_runs_of_other_queries_are_not_compared():
    with pytest.raises(CollectionInvalid, match="200 and 100, 100 in both"):
        units(saved(BASE), saved(BASE[:100]))


def test_two_saved_runs_are_compared_by_the_command(run_eval, own_corpus, tmp_path):
    for name, weight in (("a", 0), ("b", 1)):
        arguments = ("--index", tmp_path / "i", "--out", tmp_path / name)
        run_eval("run", "--collection", own_corpus, *arguments, "--set", f"weight_dense={weight}")
    result = run_eval("compare", tmp_path / "a", tmp_path / "b")
    assert result.exit_code == 0, result.output
    assert "p (Holm)" in result.stdout
    assert ["weight_dense", "0.0", "1.0"] in [line.split() for line in result.stdout.splitlines()]
    assert "encoder " not in result.stdout.partition("by document")[0]
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_the_change_has_an_interval_and_every_query_is_counted_once():
    after = BASE + np.tile([0.1, 0.1, -0.05, 0.0], 50)
    one = differences(saved(BASE), saved(after), "document")[0]
    assert (one.wins, one.ties, one.losses) == (100, 50, 50)
    assert one.change.value == pytest.approx(0.0375)
    assert 0.02 < one.change.low < 0.0375 < one.change.high < 0.055


def test_a_measure_is_compared_over_the_queries_that_have_it_in_both():
    before, after = saved(BASE[:3]), saved(BASE[:3])
    before["q000"].measures = {"document": {"AP": 0.5, "right": 1.0}}
    after["q001"].measures = {"document": {"AP": 0.5, "right": 1.0}}
    found = {one.name: one for one in differences(before, after, "document")}
    assert "right" not in found
    assert found["AP"].wins + found["AP"].ties + found["AP"].losses == 3


def test_differences_are_printed_as_json(run_eval, own_corpus, tmp_path):
    run_eval("run", "--collection", own_corpus, "--index", tmp_path / "i", "--out", tmp_path / "a")
    result = run_eval("compare", tmp_path / "a", tmp_path / "a", "--json")
    (first, *_) = json.loads(result.stdout)["document"]
    assert (first["name"], first["ties"], first["p"]) == ("nDCG@10", 3, 1.0)
    assert first["change"]["value"] == 0


def test_a_folder_that_holds_no_run_is_named(run_eval, tmp_path):
    result = run_eval("compare", tmp_path, tmp_path)
    assert result.exit_code == 1
    assert "scores.jsonl" in result.stderr
