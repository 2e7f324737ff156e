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
FEWEST_ANSWERED = 0.88


@dataclass(frozen=True, slots=True)
class Told:
    """
    Of each answer its signs, whether it is right, and whether its question has an answer.

    `refused` counts the questions that got none whatever its signs, by whether they have one.
    """

    signs: Floats
    right: Floats
    answerable: Floats
    refused: Counter[bool]

    def beside(self, other: Told) -> Told:
        """Give these answers, then the others."""
        return Told(
            np.concatenate([self.signs, other.signs]),
            np.concatenate([self.right, other.right]),
            np.concatenate([self.answerable, other.answerable]),
            self.refused + other.refused,
        )

    def share(self, told: NDArray[np.bool_], *, answerable: bool) -> float:
        """Give the share of the questions that have an answer, or have none, that are told one."""
        of = self.answerable == answerable
        every = of.sum() + self.refused[answerable]
        return float(told[of].sum() / every) if every else 0.0


NOTHING = Told(np.empty((0, len(SIGNS))), np.empty(0), np.empty(0), Counter())


@dataclass(frozen=True, slots=True)
class Seen:
    """
    Answers to questions as people ask them, to harder ones, and to those of another field.

    Of the latter, shape (questions, signs), there are but the signs: none is right.
    """

    usual: Told
    harder: Told
    strange: Floats

    def learnt_from(self) -> tuple[Floats, Floats, Floats]:
        """
        Give all signs, usual and harder first, whether the answers are right, and what each counts.

        Of the harder ones the right and the wrong count as if they were as frequent as among the
        usual, for a probability must fit what people ask.
        """
        usual, right = self.usual.right.mean(), self.harder.right
        harder = right.mean() if len(right) else 0.0
        counts = np.where(right > 0, usual / (harder or 1), (1 - usual) / ((1 - harder) or 1))
        nothing = np.zeros(len(self.strange))
        every = self.usual.beside(self.harder)
        return (
            np.concatenate([every.signs, self.strange]),
            np.concatenate([every.right, nothing]),
            np.concatenate([np.ones(len(self.usual.right)), counts, nothing + 1]),
        )


def fit(seen: Seen, name: str, encoder: str, reranker: str) -> Fitted:
    model, questions = _fitted(seen)
    intercept, weights = _unscaled(model)
    return Fitted(
        fitted_on=name,
        questions=questions,
        encoder=encoder,
        reranker=reranker,
        library=f"scikit-learn {version('scikit-learn')}",
        intercept=round(intercept, 6),
        coefficients=dict(zip(SIGNS, weights.round(6).tolist(), strict=True)),
        threshold=round(_threshold(*_told_unseen(seen), seen, FEWEST_ANSWERED), 4),
    )


def _fitted(seen: Seen) -> tuple[Pipeline, int]:
    """Fit the regression to all that is learnt from; give also how many answers that are."""
    signs, right, counts = seen.learnt_from()
    return _regression().fit(signs, right, **{COUNTS: counts}), len(right)


def _unscaled(model: Pipeline) -> tuple[float, Floats]:
    """Give the intercept and coefficients of a scaler and a regression for what is not scaled."""
    scaler, fitted = model.steps[0][1], model.steps[1][1]
    weights: Floats = fitted.coef_[0] / scaler.scale_
    return float(fitted.intercept_[0] - weights @ scaler.mean_), weights


def figures(seen: Seen, elsewhere: Told = NOTHING) -> list[str]:
    """Give lines on how the model does; of answers from another library, none is learnt from."""
    usual, harder = _told_unseen(seen)
    right = seen.usual.right
    lines = _quality(right, usual)
    away = np.empty(0)
    if len(elsewhere.right):
        away = _fitted(seen)[0].predict_proba(elsewhere.signs)[:, 1]
        lines += [f"elsewhere: {line}" for line in _quality(elsewhere.right, away)]
    for share in (0.95, FEWEST_ANSWERED, 0.8, 0.7, 0.6, 0.5):
        least = _threshold(usual, harder, seen, share)
        risk = 1 - right[usual >= least].mean()
        lines.append(
            f"threshold {least:.3f}: {_shares(seen.usual, usual >= least)}, wrong among the "
            f"answers {risk:.2f}"
        )
        if len(harder):
            lines.append(f"  harder questions: {_shares(seen.harder, harder >= least)}")
        if len(away):
            lines.append(f"  elsewhere: {_shares(elsewhere, away >= least)}")
    return lines


def _quality(right: Floats, sure: Floats) -> list[str]:
    error = calibrate(sure.tolist(), right.astype(bool).tolist(), len(sure)).error.value
    return [
        f"{len(sure)} questions, {right.mean():.3f} of the answers right",
        f"area under the ROC curve {roc_auc_score(right, sure):.3f}",
        f"calibration error {error:.3f}",
    ]


def _shares(asked: Told, told: NDArray[np.bool_]) -> str:
    answered, false = (asked.share(told, answerable=has) for has in (True, False))
    return f"answered {answered:.2f}, false answers {false:.2f}"


def _told_unseen(seen: Seen) -> tuple[Floats, Floats]:
    """Give the confidence in each usual and harder answer of a model fitted to the others."""
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    signs, right, counts = seen.learnt_from()
    sure = cross_val_predict(
        _regression(), signs, right, cv=folds, method="predict_proba", params={COUNTS: counts}
    )[:, 1]
    usual = len(seen.usual.right)
    return sure[:usual], sure[usual : usual + len(seen.harder.right)]


def _regression() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=1000))


def _threshold(usual: Floats, harder: Floats, seen: Seen, share: float) -> float:
    """Give the highest confidence that `share` of all answerable questions reach, or the lowest."""
    sure = np.concatenate([usual, harder])
    every = seen.usual.beside(seen.harder)
    enough = [one for one in sure if every.share(sure >= one, answerable=True) >= share]
    return float(max(enough, default=min(sure)))
