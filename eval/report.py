"""What a run measured, on what, with what: the content of report.json."""

from __future__ import annotations

import os
import platform
import resource
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from eval.measures import Scores, average
from evidence_search.manifest import Manifest

PACKAGES = (
    "evidence-search",
    "faiss-cpu",
    "ir-measures",
    "numpy",
    "sentence-transformers",
    "tantivy",
    "torch",
)
MOST_GROUPS = 12


@dataclass(frozen=True, slots=True)
class Counts:
    """Queries searched, those among them that found nothing, those that have no answer."""

    judged: int
    without_results: int
    unanswerable: int
    judged_but_not_in_index: int


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds a query, one at a time."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Group:
    """The mean measures of the queries that share a label, by the finest unit judged."""

    label: str
    value: str
    queries: int
    measures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Machine:
    """`peak_rss_mb` is of the whole process, the building of an index in it included."""

    cores: int
    platform: str
    peak_rss_mb: int


@dataclass(frozen=True, slots=True)
class Report:
    """`measures` are means over the judged queries, by unit (page, document) and name."""

    collection: str
    split: str
    created: str
    depth: int
    queries: Counts
    measures: Mapping[str, Mapping[str, float]]
    groups: Sequence[Group]
    latency_ms: Latency
    machine: Machine
    settings: Mapping[str, object]
    index: Manifest
    versions: Mapping[str, str]


def group(labels: Mapping[str, Mapping[str, str]], scores: Scores) -> list[Group]:
    """Average over each label's values; a label with one value, or with many, groups nothing."""
    names = sorted({name for own in labels.values() for name in own})
    groups = []
    for name in names:
        values = sorted({own[name] for own in labels.values() if name in own})
        for value in values if 1 < len(values) <= MOST_GROUPS else ():
            own = {query: scores[query] for query in scores if labels[query].get(name) == value}
            groups.append(Group(name, value, len(own), average(own)))
    return groups


def versions() -> dict[str, str]:
    return {"python": platform.python_version()} | {name: _version(name) for name in PACKAGES}


def machine() -> Machine:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Machine(len(os.sched_getaffinity(0)), platform.platform(), peak)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
