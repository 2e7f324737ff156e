"""An index in, what opening, verifying and searching costs as it grows out."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import numpy as np
import psutil
from rich.console import Console
from rich.table import Table

from eval.collection import read_queries
from eval.command import folder
from eval.grow import grow
from evidence_search import Engine, Settings
from evidence_search.command_line import index_option, json_option
from evidence_search.encode import load_encoder
from evidence_search.generations import current
from evidence_search.index import Index

ROUNDS = 3
QUESTIONS = 100
BYTES_PER_MB = 1e6
BYTES_PER_GB = 1e9
HEADS = ("passages", "MB", "open, s", "open, MB", "verify, s/GB", "search, ms", "encode, ms")


@dataclass(frozen=True, slots=True)
class Cost:
    """
    Of an index of `passages`: seconds to open and verify it, resident MB that opening adds.

    `search` is the median of milliseconds for one question, of which `encode` encodes it.
    """

    passages: int
    megabytes: float
    open_seconds: float
    open_megabytes: float
    verify_seconds_per_gb: float
    search: float
    encode: float


@click.command()
@index_option
@folder("collection", help="Whose questions are asked.", required=True)
@click.option(
    "--passages",
    "sizes",
    type=click.IntRange(1),
    multiple=True,
    default=(1_000, 10_000, 100_000),
    show_default=True,
    help="Sizes to grow the index to.",
)
@json_option
def command(
    directory: Path,
    collection: Path,
    sizes: Sequence[int],
    as_json: bool,  # noqa: FBT001 - as click hands it over
) -> None:
    """Grow the index by repeating its documents, and time it at each size."""
    settings = Settings.from_env().model_copy(update={"index_dir": directory})
    questions = [query.text for query in read_queries(collection)][:QUESTIONS]
    costs = [_cost(settings, size, questions) for size in sizes]
    if as_json:
        click.echo(json.dumps([asdict(cost) for cost in costs], indent=2))
        return
    shown = Table(box=None, pad_edge=False)
    for name in HEADS:
        shown.add_column(name, justify="right")
    for cost in costs:
        shown.add_row(*(f"{value:,.2f}".removesuffix(".00") for value in asdict(cost).values()))
    Console().print(shown)


def _cost(settings: Settings, size: int, questions: Sequence[str]) -> Cost:
    index = Index.open(settings.index_dir)
    with TemporaryDirectory() as folder_:
        grown = Path(folder_)
        passages = grow(index, grown, size, load_encoder(settings.encoder))
        index.close()
        files = [path for path in current(grown).rglob("*") if path.is_file()]
        size_in_bytes = sum(path.stat().st_size for path in files)
        opened = [_elsewhere(_open, grown) for _ in range(ROUNDS)]
        search, encode = _elsewhere(_search, settings, grown, questions)
        return Cost(
            passages,
            size_in_bytes / BYTES_PER_MB,
            float(np.median([seconds for seconds, _ in opened])),
            float(np.median([megabytes for _, megabytes in opened])),
            _elsewhere(_verify, grown) / (size_in_bytes / BYTES_PER_GB),
            search,
            encode,
        )


def _elsewhere(work: Callable[..., Any], *given: object) -> Any:  # noqa: ANN401 - as `work` has it
    """Run `work` in a fresh process, so that nothing that ran before counts."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, given)


def _open(directory: Path) -> tuple[float, float]:
    before, started = _resident(), time.perf_counter()
    index = Index.open(directory)
    seconds, grown = time.perf_counter() - started, _resident() - before
    index.close()
    return seconds, grown


def _verify(directory: Path) -> float:
    started = time.perf_counter()
    index = Index.open(directory)
    index.check_canaries()
    index.check_parts()
    index.close()
    return time.perf_counter() - started


def _search(settings: Settings, directory: Path, questions: Sequence[str]) -> tuple[float, float]:
    engine = Engine.open(settings.model_copy(update={"index_dir": directory}))
    engine.retriever.retrieve(questions[0], 10)
    searched, encoded = [], []
    for question in questions:
        started = time.perf_counter()
        engine.retriever.retrieve(question, 10)
        searched.append(time.perf_counter() - started)
        started = time.perf_counter()
        engine.encoder.encode_queries([question])
        encoded.append(time.perf_counter() - started)
    engine.close()
    return float(np.median(searched)) * 1000, float(np.median(encoded)) * 1000


def _resident() -> float:
    return float(psutil.Process().memory_info().rss / BYTES_PER_MB)
