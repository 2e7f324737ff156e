"""A folder of PDFs in, an index of them and where the time of building it went out."""

from __future__ import annotations

import os
import time
from contextlib import closing
from pathlib import Path

from bench.encoder import encoder_of
from bench.figures import Split
from evidence_search.index import Index
from evidence_search.standards import load_standards
from indexer.build import Plan, build
from indexer.catalogue import read_source


def build_reports(source: Path, directory: Path, name: str) -> Split:
    """Build as `python -m indexer build --full` does, the loading of the model included."""
    entries = read_source(source, load_standards(None))
    encoder = encoder_of(name)
    plan = Plan(workers=os.cpu_count() or 1, full=True)
    built = build(entries, directory, encoder, plan, lambda _: None)
    started = time.perf_counter()
    with closing(Index.open(directory)) as index:
        index.check_canaries()
        verifying = time.perf_counter() - started
        counts = index.store.counts()
    return Split(
        counts["documents"],
        counts["pages"],
        counts["passages"],
        built.total,
        built.waiting,
        built.encoding,
        verifying,
    )


def texts_of(directory: Path) -> list[str]:
    """Give the text of every passage of an index, on one line each."""
    with closing(Index.open(directory)) as index:
        count = index.store.counts()["passages"]
        return [" ".join(one.text.split()) for one in index.store.passages(range(count))]
