"""What was measured, on what, with what: the head of every report."""

from __future__ import annotations

import hashlib
import os
import platform
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from eval.collection import Collection, find_splits
from evidence_search.engine import Engine
from evidence_search.files import sha256
from evidence_search.manifest import Manifest
from evidence_search.rerank import NONE

PACKAGES = (
    "evidence-search",
    "faiss-cpu",
    "ir-measures",
    "numpy",
    "onnxruntime",
    "sentence-transformers",
    "tantivy",
    "torch",
)
ROOT = Path(__file__).resolve().parents[1]
SHORT = 12
UNITS_PER_MB = 1024**2 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Machine:
    """`peak_rss_mb` is of the whole process, the building of an index in it included."""

    cores: int
    platform: str
    peak_rss_mb: int


@dataclass(frozen=True, slots=True)
class About:
    """
    What makes a run repeatable.

    `collection_sha256` is of its questions, the judgements of the split and its corpus; `commit`
    is that of the checkout, with "-dirty" where it was changed since, or empty outside one.
    `reranker` is the fingerprint of the one that was used, empty without one.
    """

    collection: str
    collection_sha256: str
    split: str
    created: str
    commit: str
    machine: Machine
    settings: Mapping[str, object]
    generation: str
    index: Manifest
    versions: Mapping[str, str]
    reranker: str = ""


def about(engine: Engine, collection: Collection) -> About:
    return About(
        collection=collection.name,
        collection_sha256=digest(collection),
        split=collection.split,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        commit=commit(),
        machine=_machine(),
        settings=engine.settings.model_dump(mode="json"),
        generation=engine.index.generation,
        index=engine.index.manifest,
        versions={"python": platform.python_version()} | {n: version_of(n) for n in PACKAGES},
        reranker=reranker_of(engine),
    )


def reranker_of(engine: Engine) -> str:
    """Give the fingerprint of its reranker, empty without one."""
    return engine.reranking.reranker.fingerprint if engine.reranking else ""


def precision_of(made: About) -> str:
    """Give what the encoder of the index computed in, empty where that is not said."""
    return made.index.vectors.runtime.partition(", ")[2]


def differing(a: About, b: About) -> list[tuple[str, str, str]]:
    """Give what two runs were not alike in, with what each had: settings, index and versions."""
    before, after = _made(a), _made(b)
    return [
        (name, before.get(name, "–"), after.get(name, "–"))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    ]


def _made(about: About) -> dict[str, str]:
    kept = {name: value for name, value in about.settings.items() if name != "index_dir"}
    facts = {
        **kept,
        "questions and judgements": about.collection_sha256[:SHORT],
        "commit": about.commit,
        "passages": about.index.counts["passages"],
        "encoder": about.index.encoder,
        "encoder run by": about.index.vectors.runtime,
        "reranker": about.reranker or NONE,
        **{f"index: {name}": value for name, value in about.index.made_by.items()},
        **about.versions,
        "cores": about.machine.cores,
    }
    return {name: str(value) for name, value in facts.items()}


def digest(collection: Collection) -> str:
    """Give a SHA-256 of the files that the collection and its split are read from."""
    files = [
        collection.directory / "queries.jsonl",
        find_splits(collection.directory)[collection.split],
        *([collection.corpus] if collection.corpus else []),
        *collection.directory.glob("pooled.jsonl"),
    ]
    return hashlib.sha256("".join(map(sha256, files)).encode()).hexdigest()


def commit() -> str:
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    except OSError:
        return ""
    return done.stdout.strip()


def _machine() -> Machine:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // UNITS_PER_MB
    return Machine(os.cpu_count() or 1, platform.platform(), peak)


def version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
