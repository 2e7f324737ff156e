"""What `python -m eval calibrate --write` leaves of the models that were there."""

import pytest

from eval import calibrate
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
