"""What `python -m eval calibrate --write` leaves of the models that were there."""

from collections import Counter

import numpy as np
import pytest

from eval import calibrate
from eval.fitting import Seen
from evidence_search.confidence import MODELS, SIGNS, Fitted

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
    monkeypatch.setattr(calibrate, "figures", lambda _: ["figures"])
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


def seen(harder: tuple[list[list[float]], list[float]]) -> Seen:
    signs = np.zeros((4, len(SIGNS)))
    right = np.array([1.0, 1.0, 1.0, 0.0])
    told, known = np.array(harder[0]).reshape(-1, len(SIGNS)), np.array(harder[1])
    return Seen(signs, right, right, Counter(), signs[:2], (told, known))


def test_harder_questions_count_as_if_as_many_of_their_answers_were_right():
    rows = [[float(place)] * len(SIGNS) for place in range(5)]
    signs, right, counts = seen((rows, [1.0, 0.0, 0.0, 0.0, 0.0])).learnt_from()
    assert signs.shape == (11, len(SIGNS))
    assert list(right) == [1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0]
    assert list(counts[:6]) == [1] * 6
    harder = counts[6:]
    assert harder[0] / harder.sum() == pytest.approx(0.75)
    assert harder.sum() == pytest.approx(5)


def test_without_harder_questions_nothing_is_added():
    signs, right, counts = seen(([], [])).learnt_from()
    assert len(signs) == len(right) == len(counts) == 6
