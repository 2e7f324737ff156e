"""What each step of a search is worth: on an index small enough to know the answer."""

from __future__ import annotations

import json
from time import process_time

import numpy as np
import pytest

from eval.ablate import STEPS, Once
from evidence_search.encode import HashEncoder
from evidence_search.settings import PREFIX, Settings
from tests.eval.library import write_index

PAGES = {
    "own": ("Help with rent for care leavers in the city.",),
    "other": ("Care for school leavers: leavers may take care.",),
}
RERANKER = "the reranker"
PHRASES_DECIDE = ("weight_phrases=5", "weight_page=1", "weight_passage=0.01", "weight_dense=0")


@pytest.fixture
def ablate(run_eval, write_collection, tmp_path):
    query = {"_id": "q1", "text": "care leavers"}
    directory = write_collection("asked", [query], {"qrels.tsv": (("q1", "own#1"),)})
    index = write_index(tmp_path / "index", PAGES)
    return lambda *arguments: run_eval(
        "ablate", "--collection", directory, "--index", index, *arguments
    )


def test_a_step_that_decides_is_worth_what_is_lost_without_it(ablate):
    settings = [part for change in PHRASES_DECIDE for part in ("--set", change)]
    result = ablate("--json", *settings, "--without", "weight_phrases=0")
    assert result.exit_code == 0, result.output
    [step] = json.loads(result.stdout)
    # the words alone stand more often in the other page
    assert (step["with_it"]["Success@1"], step["without"]["Success@1"]) == (1, 0)
    assert (step["wins"], step["losses"]) == (1, 0)
    assert step["p"] == 1  # a single query can show nothing


def test_a_step_that_changes_nothing_wins_and_loses_nothing(ablate):
    [step] = json.loads(ablate("--json", "--without", "weight_added=0").stdout)
    assert (step["wins"], step["losses"], step["p"]) == (0, 0, 1)
    assert step["with_it"] == step["without"]


@pytest.mark.parametrize(
    ("changes", "steps"),
    [((), list(STEPS)), (("--set", "reranker=none"), [one for one in STEPS if one != RERANKER])],
)
def test_the_table_has_a_row_for_each_known_step_that_is_on(ablate, changes, steps):
    lines = ablate(*changes).stdout.splitlines()
    assert [line.split(" | ")[0].removeprefix("| ") for line in lines[2:]] == steps


@pytest.mark.parametrize("changes", [(), ("--set", "reranker=none")])
def test_a_reranker_is_switched_off_not_exchanged(ablate, changes):
    result = ablate(*changes, "--without", "reranker=data/another")
    assert result.exit_code == 2
    assert "--without reranker=data/another: a reranker is switched off" in result.output


def test_every_known_step_is_off_where_it_is_switched_off():
    for changes in STEPS.values():
        given = dict(change.split("=") for change in changes)
        changed = Settings.from_env({PREFIX + name.upper(): value for name, value in given.items()})
        assert changed != Settings()


def test_a_step_that_is_no_setting_is_named(ablate):
    result = ablate("--without", "weight_nothing=0")
    assert result.exit_code == 2
    assert "WEIGHT_NOTHING" in result.output


def test_a_question_is_encoded_once_and_asking_again_owes_what_that_cost():
    class Slow(HashEncoder):
        asked = 0

        def encode_queries(self, texts):
            self.asked += 1
            end = process_time() + 0.02
            while process_time() < end:
                pass
            return super().encode_queries(texts)

    once = Once(slow := Slow())
    first = once.encode_queries(["a b"])
    assert (slow.asked, once.owed) == (1, 0)
    assert np.array_equal(once.encode_queries(["a b"]), first)
    assert slow.asked == 1
    assert once.owed >= 0.02
    assert not np.array_equal(once.encode_queries(["c"]), first)
