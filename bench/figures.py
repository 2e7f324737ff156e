"""What was measured, as it is written to bench.json and read from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter, ValidationError

from evidence_search.errors import EvidenceSearchError


class FiguresUnusable(EvidenceSearchError):
    """A bench.json that is missing, of another version, or of another machine."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of `count` questions, each asked once."""

    p50: float
    p95: float
    p99: float
    count: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Latency:
        p50, p95, p99 = np.percentile(np.array(seconds) * 1000, [50, 95, 99])
        return cls(float(p50), float(p95), float(p99), len(seconds))


@dataclass(frozen=True, slots=True)
class Made:
    """When and from what a figure was measured."""

    created: str
    commit: str
    processor: str
    cores: int
    memory_gb: float
    platform: str
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """Pages of one core in a second of its time, by step; `whole` is all that a reader does."""

    files: int
    pages: int
    whole: float
    steps: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Peak:
    """The most GFLOP/s that matrix products in one precision reached on all cores, by m x k x n."""

    precision: str
    gflops: float
    shapes: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Encoding:
    """
    What encoding `passages` took; without a transformer, `gflop` (of all) is 0.

    Tokens that are padding count nothing.
    """

    encoder: str
    passages: int
    tokens: int
    seconds: float
    gflop: float

    @property
    def rate(self) -> float:
        return self.passages / self.seconds

    @property
    def gflops(self) -> float:
        return self.gflop / self.seconds


@dataclass(frozen=True, slots=True)
class Split:
    """
    Where the seconds of a whole build of real PDFs went.

    `encoding` runs beside reading and writing, `waiting` is what was waited for files to be read:
    they overlap, and add up to no whole.
    """

    files: int
    pages: int
    passages: int
    total: float
    waiting: float
    encoding: float
    verifying: float

    @property
    def encoding_share(self) -> float:
        return self.encoding / self.total


@dataclass(frozen=True, slots=True)
class Library:
    """
    An index of `passages`: of them `real` of real text, `encoded` of them with their own vector.

    `writing` is adding everything, `finishing` the vectors' index, hashes and reopening; encoding
    is in neither. Memory is in MB: `build_peak` of the process that wrote, `model` of one that has
    the model alone, `resident` and, of it, `private` of one that has answered.
    """

    made: Made
    passages: int
    pages: int
    documents: int
    real: int
    encoded: int
    vectors: str
    recall: float
    writing: float
    finishing: float
    build_peak: float
    bytes: Mapping[str, int]
    opening: float
    verifying: float
    model: float
    resident: float
    private: float
    search: Latency
    search_encoding: float
    answer: Latency
    cold_start: float

    @property
    def beyond(self) -> float:
        return self.resident - self.model


@dataclass(frozen=True, slots=True)
class Figures:
    made: Made
    reading: Reading | None
    peaks: Sequence[Peak]
    encoding: Encoding
    reports: Split | None
    libraries: Sequence[Library]

    @property
    def passages_per_page(self) -> float:
        """As in the reports that were read; as the libraries have it where there are none."""
        measured = self.reports or self.libraries[-1]
        return measured.passages / measured.pages


ADAPTER = TypeAdapter(Figures)


def write_figures(figures: Figures, path: Path) -> None:
    path.write_bytes(ADAPTER.dump_json(figures, indent=1) + b"\n")


def read_figures(path: Path) -> Figures:
    """Read what `python -m bench run` wrote; raises FiguresUnusable."""
    try:
        return ADAPTER.validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise FiguresUnusable(f"there is no {path}: write it with python -m bench run") from error
    except ValidationError as error:
        raise FiguresUnusable(f"{path} is not what python -m bench run writes today") from error
