"""What a run measured: the content of report.json and of answers.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.about import About
from eval.calibration import Calibration
from eval.estimate import Estimate
from eval.groups import Group


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds a query, one at a time."""

    p50: float
    p95: float

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> Latency:
        p50, p95 = np.percentile(milliseconds or [0.0], [50, 95]).tolist()
        return cls(round(p50, 1), round(p95, 1))


@dataclass(frozen=True, slots=True)
class Counts:
    """Queries searched, those among them that found nothing, those that have no answer."""

    judged: int
    without_results: int
    unanswerable: int
    judged_but_not_in_index: int


@dataclass(frozen=True, slots=True)
class Retrieved:
    """`measures` are means over the judged queries, by unit (page, document) and name."""

    about: About
    depth: int
    queries: Counts
    latency_ms: Latency
    measures: Mapping[str, Mapping[str, float]]
    groups: Sequence[Group]


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions asked: those that the library answers, does not, and those to be declined."""

    answerable: int
    unanswerable: int
    declined: int


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quotes told, those that their page does not hold, and the mean length of one in words."""

    told: int
    wrong: Sequence[str]
    words: float

    @property
    def verbatim(self) -> float:
        """The share that stands in its page to the letter; of none, all do."""
        return 1 - len(self.wrong) / self.told if self.told else 1.0


@dataclass(frozen=True, slots=True)
class Answered:
    """`measures` are by name; eval/judge.py says what each is and which questions it is over."""

    about: About
    questions: Asked
    latency_ms: Latency
    measures: Mapping[str, Estimate]
    quotes: Quotes
    calibration: Calibration | None
    groups: Sequence[Group]

    @property
    def figures(self) -> dict[str, Estimate]:
        """Every measure, with those of the confidence where anything was answered."""
        of_confidence = {}
        if self.calibration:
            of_confidence = {
                "calibration error": self.calibration.error,
                "area under risk": self.calibration.area,
            }
        return {**self.measures, **of_confidence}
