"""Queries to a run: what the engine that the API serves finds for each, and how fast."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from eval.collection import WARM_UP, Collection, Query
from eval.measures import Qrels, Run
from eval.rows import CollectionInvalid
from evidence_search.engine import Engine
from evidence_search.errors import QuestionInvalid, QuestionScreened
from evidence_search.library import LibraryStore
from evidence_search.types import Hit

DEPTH = 100


@dataclass(frozen=True, slots=True)
class Found:
    """The ids that one query found, best first, and how long that took."""

    query: Query
    ranking: tuple[str, ...]
    milliseconds: float


def retrieve(engine: Engine, collection: Collection) -> list[Found]:
    """Search every judged query; each page or document stands where its best passage does."""
    ranking(engine, collection, WARM_UP)
    found = []
    for query in collection.judged:
        start = perf_counter()
        ranked = ranking(engine, collection, query)
        found.append(Found(query, ranked, (perf_counter() - start) * 1000))
    return found


def ranking(engine: Engine, collection: Collection, query: Query) -> tuple[str, ...]:
    """Give the ids that a query finds, best first; none where it is not searched."""
    try:
        hits = engine.search(query.text, DEPTH, confirmed=True)
    except (QuestionInvalid, QuestionScreened):
        return ()
    return tuple(dict.fromkeys(map(_page if collection.corpus is None else _document, hits)))


def documents_of_run(run: Run) -> dict[str, list[str]]:
    """Give the documents of the pages found, each where its best page stands."""
    return {query: list(dict.fromkeys(map(_document_of, pages))) for query, pages in run.items()}


def documents_of_qrels(qrels: Qrels) -> dict[str, dict[str, int]]:
    """Give each document the highest relevance of its pages."""
    documents: dict[str, dict[str, int]] = {}
    for query, pages in qrels.items():
        best = documents.setdefault(query, {})
        for page, relevance in pages.items():
            document = _document_of(page)
            best[document] = max(relevance, best.get(document, relevance))
    return documents


def not_in_index(collection: Collection, store: LibraryStore) -> list[str]:
    """Give the judged pages or documents that the index lacks; raises CollectionInvalid."""
    units = sorted({unit for judged in collection.qrels.values() for unit in judged})
    if collection.corpus is not None:
        return [unit for unit in units if store.document(unit) is None]
    return [unit for unit in units if store.text(_document_of(unit), _page_of(unit)) is None]


def _page(hit: Hit) -> str:
    return f"{hit.passage.document.id}#{hit.page}"


def _document(hit: Hit) -> str:
    return hit.passage.document.id


def _document_of(unit: str) -> str:
    return unit.rpartition("#")[0]


def _page_of(unit: str) -> int:
    number = unit.rpartition("#")[2]
    if not number.isdecimal():
        raise CollectionInvalid(f"{unit!r} names no page; over an index it is document#page")
    return int(number)
