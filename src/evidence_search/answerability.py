"""What turns a cross-encoder's score, from what a sentence is about to whether it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from evidence_search.errors import SettingsInvalid
from evidence_search.types import Floats

FILE = Path(__file__).with_name("answerability.safetensors")
ABOUT, DOWN, UP = "about", ".down", ".up"
Halves = NDArray[np.float16]
Adapters = Mapping[str, tuple[Halves, Halves]]


class About(BaseModel):
    """
    From what adapters were learnt, how, and for which model, whose weights have this SHA-256.

    `slope` and `intercept` give the log odds of a score of the adapted model (Platt scaling).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    fitted_on: str
    questions: int
    recipe: str
    library: str
    model: str
    slope: float
    intercept: float


@dataclass(frozen=True, slots=True)
class Answerability:
    """
    Low-rank adapters (LoRA) to the matrices of a cross-encoder, by the names of its tensors.

    Of each, the factors of what is added: (inputs, r) and (r, outputs).
    """

    about: About
    adapters: Adapters

    def log_odds(self, scores: Floats) -> Floats:
        """Give the log odds that each pair answers; scores (n,) of the adapted model, to (n,)."""
        odds: Floats = self.about.slope * scores + self.about.intercept
        return odds

    def save(self, file: Path) -> None:
        """Write one file; the same adapters give the same bytes."""
        tensors = {
            name + end: np.ascontiguousarray(factor)
            for name, factors in self.adapters.items()
            for end, factor in zip((DOWN, UP), factors, strict=True)
        }
        save_file(tensors, file, metadata={ABOUT: self.about.model_dump_json()})


def load_answerability(file: Path = FILE) -> Answerability:
    """Read what `python -m eval train-answerability` wrote; raises SettingsInvalid."""
    try:
        with safe_open(file, framework="numpy") as opened:
            about = About.model_validate_json((opened.metadata() or {}).get(ABOUT, ""))
            tensors = opened.keys()
            names = sorted(name.removesuffix(DOWN) for name in tensors if name.endswith(DOWN))
            adapters = {
                name: (opened.get_tensor(name + DOWN), opened.get_tensor(name + UP))
                for name in names
            }
    except (OSError, SafetensorError, ValidationError) as error:
        raise _unusable(file) from error
    if any(down.shape[1:] != up.shape[:1] for down, up in adapters.values()):
        raise _unusable(file)
    return Answerability(about, adapters)


def _unusable(file: Path) -> SettingsInvalid:
    return SettingsInvalid(
        f"{file.name} cannot be used; learn it again with: python -m eval train-answerability"
    )
