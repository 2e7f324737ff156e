"""What is seen of an answer to how likely it is to be right, by a model that was fitted to that."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from math import exp
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from evidence_search.errors import SettingsInvalid
from evidence_search.statements import Signs

FILE = Path(__file__).with_name("confidence.json")


class Fitted(BaseModel):
    """
    A logistic regression as data: what it was fitted on and with, and its coefficients by sign.

    `encoder` and `reranker` are fingerprints, the latter empty where none was used.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    fitted_on: str
    questions: int
    encoder: str
    reranker: str
    library: str
    intercept: float
    coefficients: dict[str, float]
    threshold: float


@dataclass(frozen=True, slots=True)
class Confidence:
    """
    Gives the probability that one of the first three statements answers the question.

    An answer below `threshold` is not given. `fitted_on` is empty where the model was fitted with
    another encoder or reranker than those in use: then it still orders answers, but is no
    probability.
    """

    intercept: float
    coefficients: tuple[float, ...]
    threshold: float
    fitted_on: str = ""

    def of(self, signs: Signs) -> float:
        pairs = zip(self.coefficients, astuple(signs), strict=True)
        return 1 / (1 + exp(-self.intercept - sum(weight * value for weight, value in pairs)))


SIGNS = tuple(field.name for field in fields(Signs))
MODELS = TypeAdapter(tuple[Fitted, ...])


def load_confidence(encoder: str, reranker: str = "", least: float | None = None) -> Confidence:
    """
    Read the model that was fitted with the reranker, or else the one without any.

    Both are named by their fingerprints; `least` takes the place of the threshold that was fitted.
    Raises SettingsInvalid.
    """
    try:
        by_reranker = {fitted.reranker: fitted for fitted in read_fitted()}
        fitted = by_reranker.get(reranker) or by_reranker[""]
        own = (fitted.encoder, fitted.reranker) == (encoder, reranker)
        return Confidence(
            fitted.intercept,
            tuple(fitted.coefficients[name] for name in SIGNS),
            fitted.threshold if least is None else least,
            fitted.fitted_on if own else "",
        )
    except (ValidationError, KeyError) as error:
        raise SettingsInvalid(
            f"{FILE.name} cannot be used; fit it again with: python -m eval calibrate"
        ) from error


def read_fitted() -> tuple[Fitted, ...]:
    """Read the models that come with the library; raises ValidationError."""
    return MODELS.validate_json(FILE.read_bytes())
