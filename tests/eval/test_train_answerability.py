"""Learning which sentences answer, from a reranker whose states say it and whose scores do not."""

import json

import numpy as np
import pytest

from eval import train_answerability
from eval.pairs import Paragraph
from eval.train_answerability import LIKELIEST, figures, fit, learn
from evidence_search.answerability import load_answerability
from evidence_search.errors import SettingsInvalid
from evidence_search.onnx_reranker import OnnxReranker
from tests.eval.library import write_lines

TOLD = "The tutor came on {day}."
BESIDE = "The tutor of the {day} group came by train."


def paragraph(number: int, *, answerable: bool) -> Paragraph:
    day = f"Monday {number}"
    context = f"{TOLD.format(day=day) if answerable else ''} {BESIDE.format(day=day)} It was cold."
    return Paragraph(
        question=f"On which day did tutor {number} come?",
        title=f"Town_{number % 8}",
        context=context.strip(),
        answerable=answerable,
        answers=(f"on {day}",) if answerable else (),
    )


PARAGRAPHS = [paragraph(number, answerable=number % 3 > 0) for number in range(48)]


class Reads(OnnxReranker):
    """Scores all sentences about the tutor alike; its states know which of them tell the day."""

    def __init__(self):
        self.read = []

    def states(self, _question, passages):
        self.read += passages
        scores = np.array([5.0 if "tutor" in passage else -5.0 for passage in passages])
        return scores, np.array([[float("came on" in text), len(text)] for text in passages])


@pytest.fixture
def learnt():
    return learn(Reads(), PARAGRAPHS)


def test_sentences_are_read_after_their_title_and_only_the_likeliest_are_kept():
    reranker = Reads()
    long = Paragraph(question="?", title="A_b", context="One. " * 9, answerable=False)
    assert len(learn(reranker, [long]).rows) == LIKELIEST
    assert reranker.read[0] == "A b. One."


def test_what_only_states_tell_is_learnt(learnt):
    model = fit(learnt)
    answers, beside = model.of(np.array([5.0, 5.0]), np.array([[1.0, 30.0], [0.0, 30.0]]))
    assert answers > beside + 0.5
    assert model.questions == len(PARAGRAPHS)


def test_figures_say_what_states_add_on_articles_not_learnt_from(learnt):
    _, alone, with_states = figures(learnt)
    assert "by the score:" in alone
    assert "0.500 of questions" in alone
    assert "1.000 of questions" in with_states


def test_the_command_writes_what_the_library_reads(learnt, run_eval, tmp_path, monkeypatch):
    file = tmp_path / "answerability.json"
    monkeypatch.setattr(train_answerability, "FILE", file)
    monkeypatch.setattr(train_answerability, "load_reranker", lambda _: Reads())
    write_lines(tmp_path / "data.jsonl", [one.model_dump() for one in PARAGRAPHS])
    line = ("train-answerability", "--data", tmp_path / "data.jsonl")
    assert run_eval(*line).exit_code == 0
    assert not file.exists()
    result = run_eval(*line, "--write")
    assert result.exit_code == 0, result.output
    assert load_answerability(file) == fit(learnt)


def test_a_damaged_file_is_named_with_what_to_do(tmp_path):
    file = tmp_path / "answerability.json"
    file.write_text(json.dumps({"coefficients": []}))
    with pytest.raises(SettingsInvalid, match="python -m eval train-answerability"):
        load_answerability(file)
