"""What `python -m eval calibrate` learns from, and leaves of the models that were there."""

from collections import Counter

import numpy as np
import pytest

from eval import calibrate
from eval.contrasts import digest
from eval.fitting import NOTHING, Seen, Told, figures, fit
from evidence_search.confidence import MODELS, SIGNS, Fitted
from tests.eval.library import PAGES, write_lines

NEW = "cross:2"


def fitted(reranker: str, threshold: float = 0.5) -> Fitted:
    return Fitted(
        fitted_on="questions",
        questions=9,
        encoder="hash-256",
        reranker=reranker,
        library="none",
        intercept=0.0,
        coefficients=dict.fromkeys(SIGNS, 0.0),
        threshold=threshold,
    )


@pytest.fixture
def written(run_eval, write_collection, page_index, tmp_path, monkeypatch):
    """Fit for a reranker that was there with other weights, beside one more and none."""
    file = tmp_path / "confidence.json"
    there = tuple(map(fitted, ("", "cross:1", "crosser:1")))
    monkeypatch.setattr(calibrate, "FILE", file)
    monkeypatch.setattr(calibrate, "read_fitted", lambda: there)
    monkeypatch.setattr(calibrate, "reranker_of", lambda _: NEW)
    monkeypatch.setattr(calibrate, "figures", lambda *_: ["figures"])
    monkeypatch.setattr(calibrate, "fit", lambda *_: fitted(NEW, 0.25))
    queries = [{"_id": "a", "text": "Do brothers and sisters move less often?"}]
    collection = write_collection("asked", queries, {"qrels.tsv": (("a", "report#2"),)})
    line = ("--collection", collection, "--index", page_index, "--split", "all")

    def run(*more: str) -> list[str]:
        result = run_eval("calibrate", *line, *more)
        assert result.exit_code == 0, result.output
        return [one.reranker for one in MODELS.validate_json(file.read_bytes())]

    return run


def test_what_was_fitted_for_other_weights_of_the_same_reranker_goes(written):
    assert written("--write") == ["", "crosser:1", NEW]


def test_nothing_is_written_unasked(written):
    with pytest.raises(FileNotFoundError):
        written()


def test_what_is_graded_elsewhere_is_told_right_by_its_grades(
    run_eval, write_collection, page_index, tmp_path, monkeypatch
):
    seen = []

    def measured(_, elsewhere):
        seen.append(elsewhere)
        return ["figures"]

    monkeypatch.setattr(calibrate, "figures", measured)
    monkeypatch.setattr(calibrate, "fit", lambda *_: fitted(NEW))
    queries = [{"_id": "a", "text": "Do brothers and sisters move less often?"}]
    collection = write_collection("asked", queries, {"qrels.tsv": (("a", "report#2"),)})
    tutoring = digest(PAGES["report"][0])
    text = "Did weekly tutoring improve the reading of primary pupils?"
    rows = [
        {"_id": "1", "text": text, "grades": {tutoring: "A"}},
        {"_id": "2", "text": text, "grades": {tutoring: "R", digest("Not told."): "A"}},
        {"_id": "3", "text": text, "grades": {tutoring: "G"}},
    ]
    write_lines(graded := tmp_path / "graded.jsonl", rows)
    line = ("--collection", collection, "--index", page_index, "--split", "all")
    result = run_eval("calibrate", *line, "--elsewhere", graded, page_index)
    assert result.exit_code == 0, result.output
    assert list(seen[0].right) == [1, 0, 0]
    assert list(seen[0].answerable) == [1, 1, 0]


def told(right: list[float]) -> Told:
    rows = [[float(place)] * len(SIGNS) for place in range(len(right))]
    known = np.array(right)
    return Told(np.array(rows).reshape(-1, len(SIGNS)), known, known, Counter({True: 1}))


def test_harder_questions_count_as_if_as_many_of_their_answers_were_right():
    usual, harder = told([1.0, 1.0, 1.0, 0.0]), told([1.0, 0.0, 0.0, 0.0, 0.0])
    signs, right, counts = Seen(usual, harder, usual.signs[:2]).learnt_from()
    assert signs.shape == (11, len(SIGNS))
    assert list(right) == [1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0]
    assert list(counts[:4]) == [1] * 4
    assert list(counts[9:]) == [1] * 2
    of_harder = counts[4:9]
    assert of_harder[0] / of_harder.sum() == pytest.approx(0.75)
    assert of_harder.sum() == pytest.approx(5)


def test_without_harder_questions_nothing_is_added():
    usual = told([1.0, 0.0])
    signs, right, counts = Seen(usual, NOTHING, usual.signs).learnt_from()
    assert len(signs) == len(right) == len(counts) == 4


def test_what_was_refused_whatever_its_signs_is_no_answer():
    asked = told([1.0, 1.0, 0.0])
    every = np.array([True, True, True])
    assert asked.share(every, answerable=True) == pytest.approx(2 / 3)
    assert asked.share(every, answerable=False) == 1
    assert told([]).share(every[:0], answerable=False) == 0


def test_the_threshold_lets_enough_questions_of_both_kinds_be_answered():
    rng = np.random.default_rng(0)
    right = (rng.random(60) < 0.7).astype(float)
    signs = np.repeat(right[:, None] + rng.normal(0, 0.3, (60, 1)), len(SIGNS), axis=1)
    usual = Told(signs, right, right, Counter())
    hard = Told(signs - 0.6, right, right, Counter())
    strange = np.zeros((0, len(SIGNS)))
    alone, both = (fit(Seen(usual, one, strange), "n", "e", "r") for one in (NOTHING, hard))
    assert both.threshold < alone.threshold
    thresholds = [line for line in figures(Seen(usual, hard, strange)) if "threshold" in line]
    assert f"{both.threshold:.3f}" in thresholds[1]


def test_answers_elsewhere_are_measured_and_not_learnt_from():
    rng = np.random.default_rng(0)
    right = (rng.random(60) < 0.7).astype(float)
    signs = np.repeat(right[:, None] + rng.normal(0, 0.3, (60, 1)), len(SIGNS), axis=1)
    seen = Seen(Told(signs, right, right, Counter()), NOTHING, np.zeros((0, len(SIGNS))))
    swapped = Told(signs, 1 - right, 1 - right, Counter())
    alone, lines = figures(seen), figures(seen, swapped)
    assert [line for line in lines if "elsewhere" not in line] == alone
    assert float(alone[1].split()[-1]) > 0.9
    [area] = [line for line in lines if line.startswith("elsewhere: area")]
    assert float(area.split()[-1]) < 0.1
