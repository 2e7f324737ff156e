"""What is seen of an answer to how likely it is to be right, by a model that was fitted to that."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from math import exp
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from evidence_search.errors import SettingsInvalid
from evidence_search.statements import Signs

FILE = Path(__file__).with_name("confidence.json")


class Fitted(BaseModel):
    """A logistic regression as data: what it was fitted on, and its coefficients by sign."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    fitted_on: str
    questions: int
    encoder: str
    library: str
    intercept: float
    coefficients: dict[str, float]
    threshold: float


@dataclass(frozen=True, slots=True)
class Confidence:
    """
    Gives the probability that one of the first three statements answers the question.

    An answer below `threshold` is not given. `fitted_on` is empty where the model was fitted with
    another encoder than the one in use: then it still orders answers, but is no probability.
    """

    intercept: float
    coefficients: tuple[float, ...]
    threshold: float
    fitted_on: str = ""

    @classmethod
    def made_of(cls, fitted: Fitted, fingerprint: str) -> Self:
        own = fitted.encoder == fingerprint
        return cls(
            fitted.intercept,
            tuple(fitted.coefficients[name] for name in SIGNS),
            fitted.threshold,
            fitted.fitted_on if own else "",
        )

    def of(self, signs: Signs) -> float:
        pairs = zip(self.coefficients, astuple(signs), strict=True)
        return 1 / (1 + exp(-self.intercept - sum(weight * value for weight, value in pairs)))


SIGNS = tuple(field.name for field in fields(Signs))


def load_confidence(fingerprint: str) -> Confidence:
    """Read the model that comes with the library; raises SettingsInvalid."""
    try:
        fitted = Fitted.model_validate_json(FILE.read_text(encoding="utf-8"))
        return Confidence.made_of(fitted, fingerprint)
    except (ValidationError, KeyError) as error:
        raise SettingsInvalid(
            f"{FILE.name} cannot be used; fit it again with: python -m eval calibrate"
        ) from error
