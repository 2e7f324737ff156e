"""A system, passages and questions in; what it took and what it found out. No more than Python."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter, process_time

from bench.neighbours.system import Passage, System

KB_PER_MB = 1000
STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Work:
    """What each system is given: `warm` are asked first and not timed."""

    passages: Sequence[Passage]
    questions: Mapping[str, str]
    warm: Sequence[str]
    k: int


@dataclass(frozen=True, slots=True)
class Took:
    """
    Seconds to load and to build, milliseconds of each question, and the ids found for each.

    `build_processor_seconds` and `query_processor_ms`, the mean of a question, are the processor's
    own time, over all cores, which other work on the machine changes less.
    `resident_mb` is what the process holds once it answers, `peak_mb` the most that it ever held.
    """

    setup: str
    versions: Mapping[str, str]
    load_seconds: float
    build_seconds: float
    build_processor_seconds: float
    resident_mb: float
    peak_mb: float
    milliseconds: Sequence[float]
    query_processor_ms: float
    found: Mapping[str, Sequence[str]]


def measure(load: Callable[[], System], work: Work) -> Took:
    """Load a system, build once and ask each question once, one after another."""
    started = perf_counter()
    system = load()
    loaded, used = perf_counter(), process_time()
    system.build(work.passages)
    built, build_used = perf_counter(), process_time() - used
    for question in work.warm:
        system.search(question, work.k)
    gc.collect()
    resident = memory("VmRSS")
    found, milliseconds, used = {}, [], process_time()
    for name, question in work.questions.items():
        asked = perf_counter()
        found[name] = list(system.search(question, work.k))
        milliseconds.append((perf_counter() - asked) * 1000)
    query_used = process_time() - used
    return Took(
        setup=system.setup,
        versions=_versions(system.packages),
        load_seconds=loaded - started,
        build_seconds=built - loaded,
        build_processor_seconds=build_used,
        resident_mb=resident,
        peak_mb=memory("VmHWM"),
        milliseconds=milliseconds,
        query_processor_ms=query_used * 1000 / len(work.questions),
        found=found,
    )


def memory(field: str) -> float:
    """Give VmRSS or VmHWM of this process in MB: rusage would count what it was forked from."""
    [kilobytes] = re.findall(rf"^{field}:\s+(\d+) kB", STATUS.read_text(), re.MULTILINE)
    return int(kilobytes) * 1024 / 1000 / KB_PER_MB


def _versions(packages: Sequence[str]) -> dict[str, str]:
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
