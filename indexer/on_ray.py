"""Entries in, each read and encoded somewhere on a Ray cluster out, in their order."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from evidence_search.encode import load_encoder
from evidence_search.errors import IndexMismatch, SettingsInvalid
from evidence_search.index import encoded_text
from evidence_search.isolate import Failure, Limits, Result, run_isolated
from evidence_search.settings import Inference, Settings
from indexer import read
from indexer.build import Plan, tell_of
from indexer.catalogue import Entry
from indexer.chunk import PassageSize
from indexer.readings import Encoded, digest

LOCAL = "local"
FILES_A_BLOCK = 8


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker does with each entry; its encoder must have the fingerprint of the index."""

    encoder: str
    inference: Inference
    fingerprint: str
    size: PassageSize
    recogniser: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class Cluster:
    """
    A Ray cluster at `address` (`auto`, `ray://...`), or one of this machine alone (`local`).

    One that this process is connected to already is used as it is. Its machines have this version
    installed and see the files at the same paths.
    """

    address: str
    encoder: str
    fingerprint: str
    inference: Inference = "auto"

    def __call__(self, entries: Sequence[Entry], plan: Plan) -> Iterator[Result | Failure]:
        """Give the outcome of each entry in order; raises SettingsInvalid or IndexMismatch."""
        if not entries:
            return
        job = Job(
            self.encoder,
            self.inference,
            self.fingerprint,
            plan.size,
            plan.recogniser,
            plan.reading_limits,
        )
        workers = min(plan.workers, len(entries))
        blocks = max(workers, -(-len(entries) // FILES_A_BLOCK))
        with _connected(self.address, workers) as data:
            context = data.DataContext.get_current()
            context.execution_options.preserve_order = True
            context.enable_progress_bars = False
            items = data.from_items([{"entry": e} for e in entries], override_num_blocks=blocks)
            pool = data.ActorPoolStrategy(size=workers)
            done = items.map(_Worker, fn_constructor_args=[job], compute=pool)
            for row in done.iter_rows():
                if isinstance(row["outcome"], IndexMismatch):
                    raise row["outcome"]
                yield row["outcome"]


class _Worker:
    """Stays in one process of the cluster, with the encoder loaded."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._encoder = load_encoder(job.encoder, job.inference)

    def __call__(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {"outcome": self._done(row["entry"])}

    def _done(self, entry: Entry) -> Result | Failure | IndexMismatch:
        job, own = self._job, self._encoder.fingerprint
        if own != job.fingerprint:
            return IndexMismatch(
                f"a worker has the encoder {own}, not {job.fingerprint}; "
                "install the same version on every machine"
            )
        [outcome] = run_isolated(read.Reader(job.recogniser), [entry.path], job.limits, 1)
        if isinstance(outcome, Failure):
            return outcome
        try:
            reading = read.ADAPTER.validate_json(outcome.output)
        except ValidationError:
            return outcome
        told = tell_of(entry, digest(entry), reading, job.size)
        texts = [encoded_text(passage, reading.own.title) for passage in told.passages]
        vectors = self._encoder.encode_passages(texts)
        return Encoded(outcome.path, outcome.output, vectors)


@contextmanager
def _connected(address: str, workers: int) -> Iterator[Any]:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray  # noqa: PLC0415 - an extra, slow to import
        import ray.data  # noqa: PLC0415
    except ImportError as error:
        raise SettingsInvalid(
            "Ray is not installed: pip install '.[ray]' on every machine"
        ) from error
    began = not ray.is_initialized()
    try:
        if began:
            cores = workers if address == LOCAL else None
            ray.init(address, num_cpus=cores, include_dashboard=False, log_to_driver=False)
        yield ray.data
    except ConnectionError as error:
        raise SettingsInvalid(f"no Ray cluster at {address}: {error}") from error
    finally:
        if began:
            ray.shutdown()


def cluster(address: str) -> Cluster:
    """Give the cluster at an address, for the encoder that the settings name."""
    settings = Settings.from_env()
    encoder = load_encoder(settings.encoder, settings.inference)
    return Cluster(address, settings.encoder, encoder.fingerprint, settings.inference)
