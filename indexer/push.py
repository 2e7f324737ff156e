"""Indexes to a generation in Milvus: written aside, checked, and then led to by the alias."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from pymilvus import MilvusClient

from evidence_search.errors import IndexMismatch, IndexMissing
from evidence_search.generations import KEPT
from evidence_search.index import Index
from evidence_search.milvus import REVISION, MilvusIndex, connect, generations, pointed
from evidence_search.milvus_filters import number_of
from evidence_search.milvus_schema import Names, Row, answering, create
from evidence_search.milvus_store import (
    MilvusStore,
    document_row,
    page_row,
    passage_row,
    record_rows,
)
from evidence_search.settings import Settings
from evidence_search.types import Document, Vectors
from indexer.merge import check_alike, open_parts, refuse_repeats

AT_ONCE = 500
OLDEST = (2, 5)
LITE = "milvus_lite"
NUMBERS = re.compile(r"\d+")
Rows = tuple[list[Row], list[Row], list[Row]]


@dataclass(frozen=True, slots=True)
class Pushed:
    """The generation that is now led to, and how many documents were written or removed."""

    generation: str
    written: int
    removed: int = 0


@answering()
def push(parts: Sequence[Path], settings: Settings) -> Pushed:
    """
    Write a new generation of all that `parts` hold, and lead the alias to it at a stroke.

    Readers see the old one or the new one. If it fails, what it wrote is dropped. Beyond the
    newest three, generations are dropped. Raises IndexUnusable or CatalogueInvalid.
    """
    client, library = connect(settings), settings.milvus_library
    known = generations(client, library)
    names = Names(library, known[-1].number + 1 if known else 1)
    with ExitStack() as opened:
        indexes = open_parts(parts, opened)
        try:
            _create(client, names, indexes[0].manifest.dimension)
            written = _insert(client, names, (_rows(*one) for one in _documents(indexes)))
            _record(client, names, indexes)
            _check(client, names)
        except BaseException:
            _drop(client, names)
            raise
    lead(client, names)
    clean(client, library)
    return Pushed(names.generation, written)


@answering()
def update(parts: Sequence[Path], settings: Settings) -> Pushed:
    """
    Bring the current generation up to date in place: upsert what changed, delete what is gone.

    It takes the time of what changed alone; meanwhile readers may see some of it. Raises
    IndexMissing where nothing was pushed yet, IndexMismatch where it was built otherwise.
    """
    client, library = connect(settings), settings.milvus_library
    names = pointed(client, library)
    if names is None:
        raise IndexMissing(f"there is no library {library} to bring up to date: push it first")
    store = MilvusStore(client, names)
    now = store.manifest()
    with ExitStack() as opened:
        indexes = open_parts(parts, opened)
        made = {name: by for name, by in now.made_by.items() if name != REVISION}
        first = {library: replace(now, made_by=made), str(parts[0]): indexes[0].manifest}
        check_alike(first)
        held, written, there = store.digests(), 0, set()
        for document, index in _documents(indexes):
            rows = _rows(document, index)
            there.add(document.id)
            if held.get(document.id) != rows[0][0]["digest"]:
                _remove(client, names, document.id)
                written += _insert(client, names, [rows])
        gone = held.keys() - there
        for name in gone:
            _remove(client, names, name)
        revision = str(int(now.made_by.get(REVISION, "0")) + bool(written or gone))
        _record(client, names, indexes, revision)
        _check(client, names)
    return Pushed(MilvusIndex(client, names).generation, written, len(gone))


@answering()
def roll_back(client: MilvusClient, library: str, number: int | None) -> Names:
    """Lead the alias to generation `number`, or to the one before the current, once checked."""
    now = pointed(client, library)
    found = generations(client, library)
    if number is None:
        found = [one for one in found if now is None or one.number < now.number]
    else:
        found = [one for one in found if one.number == number]
    if not found:
        raise IndexMissing(f"there is no such generation of {library} in Milvus to go back to")
    _check(client, found[-1])
    lead(client, found[-1])
    return found[-1]


def lead(client: MilvusClient, names: Names) -> None:
    """Lead the alias of the library to a generation."""
    if pointed(client, names.library):
        client.alter_alias(names.documents, names.library)
    else:
        client.create_alias(names.documents, names.library)


@answering()
def clean(client: MilvusClient, library: str) -> list[Names]:
    """Drop the generations beyond the newest three, never the current one; give them."""
    now = pointed(client, library)
    old = [one for one in generations(client, library)[:-KEPT] if one != now]
    for names in old:
        _drop(client, names)
    return old


def _documents(indexes: Sequence[Index]) -> Iterator[tuple[Document, Index]]:
    found = [(document, index) for index in indexes for document in index.store.documents()]
    refuse_repeats(document.id for document, _ in found)
    yield from found


def _rows(document: Document, index: Index) -> Rows:
    """Give what Milvus is to hold of a document, pages and passages, and of the document itself."""
    numbers = index.store.rows_of(document.id)
    passages = index.store.passages(numbers)
    vectors: Iterable[Vectors] = index.vectors.vectors(numbers) if numbers else ()
    begun = {passage.spans[0].page for passage in passages}
    pages = [
        page_row(document, page, begins=page.number in begun)
        for page in index.store.stored_pages(document.id)
    ]
    found = [passage_row(*both) for both in zip(passages, vectors, strict=True)]
    digest = hashlib.sha256(repr((document, pages, found)).encode()).hexdigest()
    return [document_row(document, digest)], pages, found


def _create(client: MilvusClient, names: Names, dimension: int) -> None:
    version = client.get_server_version()
    lite = version.startswith(LITE)
    if not lite and tuple(map(int, NUMBERS.findall(version)[:2])) < OLDEST:
        raise IndexMismatch(f"Milvus {version} has no BM25: 2.5 or newer is needed")
    create(client, names, dimension, lite=lite)


def _insert(client: MilvusClient, names: Names, documents: Iterable[Rows]) -> int:
    """Write some hundred rows at once; give the number of documents."""
    waiting: dict[str, list[Row]] = {name: [] for name in names.all}
    count = 0
    for count, rows in enumerate(documents, 1):  # noqa: B007 - told at the end
        for collection, own in zip(names.all, rows, strict=True):
            waiting[collection] += own
        for collection, own in waiting.items():
            while len(own) >= AT_ONCE:
                client.upsert(collection, own[:AT_ONCE])
                del own[:AT_ONCE]
    for collection, own in waiting.items():
        if own:
            client.upsert(collection, own)
    return count


def _remove(client: MilvusClient, names: Names, document: str) -> None:
    for collection in names.all:
        client.delete(collection, filter=f"document == {number_of(document)}")


def _record(
    client: MilvusClient, names: Names, indexes: Sequence[Index], revision: str = ""
) -> None:
    words: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for index in indexes:
        words.update(index.words)
        counts.update(index.manifest.counts)
    first = indexes[0].manifest
    made = {**first.made_by} | ({REVISION: revision} if revision not in {"", "0"} else {})
    manifest = replace(first, counts=dict(counts), made_by=made, files={})
    client.upsert(names.documents, record_rows(manifest, dict(words)))


def _check(client: MilvusClient, names: Names) -> None:
    for collection in names.all:
        client.flush(collection)
        client.load_collection(collection)
    MilvusIndex(client, names).check_canaries()


def _drop(client: MilvusClient, names: Names) -> None:
    for collection in names.all:
        client.drop_collection(collection)
