"""How sure an answer is, by the model that comes with the library."""

from contextlib import closing
from math import exp

import pytest

from evidence_search import Engine, Settings
from evidence_search.confidence import SIGNS, Confidence, load_confidence, read_fitted
from evidence_search.encode import HashEncoder
from evidence_search.index import write_generation
from evidence_search.rerank import PACKAGED
from evidence_search.statements import Signs
from tests.evidence_search.mentoring import add

SURE = Signs(score=1.8, agree=1.0, documents=1, gap=-1.0, unused=0, answers=2.0)
UNSURE = Signs(score=0.3, agree=0.2, documents=3, gap=-0.1, unused=3, answers=-6.0)


def test_it_is_the_logistic_function_of_the_weighted_signs():
    model = Confidence(-0.5, (2.0, 0.0, 0.0, 1.0, 0.0, 0.25), 0.5)
    assert model.of(Signs(0.5, 9, 9, 0.25, 9, -2.0)) == pytest.approx(1 / (1 + exp(-0.25)))


@pytest.mark.parametrize("fitted", read_fitted(), ids=lambda fitted: fitted.reranker or "none")
def test_a_model_of_the_library_is_surer_of_what_is_nearer(fitted):
    assert set(fitted.coefficients) == set(SIGNS)
    model = load_confidence(fitted.encoder, fitted.reranker)
    assert 0 < model.of(UNSURE) < model.threshold < model.of(SURE) < 1
    assert model.fitted_on == fitted.fitted_on
    assert model.threshold == fitted.threshold


def test_what_is_asked_for_takes_the_place_of_the_threshold_that_was_fitted():
    fitted = read_fitted()[0]
    for least in (0.0, 0.8):
        assert load_confidence(fitted.encoder, fitted.reranker, least).threshold == least


def test_one_is_fitted_without_a_reranker_and_one_with_the_packaged_one():
    without, packaged = sorted(read_fitted(), key=lambda fitted: fitted.reranker)
    assert (without.reranker, without.coefficients["answers"]) == ("", 0)
    assert packaged.reranker.startswith(f"{PACKAGED.name}:")
    assert packaged.coefficients["answers"] > 0


@pytest.mark.parametrize(
    ("encoder", "reranker"), [("hash-256", ""), (read_fitted()[0].encoder, "another")]
)
def test_with_other_models_it_does_not_claim_to_be_fitted(encoder, reranker):
    model = load_confidence(encoder, reranker)
    assert not model.fitted_on
    assert model.coefficients[-1] == 0


@pytest.mark.parametrize(("least", "told"), [(0.0, True), (1.0, False)])
def test_a_library_may_ask_for_surer_answers(tmp_path, least, told):
    with write_generation(tmp_path, HashEncoder(), {}) as writer:
        add(writer, "leeds", ["Mentoring lifted school attendance by 4 days a year in Leeds."])
    settings = Settings(index_dir=tmp_path, encoder="hash", least_confidence=least)
    with closing(Engine.open(settings)) as engine:
        found = engine.answer("Did mentoring lift school attendance?")
    assert bool(found.statements) is told
    assert bool(found.nearest) is not told
