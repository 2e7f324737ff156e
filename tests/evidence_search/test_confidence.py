"""How sure an answer is, by the model that comes with the library."""

from math import exp

import pytest

from evidence_search.confidence import FILE, SIGNS, Confidence, Fitted, load_confidence
from evidence_search.statements import Signs

SURE = Signs(score=1.8, agree=1.0, documents=1, gap=-1.0, unused=0)
UNSURE = Signs(score=0.3, agree=0.2, documents=3, gap=-0.1, unused=3)


def test_it_is_the_logistic_function_of_the_weighted_signs():
    model = Confidence(-1.0, (2.0, 0.0, 0.0, 1.0, 0.0), 0.5)
    assert model.of(Signs(0.5, 9, 9, 0.25, 9)) == pytest.approx(1 / (1 + exp(-0.25)))


def test_the_model_of_the_library_is_surer_of_what_is_nearer():
    fitted = Fitted.model_validate_json(FILE.read_text(encoding="utf-8"))
    assert set(fitted.coefficients) == set(SIGNS)
    model = load_confidence(fitted.encoder)
    assert 0 < model.of(UNSURE) < model.threshold < model.of(SURE) < 1
    assert model.fitted_on == fitted.fitted_on


def test_with_another_encoder_it_does_not_claim_to_be_fitted():
    assert not load_confidence("hash-256").fitted_on
