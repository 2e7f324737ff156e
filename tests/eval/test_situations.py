"""Texts to the model of what situation a question is in."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from eval.__main__ import main
from eval.rows import read_rows
from eval.situation_model import STATUSES, THRESHOLDS, Example, fit
from eval.situations import HERE, KINDS, Written, examples, laid_out, lines
from evidence_search.situations import Situations, load_situations

DANGER, LAW, VAGUE = STATUSES
TEXTS = {
    DANGER: ("he hits me {} now", "my dad hits her {} tonight", "someone hurts me {} here"),
    LAW: ("what does the law say on {}", "is {} legal", "write my {} statement"),
    VAGUE: ("does {} work then", "what {} works then", "more {} please"),
    None: ("do {} programmes help children", "what do studies find on {}", "trial of {} in care"),
}
FILLED = ("really", "often", "surely", "likely", "maybe", "mostly", "partly", "again")


EXAMPLES = [
    Example(text.format(word), situation)
    for word in FILLED
    for situation, texts in TEXTS.items()
    for text in texts
]


@pytest.fixture(scope="module")
def fitted():
    return fit(EXAMPLES, "made")


def test_each_situation_is_told_and_an_ordinary_text_is_not(fitted):
    assert fitted.of("he hits me badly now") is DANGER
    assert fitted.of("what does the law say on smacking") is LAW
    assert fitted.of("do parenting programmes help children") is None
    assert fitted.questions == len(FILLED) * 12


def test_small_weights_and_rare_features_are_left_out(fitted):
    strongest = np.abs(np.array(list(fitted.weights.values()))).max(axis=1)
    assert strongest.min() * fitted.step >= 0.8
    assert "tonight" in fitted.weights
    assert "badly" not in fitted.weights


def test_danger_is_told_sooner_than_the_rest(fitted):
    assert dict(zip(STATUSES, fitted.thresholds, strict=True)) == THRESHOLDS
    assert THRESHOLDS[DANGER] < 0.5 < min(THRESHOLDS[LAW], THRESHOLDS[VAGUE])


def test_the_model_is_laid_out_so_that_it_is_read_again(fitted):
    text = laid_out(fitted)
    assert Situations.model_validate_json(text) == fitted
    assert len(text.splitlines()) == len(fitted.weights) + 2


def test_nothing_of_a_test_split_is_learnt_from_and_the_committed_model_knows_its_texts():
    written = list(read_rows(HERE / "questions.jsonl", Written))
    learnt = {one.text for one in examples(written)}
    assert not learnt & {one.text for one in written if one.split == "test"}
    sample = HERE.parent / "sample_library" / "queries.jsonl"
    asked = map(json.loads, sample.read_text(encoding="utf-8").splitlines())
    assert not learnt & {one["text"] for one in asked if one["split"] == "test"}
    assert load_situations().questions == len(list(examples(written)))


def test_a_line_counts_what_is_told_and_what_is_stopped(fitted):
    texts = [
        Written(text="he hits me badly now", kind="danger", writer=1, split="test"),
        Written(text="is smacking legal", kind="danger", writer=1, split="test"),
        Written(text="trial of mentoring in care", kind="ordinary", writer=1, split="test"),
    ]
    danger, *_, ordinary = lines([*texts, *(_of(kind) for kind in KINDS)], fitted)
    assert (danger.texts, danger.told, danger.stopped) == (3, 1, 2)
    assert (ordinary.texts, ordinary.told, ordinary.stopped) == (1, 1, 0)


def _of(kind):
    return Written(text="trial of mentoring in care", kind=kind, writer=1, split="test")


def test_the_command_shows_what_is_told_of_the_test_split():
    done = CliRunner().invoke(main, ["situations"])
    assert done.exit_code == 0, done.output
    assert "danger" in done.output
    assert "of reports" in done.output
    assert max(map(len, done.output.splitlines())) <= 80
