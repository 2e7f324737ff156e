"""The real weights, two steps: enough to see that they move, and that what is saved is served."""

from pathlib import Path

import numpy as np
import pytest

from eval.negatives import Example
from evidence_search.rerank import load_reranker

pytest.importorskip("datasets", reason="pip install -e '.[train]'")
pytestmark = pytest.mark.slow

QUESTION = "Do kinship carers need money?"
PASSAGES = ["Grandparents who raise children need more income.", "Trains run on time."]
EXAMPLES = [
    Example(f"{QUESTION} {number}", PASSAGES[0], (PASSAGES[1], f"Trains {number}"))
    for number in range(24)
]


def trained(folder: Path, kind: str, steps: int, minutes: float = 5) -> tuple[int, np.ndarray]:
    from eval.training import Recipe, train  # noqa: PLC0415 - needs what the line above looks for

    made = train(EXAMPLES, Recipe(kind, 1, 32, 5e-5, steps, seed=1), minutes, folder)
    reranker = load_reranker(str(folder))
    assert reranker is not None
    return made, reranker.score(QUESTION, PASSAGES)


@pytest.mark.parametrize("kind", ["late", "cross"])
def test_training_moves_the_scores_and_the_same_seed_moves_them_the_same_way(tmp_path, kind):
    none, start = trained(tmp_path / "start", kind, steps=0)
    two, after = trained(tmp_path / "after", kind, steps=2)
    _, again = trained(tmp_path / "again", kind, steps=2)
    assert (none, two) == (0, 2)
    assert not np.allclose(start, after, atol=1e-6)
    assert np.allclose(after, again, atol=1e-6)


def test_without_training_words_are_already_compared(tmp_path):
    _, scores = trained(tmp_path, "late", steps=0)
    assert scores[0] > scores[1] > 0


def test_the_clock_stops_training_and_the_model_is_still_saved(tmp_path):
    made, _ = trained(tmp_path, "late", steps=3, minutes=0)
    assert made == 1
