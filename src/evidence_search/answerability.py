"""What a cross-encoder makes of a question and a sentence to whether the one answers the other."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from evidence_search.errors import SettingsInvalid
from evidence_search.types import Floats, Vectors

FILE = Path(__file__).with_name("answerability.json")


class Answerability(BaseModel):
    """
    A logistic regression as data, over a score and the mean state of a sentence's tokens.

    `coefficients` is that of the score, then one for each dimension of the state. `model` is the
    SHA-256 of the weights that made both: other weights need another regression.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    fitted_on: str
    questions: int
    model: str
    library: str
    intercept: float
    coefficients: tuple[float, ...]

    @cached_property
    def _weights(self) -> Floats:
        return np.array(self.coefficients)

    def of(self, scores: Floats, states: Vectors) -> Floats:
        """Give the log odds that each sentence answers; scores (n,), states (n, width), to (n,)."""
        odds: Floats = self.intercept + np.column_stack([scores, states]) @ self._weights
        return odds


def load_answerability(file: Path = FILE) -> Answerability:
    """Read what `python -m eval train-answerability` wrote; raises SettingsInvalid."""
    try:
        return Answerability.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise SettingsInvalid(
            f"{file.name} cannot be used; fit it again with: python -m eval train-answerability"
        ) from error
