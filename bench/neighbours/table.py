"""What was measured in, a table in Markdown out: medians over the rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from bench.neighbours.compare import Measured
from eval.measures import Qrels, average, score

HEAD = (
    "system",
    "build, passages/s",
    "passages/processor second",
    "query p50, ms",
    "query p95, ms",
    "processor ms/query",
    "resident, MB",
    "peak, MB",
    "nDCG@10",
    "set up as",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One system: medians over its rounds, with the slowest and the fastest build."""

    system: str
    speed: float
    slowest: float
    fastest: float
    processor_speed: float
    p50: float
    p95: float
    processor_ms: float
    resident_mb: float
    peak_mb: float
    ndcg: float
    setup: str

    def cells(self) -> list[str]:
        speed = f"{self.speed:.1f} ({self.slowest:.1f} to {self.fastest:.1f})"
        times = [f"{one:.1f}" for one in (self.p50, self.p95, self.processor_ms)]
        sizes = (f"{self.resident_mb:,.0f}", f"{self.peak_mb:,.0f}")
        return [
            self.system,
            speed,
            f"{self.processor_speed:.1f}",
            *times,
            *sizes,
            f"{self.ndcg:.4f}",
            self.setup,
        ]


def summarise(measured: Sequence[Measured], passages: int, qrels: Qrels) -> list[Row]:
    """Give a row for each system, in the order in which they were first measured."""
    by_system: dict[str, list[Measured]] = {}
    for one in measured:
        by_system.setdefault(one.system, []).append(one)
    return [_row(system, own, passages, qrels) for system, own in by_system.items()]


def _row(system: str, own: Sequence[Measured], passages: int, qrels: Qrels) -> Row:
    took = [one.took for one in own]
    speeds = [passages / one.build_seconds for one in took]
    found = took[0].found
    return Row(
        system,
        median(speeds),
        min(speeds),
        max(speeds),
        median(passages / one.build_processor_seconds for one in took),
        median(float(np.percentile(one.milliseconds, 50)) for one in took),
        median(float(np.percentile(one.milliseconds, 95)) for one in took),
        median(one.query_processor_ms for one in took),
        median(one.resident_mb for one in took),
        median(one.peak_mb for one in took),
        average(score(qrels, found))["nDCG@10"],
        took[0].setup,
    )


def as_markdown(rows: Sequence[Row]) -> str:
    lines = [HEAD, ("---", *["--:"] * (len(HEAD) - 2), "---"), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def versions(measured: Sequence[Measured]) -> Mapping[str, str]:
    """Give every version that was told, by distribution."""
    told = {name: one for each in measured for name, one in each.took.versions.items()}
    return dict(sorted(told.items()))
