"""One generation of an index in Milvus, searched as `index.Index` is."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

from pymilvus import MilvusClient, MilvusException

from evidence_search.errors import IndexDamaged, IndexMismatch, IndexMissing
from evidence_search.filters import Filters
from evidence_search.generation_name import name_of, number_of
from evidence_search.lexical import WORDS, Words
from evidence_search.library import Places, ScoredRows
from evidence_search.manifest import FORMAT, Manifest
from evidence_search.milvus_filters import expression
from evidence_search.milvus_schema import MARK, PATIENCE, Names, answering, question
from evidence_search.milvus_store import MilvusStore
from evidence_search.settings import Settings
from evidence_search.stems import stems, terms
from evidence_search.types import Vectors

PLACES = ["row", "document", "page", "summary"]
CANARIES = 5
SAME = 0.99
REVISION = "revision"


class MilvusIndex:
    """An open generation; what it holds stays in Milvus, but for the words of its pages."""

    def __init__(self, client: MilvusClient, names: Names) -> None:
        self.client = client
        self.names = names
        self.store = MilvusStore(client, names)
        self.manifest = self.store.manifest()
        if self.manifest.format != FORMAT:
            raise IndexMismatch(
                f"what lies in Milvus is of format {self.manifest.format}, this version reads "
                f"format {FORMAT}: push an index that this version built"
            )
        self.words = self.store.words()

    @property
    def generation(self) -> str:
        """Its number, and how often it was brought up to date since."""
        return generation_of(self.names, self.manifest)

    def confined(self, filters: Filters) -> Confined:
        pages = expression(filters, dimensions=False)
        return Confined(self, expression(filters, dimensions=True), pages)

    def reach(self, filters: Filters) -> tuple[int, int]:
        return self.store.reach(filters)

    def unused(self, text: str) -> tuple[str, ...]:
        words = {word: stems(word) for word in dict.fromkeys(WORDS.findall(text.lower()))}
        wanted = sorted({stem for own in words.values() for stem in own})
        if not wanted:
            return ()
        found = self.search(self.names.passages, wanted, "sparse", 1)
        held = {stem for stem, hits in zip(wanted, found, strict=True) if hits}
        return tuple(word for word, own in words.items() if not own <= held)

    def check_canaries(self) -> None:
        """Raise IndexDamaged unless counts agree and some passages are found by what they are."""
        if (found := self.store.counts()) != dict(self.manifest.counts):
            raise IndexDamaged(
                f"generation {self.generation} in Milvus holds {found}, "
                f"not {dict(self.manifest.counts)}: push it again"
            )
        fields = ["id", "vector", "words"]
        with answering():
            rows = self.client.query(
                self.names.passages, output_fields=fields, limit=CANARIES, timeout=PATIENCE
            )
        for row in rows:
            [near] = self.search(self.names.passages, [row["vector"]], "vector", 1)
            [worded] = self.search(self.names.passages, [row["words"][:2_000]], "sparse", 1)
            if not near or near[0]["distance"] < SAME or not (worded or not row["words"]):
                raise IndexDamaged(f"passage {row['id']} in Milvus is not found by its own text")

    def search(
        self, collection: str, data: Sequence[Any], where: str, k: int, condition: str = ""
    ) -> list[list[dict[str, Any]]]:
        """Give up to `k` hits for each of `data`: texts for BM25, or vectors."""
        metric = {"metric_type": "IP" if where == "vector" else "BM25"}
        places = PLACES if collection == self.names.passages else ["row"]
        with answering():
            found: list[list[dict[str, Any]]] = self.client.search(
                collection,
                data=list(data),
                anns_field=where,
                limit=k,
                filter=condition,
                output_fields=places,
                search_params=metric,
                timeout=PATIENCE,
            )
        return found

    def close(self) -> None:
        """Keep the connection, which every index at the same address shares."""


@dataclass(frozen=True, slots=True)
class Confined:
    """The passages that meet one condition and the pages that meet another; "" is all."""

    index: MilvusIndex
    passages_that: str
    pages_that: str
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)

    def passages(self, words: Words, k: int) -> ScoredRows:
        return self._worded(self.index.names.passages, _in_passages(words), k, self.passages_that)

    def pages(self, words: Words, k: int) -> ScoredRows:
        return self._worded(self.index.names.pages, _in_pages(words), k, self.pages_that)

    def nearest(self, vector: Vectors, k: int) -> ScoredRows:
        data, names = vector.tolist(), self.index.names
        [hits] = self.index.search(names.passages, data, "vector", k, self.passages_that)
        return self._found(hits, 1)

    def places(self, rows: Sequence[int]) -> Places:
        page, document, summary = (
            {row: self.seen[row][name] for row in rows} for name in ("page", "document", "summary")
        )
        return Places(page, document, summary)

    def _worded(
        self, collection: str, weighted: Iterator[tuple[str, float]], k: int, condition: str
    ) -> ScoredRows:
        text, once = question(weighted)
        if not text:
            return []
        [hits] = self.index.search(collection, [text], "sparse", k, condition)
        return self._found(hits, once)

    def _found(self, hits: Sequence[dict[str, Any]], once: float) -> ScoredRows:
        """Give rows and scores; Milvus Lite gives those of BM25 below zero."""
        self.seen.update((hit["row"], hit) for hit in hits)
        return [(hit["row"], abs(hit["distance"]) / once) for hit in hits]


def open_milvus(settings: Settings, generation: str | None = None) -> MilvusIndex:
    """
    Open a generation, by default the one that the alias of the library leads to.

    Raises IndexMissing or IndexMismatch.
    """
    client = connect(settings)
    names = pointed(client, settings.milvus_library)
    if generation:
        names = Names(settings.milvus_library, number_of(generation))
    with answering():
        if names is None or not client.has_collection(names.documents, timeout=PATIENCE):
            raise IndexMissing(
                f"no library {settings.milvus_library} in Milvus at {settings.milvus}; push one "
                f"with: python -m indexer milvus push --index DIR --to {settings.milvus}"
            )
        for collection in names.all:
            client.load_collection(collection, timeout=PATIENCE)
    return MilvusIndex(client, names)


def current_name(settings: Settings) -> str | None:
    """Name the generation that the alias leads to, with its revision."""
    client = connect(settings)
    names = pointed(client, settings.milvus_library)
    return generation_of(names, manifest_of(client, names)) if names else None


def every_name(settings: Settings) -> list[str]:
    return [one.generation for one in generations(connect(settings), settings.milvus_library)]


def connect(settings: Settings) -> MilvusClient:
    """Connect to the Milvus that the settings name; raises IndexMissing where none answers."""
    token = settings.milvus_token.get_secret_value() if settings.milvus_token else ""
    try:
        return _connected(settings.milvus, token)
    except MilvusException as error:
        raise IndexMissing(f"no Milvus answers at {settings.milvus}: {error.message}") from error


@cache
def _connected(uri: str, token: str) -> MilvusClient:
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # what it logs, it raises too
    return MilvusClient(uri=uri, token=token, timeout=PATIENCE)


def manifest_of(client: MilvusClient, names: Names) -> Manifest:
    with answering():
        client.load_collection(names.documents, timeout=PATIENCE)
    return MilvusStore(client, names).manifest()


def generation_of(names: Names, manifest: Manifest) -> str:
    return name_of(names.number, int(manifest.made_by.get(REVISION, "0")))


def pointed(client: MilvusClient, library: str) -> Names | None:
    """Give the generation that the alias of a library leads to, if there is one."""
    with answering():
        if library not in client.list_aliases(timeout=PATIENCE)["aliases"]:
            return None
        found = client.describe_alias(library, timeout=PATIENCE)
    return Names.parse(library, found["collection_name"])


def generations(client: MilvusClient, library: str) -> list[Names]:
    """Give the generations of a library, oldest first."""
    with answering():
        collections = client.list_collections(timeout=PATIENCE)
    found = (Names.parse(library, name) for name in collections)
    return sorted(filter(None, found), key=lambda names: names.number)


def _in_passages(words: Words) -> Iterator[tuple[str, float]]:
    for text, weight in ((words.text, 1.0), (words.added, words.weight)):
        for term in terms(text):
            yield term, weight
            yield MARK + term, weight * words.headings


def _in_pages(words: Words) -> Iterator[tuple[str, float]]:
    own = terms(words.text)
    yield from ((term, 1.0) for term in own)
    pairs = dict.fromkeys(one + MARK + other for one, other in pairwise(own))
    yield from ((pair, words.phrases) for pair in pairs)
    yield from ((term, words.weight) for term in terms(words.added))
