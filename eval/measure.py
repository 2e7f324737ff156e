"""A collection and settings to a measured run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from eval.collection import Collection
from eval.corpus import index_corpus
from eval.measures import Scores, average, score
from eval.report import Counts, Latency, Report, group, machine, versions
from eval.retrieve import (
    DEPTH,
    Found,
    documents_of_qrels,
    documents_of_run,
    not_in_index,
    retrieve,
)
from evidence_search.engine import Engine
from evidence_search.settings import Settings


@dataclass(frozen=True, slots=True)
class Measured:
    """A report, what every query found, and its measures by unit (page, document)."""

    report: Report
    found: Sequence[Found]
    scores: Mapping[str, Scores]


def measure(collection: Collection, settings: Settings, index: Path | None = None) -> Measured:
    """
    Search the judged queries and score what they find.

    A collection with its own corpus is indexed first (in `index` or the cache); for any other
    the index is `index` or the one that the settings name. Raises EvidenceSearchError.
    """
    place = index or settings.index_dir
    if collection.corpus is not None:
        place = index_corpus(collection.corpus, settings.encoder, index)
    engine = Engine.open(settings.model_copy(update={"index_dir": place}))
    try:
        found = retrieve(engine, collection)
        scores = _score(collection, found)
        report = _report(collection, engine, found, scores)
    finally:
        engine.close()
    return Measured(report, found, scores)


def _score(collection: Collection, found: Sequence[Found]) -> dict[str, Scores]:
    run = {one.query.id: one.ranking for one in found}
    if collection.corpus is not None:
        return {"document": score(collection.qrels, run)}
    documents = score(documents_of_qrels(collection.qrels), documents_of_run(run))
    return {"page": score(collection.qrels, run), "document": documents}


def _report(
    collection: Collection, engine: Engine, found: Sequence[Found], scores: Mapping[str, Scores]
) -> Report:
    times = [one.milliseconds for one in found] or [0.0]
    p50, p95 = (round(float(value), 1) for value in np.percentile(times, [50, 95]))
    finest = next(iter(scores.values()))
    return Report(
        collection=collection.name,
        split=collection.split,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        depth=DEPTH,
        queries=Counts(
            judged=len(found),
            without_results=sum(not one.ranking for one in found),
            unanswerable=len(collection.unanswerable),
            judged_but_not_in_index=len(not_in_index(collection, engine.index.store)),
        ),
        measures={unit: average(own) for unit, own in scores.items()},
        groups=group({one.query.id: one.query.labels for one in found}, finest),
        latency_ms=Latency(p50, p95),
        machine=machine(),
        settings=engine.settings.model_dump(mode="json"),
        index=engine.index.manifest,
        versions=versions(),
    )
