"""Signs of answers, and whether they were right, to the model of how likely an answer is right."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.calibration import calibrate
from eval.estimate import Floats
from evidence_search.confidence import SIGNS, Fitted

FOLDS = 10
STRENGTH = 0.3
COUNTS = "logisticregression__sample_weight"
LIBRARY = f"scikit-learn {version('scikit-learn')}"
FEWEST_ANSWERED = 0.88


@dataclass(frozen=True, slots=True)
class Seen:
    """
    The signs of each answer, whether it is right, and whether its question has an answer.

    `refused` counts the questions that got none whatever its signs, by whether they have one.
    `strange`, shape (questions, signs), are the signs of answers to questions of another field,
    `harder` those of answers to harder questions and whether these are right: they are learnt
    from, but are no part of what figures and threshold are of.
    """

    signs: Floats
    right: Floats
    answerable: Floats
    refused: Counter[bool]
    strange: Floats
    harder: tuple[Floats, Floats]

    def shares(self, told: NDArray[np.bool_]) -> tuple[float, float]:
        """Give the share of the questions that have an answer that are told one, and of others."""
        answered, false = (
            float(told[self.answerable == has].sum())
            / ((self.answerable == has).sum() + self.refused[bool(has)])
            for has in (1, 0)
        )
        return answered, false

    def learnt_from(self) -> tuple[Floats, Floats, Floats]:
        """
        Give all signs, whether the answers are right, and what each counts.

        The strange ones are not right. Of the harder ones the right and the wrong count as if they
        were as frequent as among the rest, for a probability must fit what people ask.
        """
        signs, right = self.harder
        often, harder = self.right.mean(), right.mean() if len(right) else 0.0
        counts = np.where(right > 0, often / (harder or 1), (1 - often) / ((1 - harder) or 1))
        return (
            np.concatenate([self.signs, self.strange, signs]),
            np.concatenate([self.right, np.zeros(len(self.strange)), right]),
            np.concatenate([np.ones(len(self.right) + len(self.strange)), counts]),
        )


def fit(seen: Seen, name: str, encoder: str, reranker: str) -> Fitted:
    signs, right, counts = seen.learnt_from()
    intercept, weights = _unscaled(_regression().fit(signs, right, **{COUNTS: counts}))
    return Fitted(
        fitted_on=name,
        questions=len(right),
        encoder=encoder,
        reranker=reranker,
        library=LIBRARY,
        intercept=round(intercept, 6),
        coefficients=dict(zip(SIGNS, weights.round(6).tolist(), strict=True)),
        threshold=round(_threshold(_told_unseen(seen), seen, FEWEST_ANSWERED), 4),
    )


def _unscaled(model: Pipeline) -> tuple[float, Floats]:
    """Give the intercept and coefficients of a scaler and a regression for what is not scaled."""
    scaler, fitted = model.steps[0][1], model.steps[1][1]
    weights: Floats = fitted.coef_[0] / scaler.scale_
    return float(fitted.intercept_[0] - weights @ scaler.mean_), weights


def figures(seen: Seen) -> list[str]:
    told = _told_unseen(seen)
    error = calibrate(told.tolist(), seen.right.astype(bool).tolist(), len(told)).error.value
    area = roc_auc_score(seen.right, told)
    lines = [
        f"{len(told)} questions, {seen.right.mean():.3f} of the answers right",
        f"area under the ROC curve {area:.3f}, calibration error {error:.3f}",
    ]
    for share in (0.95, FEWEST_ANSWERED, 0.8, 0.7, 0.6, 0.5):
        least = _threshold(told, seen, share)
        answered, false = seen.shares(told >= least)
        risk = 1 - seen.right[told >= least].mean()
        lines.append(
            f"answered {answered:.2f} of the answerable: threshold {least:.3f}, false answers "
            f"{false:.2f}, wrong among the answers {risk:.2f}"
        )
    return lines


def _told_unseen(seen: Seen) -> Floats:
    """Give the confidence in each answer of a model that was fitted to the others."""
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    signs, right, counts = seen.learnt_from()
    sure = cross_val_predict(
        _regression(), signs, right, cv=folds, method="predict_proba", params={COUNTS: counts}
    )
    told: Floats = sure[: len(seen.right), 1]
    return told


def _regression() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=1000))


def _threshold(sure: Floats, seen: Seen, share: float) -> float:
    """Give the highest confidence that `share` of the answerable questions reach, or the lowest."""
    enough = [one for one in sure if seen.shares(sure >= one)[0] >= share]
    return float(max(enough, default=min(sure)))
