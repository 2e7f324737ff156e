"""
An answer to how sure it is of itself, from 0 to 1.

The one place that says so. As long as an answer carries no probability of its own, this is the
cosine of the question and the first sentence told, which is what decides whether one is told; it
was never fitted to be a probability, and the calibration error shows it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evidence_search.types import Answer, Encoder


@dataclass(frozen=True, slots=True)
class Confidence:
    """Reads how sure an answer is; one that tells nothing is sure of nothing: 0."""

    encoder: Encoder

    def of(self, question: str, answer: Answer) -> float:
        if not answer.statements:
            return 0.0
        asked = self.encoder.encode_queries([question])[0]
        told = self.encoder.encode_passages([answer.statements[0].text])[0]
        return float(np.clip(asked @ told, 0, 1))
