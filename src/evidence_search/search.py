"""Query to ranked hits: lexical and dense channels, normalised, weighted and summed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass
from functools import partial

import numpy as np

from evidence_search.errors import IndexMismatch
from evidence_search.filters import Filters
from evidence_search.index import encoded_text
from evidence_search.lexical import Words
from evidence_search.library import Library, Places, Scope, ScoredRows
from evidence_search.query_cache import QueryCache
from evidence_search.settings import Settings
from evidence_search.types import Channel, Encoder, Floats, Hit, Reranker, Vectors
from evidence_search.watch import Step, Watch, unwatched

Scores = Mapping[int, float]
_Found = dict[str, ScoredRows]
MOST_REMEMBERED = 100  # hits of one search
BESIDE = ThreadPoolExecutor(thread_name_prefix="words")


@dataclass(frozen=True, slots=True)
class Weights:
    """
    What each channel's z-score counts in the sum.

    `summary` is added in a summing-up section. In BM25, beside the 1 of a question's own words,
    `added` is what those count that the vocabulary adds, `headings` what a word in a passage's
    headings counts, and `phrases` what two words count that stand side by side in a page. What
    counts 0 is not looked for.
    """

    passage: float
    page: float
    dense: float
    summary: float
    added: float = 0.5
    headings: float = 0.25
    phrases: float = 0.3

    def __post_init__(self) -> None:
        if not (self.passage or self.dense):
            raise ValueError("pages alone find no passages: passage or dense counts more than 0")


@dataclass(frozen=True, slots=True)
class Ranking:
    """How deep each channel looks, what it counts, and how many hits of a document come first."""

    weights: Weights
    candidates: int
    per_document: int

    @classmethod
    def of(cls, settings: Settings) -> Ranking:
        weights = Weights(
            settings.weight_passage,
            settings.weight_page,
            settings.weight_dense,
            settings.weight_summary,
            settings.weight_added,
            settings.weight_headings,
            settings.weight_phrases,
        )
        return cls(weights, settings.candidates, settings.passages_per_document)


@dataclass(frozen=True, slots=True)
class Reranking:
    """
    A second look at the first `depth` passages, which sees title, nearest heading and text.

    `weight` is the share of the reranker's z-scores, the rest is that of the fused ones.
    """

    reranker: Reranker
    depth: int
    weight: float

    @classmethod
    def of(cls, settings: Settings, reranker: Reranker | None) -> Reranking | None:
        return cls(reranker, settings.rerank_depth, settings.rerank_weight) if reranker else None


class HybridRetriever:
    """
    BM25 over passages, BM25 over their pages and cosine, each as z-scores of its own candidates.

    z-scores, because raw scores of different channels cannot be added; a candidate that a channel
    did not find gets that channel's lowest. Chosen against reciprocal rank fusion in
    docs/adr/0005-hybrid-fusion.md.
    """

    def __init__(  # noqa: PLR0913 - what it is made of
        self,
        index: Library,
        encoder: Encoder,
        ranking: Ranking,
        reranking: Reranking | None = None,
        *,
        watch: Watch = unwatched,
        remembered: int = 0,
    ) -> None:
        if index.manifest.encoder != encoder.fingerprint:
            raise IndexMismatch(
                f"the index was built by the encoder {index.manifest.encoder}, "
                f"not by {encoder.fingerprint}; choose that encoder or build the index again"
            )
        self._index = index
        self._encoder = encoder
        self._ranking = ranking
        self._reranking = reranking
        self._watch = watch
        self._cache: QueryCache[Hit] = QueryCache(remembered)

    def watched_by(self, watch: Watch) -> HybridRetriever:
        """Give the same with each reranking told to `watch`."""
        other = copy(self)
        other._watch = watch  # noqa: SLF001 - its own
        return other

    def encoded_by(self, encoder: Encoder) -> HybridRetriever:
        """Give the same with queries encoded by `encoder`, of the same fingerprint."""
        other = copy(self)
        other._encoder = encoder  # noqa: SLF001 - its own
        return other

    def retrieve(  # noqa: PLR0913 - keywords, each a choice of whoever searches
        self,
        query: str,
        k: int,
        filters: Filters | None = None,
        *,
        added: Sequence[str] = (),
        spread: bool = True,
        rerank: bool = True,
        vector: Vectors | None = None,
    ) -> list[Hit]:
        """
        Give up to `k` hits, best first; no two have the same score.

        The terms `added` are searched for by their words alone, not by the encoder. With `spread`,
        what a page or a document has beyond its share comes after all others. With `rerank`, a
        reranker orders the first anew, if there is one. `vector`, shape (1, dimension), is that of
        the query where it was encoded before.
        """
        filters = filters or Filters()
        reranking = self._reranking if rerank else None
        find = partial(
            self._retrieve, query, k, filters, added, vector, spread=spread, reranking=reranking
        )
        if k > MOST_REMEMBERED:
            return find()
        return self._cache.get((query, k, filters, *added, spread, rerank), find)

    def _retrieve(  # noqa: PLR0913 - those of retrieve
        self,
        query: str,
        k: int,
        filters: Filters,
        added: Sequence[str],
        vector: Vectors | None,
        *,
        spread: bool,
        reranking: Reranking | None,
    ) -> list[Hit]:
        scope = self._index.confined(filters)
        weights = self._ranking.weights
        weight = weights.added if added else 0.0
        words = Words(query, " ".join(added), weight, weights.headings, weights.phrases)
        found = self._find(scope, words, query, vector)
        within = sorted({row for name, own in found.items() if name != "page" for row, _ in own})
        places = scope.places(within)
        channels = self._channels(found, places)
        scores = self._fuse(within, channels, places)
        best = sorted(scores, key=lambda row: (-scores[row], row))
        if reranking:
            best = self._rerank(query, best, scores, reranking)
        rows = self._spread(best, places, k) if spread else best[:k]
        ranked = list(zip(rows, _falling(scores, rows), strict=True))
        passages = self._index.store.passages([row for row, _ in ranked])
        return [
            Hit(passage, score, tuple(c for channel in channels if (c := channel.found(row))))
            for (row, score), passage in zip(ranked, passages, strict=True)
        ]

    def _find(self, scope: Scope, words: Words, query: str, vector: Vectors | None) -> _Found:
        """Look for words in a thread beside this one, which encodes the query and compares it."""
        beside = BESIDE.submit(self._find_words, scope, words)
        dense = {}
        if self._ranking.weights.dense:
            vector = self._encoder.encode_queries([query]) if vector is None else vector
            dense["dense"] = scope.nearest(vector, self._ranking.candidates)
        return beside.result() | dense

    def _find_words(self, scope: Scope, words: Words) -> _Found:
        depth, weights = self._ranking.candidates, self._ranking.weights
        found = {}
        if weights.passage:
            found["passage"] = scope.passages(words, depth)
        if weights.page:
            found["page"] = scope.pages(words, depth)
        return found

    def _channels(self, found: _Found, places: Places) -> list[_Scores]:
        weights = self._ranking.weights
        known = {
            "passage": (weights.passage, None),
            "page": (weights.page, places.pages),
            "dense": (weights.dense, None),
        }
        return [_Scores(name, own, *known[name]) for name, own in found.items()]

    def _fuse(
        self, rows: Sequence[int], channels: Sequence[_Scores], places: Places
    ) -> dict[int, float]:
        summary = self._ranking.weights.summary
        fused = summary * np.array([places.sums_up[row] for row in rows], dtype=np.float64)
        for channel in channels:
            fused += channel.weight * channel.z(rows)
        return dict(zip(rows, fused.tolist(), strict=True))

    def _rerank(
        self, query: str, best: list[int], scores: dict[int, float], reranking: Reranking
    ) -> list[int]:
        """Order the first of `best` anew and set their `scores`, on the scale of the old ones."""
        first = best[: reranking.depth]
        if not first:
            return best
        texts = map(encoded_text, self._index.store.passages(first))
        with self._watch(Step.RERANK):
            second = reranking.reranker.score(query, list(texts))
        fused = np.array([scores[row] for row in first])
        weight, spread = reranking.weight, fused.std() or 1.0
        mixed = fused.mean() + spread * (
            (1 - weight) * (fused - fused.mean()) / spread
            + weight * (second - second.mean()) / (second.std() or 1.0)
        )
        scores.update(zip(first, mixed.tolist(), strict=True))
        return sorted(first, key=lambda row: (-scores[row], row)) + best[reranking.depth :]

    def _spread(self, best: Sequence[int], places: Places, k: int) -> list[int]:
        """Give the first `k` of `best`, what a page or document has beyond its share last."""
        pages: set[int] = set()
        documents: Counter[int] = Counter()
        first: list[int] = []
        later: list[int] = []
        for row in best:
            if len(first) == k:
                break
            page, document = places.pages[row], places.documents[row]
            if page in pages or documents[document] >= self._ranking.per_document:
                later.append(row)
            else:
                pages.add(page)
                documents[document] += 1
                first.append(row)
        return (first + later)[:k]


class _Scores:
    """What one channel found: scores by passage row, or by what `keys` gives for the row."""

    def __init__(
        self, name: str, found: ScoredRows, weight: float, keys: Mapping[int, int] | None
    ) -> None:
        self.name = name
        self.weight = weight
        self._keys = keys
        self._scores = dict(found)
        self._ranks = {key: rank for rank, key in enumerate(self._scores, 1)}
        values = np.array([*self._scores.values()] or [0.0])
        self._mean, self._spread = float(values.mean()), float(values.std()) or 1.0
        self._lowest = float(values.min())

    def z(self, rows: Sequence[int]) -> Floats:
        """Give the z-score of each row, that of the lowest found where it was not found."""
        keys = [self._keys[row] for row in rows] if self._keys else rows
        scores = np.array([self._scores.get(key, self._lowest) for key in keys])
        z: Floats = (scores - self._mean) / self._spread
        return z

    def found(self, row: int) -> Channel | None:
        key = self._keys[row] if self._keys else row
        rank = self._ranks.get(key)
        return Channel(self.name, rank, self._scores[key]) if rank else None


def _falling(scores: Scores, rows: Iterable[int]) -> list[float]:
    """Give the scores of `rows` in order, lowered where one would not be below the last."""
    falling: list[float] = []
    for row in rows:
        score = float(scores[row])
        falling.append(min(score, np.nextafter(falling[-1], -np.inf)) if falling else score)
    return falling
