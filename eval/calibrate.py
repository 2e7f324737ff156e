"""Command: the dev questions of a collection to the model of how likely an answer is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from importlib.metadata import version
from pathlib import Path

import click
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, roc_curve
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.calibration import calibrate
from eval.collection import Collection, load_collection
from eval.command import folder
from eval.estimate import Floats
from eval.evidence import says
from eval.run import settings_with
from evidence_search.answer import ExtractiveAnswerer, Selection
from evidence_search.confidence import SIGNS, Confidence, Fitted, place
from evidence_search.engine import Engine
from evidence_search.types import Answer

FOLDS = 10
STRENGTH = 0.3
FEWEST_ANSWERED = 0.88
NEVER_REFUSES = Confidence(0.0, (0.0,) * len(SIGNS), 0.0)


@dataclass(frozen=True, slots=True)
class Seen:
    """The signs of each answer, whether it is right, and whether its question has an answer."""

    signs: Floats
    right: Floats
    answerable: Floats


@click.command("calibrate")
@folder("collection", help="Folder in BEIR layout, with evidence sentences.", required=True)
@folder("index", help="Index to answer from.", required=True)
@click.option("--split", default="dev", show_default=True, help="Questions to fit on.")
@click.option("--write", is_flag=True, help="Replace the model that comes with the library.")
def command(*, collection: Path, index: Path, split: str, write: bool) -> None:
    """
    Fit how likely an answer is to be right: a logistic regression on what is seen of it.

    An answer is right where an evidence sentence is among its statements. Below the threshold a
    question is refused: it is the one at which the share of answerable questions that are answered
    exceeds that of the others the most, where 0.88 of the answerable ones or more are answered.
    Figures are those of ten-fold cross-validation.
    """
    chosen = load_collection(collection, split)
    engine = Engine.open(settings_with(()).model_copy(update={"index_dir": index}))
    try:
        bold = ExtractiveAnswerer(engine.encoder, Selection(), NEVER_REFUSES)
        seen = _ask(replace(engine, answerer=bold), chosen)
        fingerprint = engine.encoder.fingerprint
    finally:
        engine.close()
    name = f"{chosen.name}, {split}"
    fitted = _fit(seen, name, fingerprint)
    for line in _figures(seen):
        click.echo(line)
    click.echo(fitted.model_dump_json(indent=2))
    if write:
        place().write_text(fitted.model_dump_json(indent=2) + "\n", encoding="utf-8")


def _ask(engine: Engine, collection: Collection) -> Seen:
    signs, right, answerable = [], [], []
    for query in [*collection.judged, *collection.unanswerable]:
        answer = engine.answer(query.text, confirmed=True)
        if answer.signs is None or not answer.statements:
            continue
        signs.append(astuple(answer.signs))
        wanted = [one.text for one in query.evidence if query.answerable and not one.gap]
        right.append(_is_right(answer, wanted))
        answerable.append(query.answerable)
    return Seen(
        np.array(signs, dtype=float),
        np.array(right, dtype=float),
        np.array(answerable, dtype=float),
    )


def _is_right(answer: Answer, wanted: Sequence[str]) -> bool:
    quotes = [one.quote for said in answer.statements for one in said.citations]
    return any(says(quote, sentence) for quote in quotes for sentence in wanted)


def _fit(seen: Seen, name: str, fingerprint: str) -> Fitted:
    model = _model().fit(seen.signs, seen.right)
    scaler, regression = model.steps[0][1], model.steps[1][1]
    weights = regression.coef_[0] / scaler.scale_
    intercept = float(regression.intercept_[0] - weights @ scaler.mean_)
    sure = model.predict_proba(seen.signs)[:, 1]
    return Fitted(
        fitted_on=name,
        questions=len(seen.right),
        encoder=fingerprint,
        library=f"scikit-learn {version('scikit-learn')}",
        intercept=round(intercept, 6),
        coefficients=dict(zip(SIGNS, weights.round(6).tolist(), strict=True)),
        threshold=round(_best_threshold(sure, seen.answerable), 4),
    )


def _figures(seen: Seen) -> list[str]:
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    sure = cross_val_predict(_model(), seen.signs, seen.right, cv=folds, method="predict_proba")
    told = sure[:, 1]
    error = calibrate(told.tolist(), seen.right.astype(bool).tolist(), len(told)).error.value
    area = roc_auc_score(seen.right, told)
    lines = [
        f"{len(told)} questions, {seen.right.mean():.3f} of the answers right",
        f"area under the ROC curve {area:.3f}, calibration error {error:.3f}",
    ]
    for share in (1.0, 0.95, 0.88, 0.8, 0.7, 0.6, 0.5):
        least = _threshold(told, seen.answerable, share)
        false = (told[seen.answerable == 0] >= least).mean()
        risk = 1 - seen.right[told >= least].mean()
        lines.append(
            f"answered {share:.2f} of the answerable: threshold {least:.3f}, false answers "
            f"{false:.2f}, wrong among the answers {risk:.2f}"
        )
    return lines


def _model() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH))


def _best_threshold(sure: Floats, answerable: Floats) -> float:
    false, answered, thresholds = roc_curve(answerable, sure)
    gain = np.where(answered >= FEWEST_ANSWERED, answered - false, -1)
    return float(thresholds[gain.argmax()])


def _threshold(sure: Floats, answerable: Floats, share: float) -> float:
    """Give the highest confidence that `share` of the answerable questions reach."""
    return float(np.quantile(sure[answerable == 1], 1 - share, method="lower"))
