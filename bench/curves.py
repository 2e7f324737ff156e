"""Measured libraries in; what each thing costs at any size out, by the line through them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bench.figures import Figures, FiguresUnusable, Library

NEEDED = 2
Measure = Callable[[Library], float]
CURVES: dict[str, Measure] = {
    "writing and finishing, s": lambda one: one.writing + one.finishing,
    "disk, GB": lambda one: sum(one.bytes.values()) / 1e9,
    "memory beyond the model, GB": lambda one: one.beyond / 1e3,
    "opening, s": lambda one: one.opening,
    "search p50, ms": lambda one: one.search.p50,
    "answer p50, ms": lambda one: one.answer.p50,
}


@dataclass(frozen=True, slots=True)
class Curve:
    """A cost of `fixed` and of `each` passage; both at least 0."""

    fixed: float
    each: float

    def at(self, passages: float) -> float:
        return self.fixed + self.each * passages

    def parts(self, passages: float, most: float) -> float:
        """Give in how many parts the passages cost `most` each; 1 where no parting helps."""
        if self.at(passages) <= most or self.fixed >= most:
            return 1.0
        return self.each * passages / (most - self.fixed)

    @classmethod
    def through(cls, libraries: Sequence[Library], measure: Measure) -> Curve:
        """
        Draw the line through the two largest libraries; none falls as a library grows.

        What is large decides what a larger one costs; the small ones are nearly all fixed cost.
        """
        if len(libraries) < NEEDED:
            raise FiguresUnusable("a curve needs two sizes: run python -m bench run --add")
        small, large = sorted(libraries, key=lambda one: one.passages)[-NEEDED:]
        each = (measure(large) - measure(small)) / (large.passages - small.passages)
        each = max(0.0, float(each))
        return cls(max(0.0, measure(large) - each * large.passages), each)


@dataclass(frozen=True, slots=True)
class Check:
    """What the curve through the smaller libraries says of the largest, and what it took."""

    name: str
    passages: int
    foretold: float
    measured: float

    @property
    def ratio(self) -> float:
        return self.foretold / self.measured if self.measured else float(np.inf)


def check(figures: Figures) -> list[Check]:
    """Foretell the largest library from the others; none where fewer than three were measured."""
    libraries = sorted(figures.libraries, key=lambda one: one.passages)
    if len(libraries) <= NEEDED:
        return []
    *others, largest = libraries
    size = largest.passages
    return [
        Check(name, size, Curve.through(others, measure).at(size), measure(largest))
        for name, measure in CURVES.items()
    ]
