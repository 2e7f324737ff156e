"""A collection and settings to a measured run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.about import about
from eval.collection import Collection
from eval.corpus import index_corpus
from eval.groups import group
from eval.measures import NAMES, Scores, average, score
from eval.outcome import Counts, Latency, Retrieved
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
    """A report, what every query found and should have, and its measures by unit."""

    report: Retrieved
    found: Sequence[Found]
    relevant: Mapping[str, Sequence[str]]
    scores: Mapping[str, Scores]


def measure(collection: Collection, settings: Settings, index: Path | None = None) -> Measured:
    """
    Search the judged queries and score what they find.

    A collection with its own corpus is indexed first (in `index` or the cache); for any other
    the index is `index` or the one that the settings name. One in Milvus is measured as it lies
    there. Raises EvidenceSearchError.
    """
    place = index or settings.index_dir
    if collection.corpus is not None and not settings.milvus:
        place = index_corpus(collection.corpus, settings.encoder, index, settings.inference)
    engine = Engine.open(settings.model_copy(update={"index_dir": place}))
    try:
        found = retrieve(engine, collection)
        scores = _score(collection, found)
        report = _report(collection, engine, found, scores)
    finally:
        engine.close()
    relevant = {
        query: [unit for unit, grade in units.items() if grade > 0]
        for query, units in collection.qrels.items()
    }
    return Measured(report, found, relevant, scores)


def _score(collection: Collection, found: Sequence[Found]) -> dict[str, Scores]:
    run = {one.query.id: one.ranking for one in found}
    if collection.corpus is not None:
        return {"document": score(collection.qrels, run)}
    documents = score(documents_of_qrels(collection.qrels), documents_of_run(run))
    return {"page": score(collection.qrels, run), "document": documents}


def _report(
    collection: Collection, engine: Engine, found: Sequence[Found], scores: Mapping[str, Scores]
) -> Retrieved:
    finest = next(iter(scores.values()))
    return Retrieved(
        about=about(engine, collection),
        depth=DEPTH,
        queries=Counts(
            judged=len(found),
            without_results=sum(not one.ranking for one in found),
            unanswerable=len(collection.unanswerable),
            judged_but_not_in_index=len(not_in_index(collection, engine.index.store)),
        ),
        latency_ms=Latency.of([one.milliseconds for one in found]),
        measures={unit: average(own) for unit, own in scores.items()},
        groups=group({one.query.id: one.query.labels for one in found}, finest, NAMES),
    )
