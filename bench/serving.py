"""An index and questions in, what opening, searching and answering cost out."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.effort import Effort
from bench.elsewhere import private, resident
from bench.encoder import encoder_of
from bench.figures import FiguresUnusable, Latency
from evidence_search import Engine, Settings
from evidence_search.index import Index
from evidence_search.screen import screen

WARM = 5


@dataclass(frozen=True, slots=True)
class Questions:
    """Those to warm up with, those to search with, and those to answer: none asked twice."""

    warm: Sequence[str]
    search: Sequence[str]
    answer: Sequence[str]

    @classmethod
    def of(cls, asked: Sequence[str], searches: int, answers: int) -> Questions:
        """Take as many as there are that are searched for, evenly spread over `asked`."""
        unlike = [one for one in dict.fromkeys(asked) if not screen(one, confirmed=True).status]
        wanted = min(len(unlike), WARM + searches + answers)
        if wanted < WARM + 2:
            raise FiguresUnusable(f"{len(unlike)} questions are too few to time: name more files")
        places = np.linspace(0, len(unlike) - 1, wanted).astype(int)
        chosen = [unlike[place] for place in np.random.default_rng(0).permutation(places)]
        middle = WARM + round((wanted - WARM) * searches / (searches + answers))
        middle = min(max(middle, WARM + 1), wanted - 1)
        return cls(chosen[:WARM], chosen[WARM:middle], chosen[middle:])


@dataclass(frozen=True, slots=True)
class Served:
    opening: float
    resident: float
    private: float
    search: Latency
    encoding: float
    answer: Latency


def serve(settings: Settings, questions: Questions) -> Served:
    """Open the index and ask every question; in a process of its own memory is its alone."""
    started = time.perf_counter()
    Index.open(settings.index_dir).close()
    opening = time.perf_counter() - started
    engine = Engine.open(settings)
    for question in questions.warm:
        engine.search(question, confirmed=True)
        engine.answer(question, confirmed=True)
    searched: list[float] = []
    encoded: list[float] = []
    answered: list[float] = []
    for question in questions.search:
        with _timed(encoded):
            engine.encoder.encode_queries([f"{question} "])
        with _timed(searched):
            engine.search(question, confirmed=True)
    for question in questions.answer:
        with _timed(answered):
            engine.answer(question, confirmed=True)
    held = resident(), private()
    engine.close()
    half = float(np.median(encoded)) * 1000
    return Served(opening, *held, Latency.of(searched), half, Latency.of(answered))


def model_alone(name: str, question: str) -> float:
    """Give the MB of a process that has imported all, and encoded one question."""
    encoder_of(name).encode_queries([question])
    return resident()


def verify(directory: Path) -> float:
    """Give the seconds that `python -m indexer verify --full` takes over the generation."""
    started = time.perf_counter()
    index = Index.open(directory)
    index.check_canaries()
    index.check_parts()
    index.close()
    return time.perf_counter() - started


def cold_start(settings: Settings, question: str, rounds: int) -> float:
    """Give the median seconds of `evidence-search ask`, from the shell's command to its end."""
    command = Path(sys.executable).with_name("evidence-search")
    line = [str(command), "ask", question, "--index", str(settings.index_dir)]
    environ = os.environ | {
        "EVIDENCE_SEARCH_ENCODER": settings.encoder,
        "EVIDENCE_SEARCH_RERANKER": settings.reranker,
    }
    taken: list[float] = []
    for _ in range(rounds):
        with _timed(taken):
            done = subprocess.run(line, env=environ, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
        if done.returncode:
            raise FiguresUnusable(f"{' '.join(line)} failed: {done.stderr.strip()}")
    return float(np.median(taken))


def measure_served(
    settings: Settings, questions: Questions, effort: Effort
) -> tuple[Served, float, float, float]:
    """Give what serving costs, MB of the model alone, seconds to verify and to start cold."""
    return (
        effort.apart(serve, settings, questions),
        effort.apart(model_alone, settings.encoder, questions.warm[0]),
        effort.apart(verify, settings.index_dir),
        cold_start(settings, questions.warm[0], effort.starts),
    )


@contextmanager
def _timed(into: list[float]) -> Iterator[None]:
    started = time.perf_counter()
    yield
    into.append(time.perf_counter() - started)
