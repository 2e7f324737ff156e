"""What a search needs of an index, wherever it is kept: beside the program, or in Milvus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from evidence_search.filters import Filters
from evidence_search.lexical import Words
from evidence_search.manifest import Manifest
from evidence_search.types import Document, Page, Passage, Vectors

ScoredRows = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Places:
    """Of some passage rows: the page that each begins on, its document, 1 where it sums up."""

    pages: Mapping[int, int]
    documents: Mapping[int, int]
    sums_up: Mapping[int, int]


class Scope(Protocol):
    """What a search is confined to. Each method gives up to `k` (row, score), best first."""

    def passages(self, words: Words, k: int) -> ScoredRows: ...
    def pages(self, words: Words, k: int) -> ScoredRows: ...
    def nearest(self, vector: Vectors, k: int) -> ScoredRows: ...
    def places(self, rows: Sequence[int]) -> Places:
        """Give the places of passage rows that this scope found."""
        ...


class LibraryStore(Protocol):
    """What `store.Store` says of documents, pages and passages."""

    def counts(self) -> dict[str, int]: ...
    def documents(self, filters: Filters | None = None) -> list[Document]: ...
    def document(self, document_id: str) -> Document | None: ...
    def page(self, document_id: str, number: int) -> Page | None: ...
    def text(self, document_id: str, number: int) -> str | None: ...
    def page_numbers(self, document_id: str) -> list[int]: ...
    def passage(self, passage_id: str) -> Passage | None: ...
    def passages(self, rows: Sequence[int]) -> list[Passage]: ...


class Library(Protocol):
    """An open index; `words` counts the words of its pages."""

    @property
    def generation(self) -> str: ...
    @property
    def manifest(self) -> Manifest: ...
    @property
    def store(self) -> LibraryStore: ...
    @property
    def words(self) -> Mapping[str, int]: ...
    def confined(self, filters: Filters) -> Scope: ...
    def reach(self, filters: Filters) -> tuple[int, int]:
        """Count the documents that `filters` let through, and the pages that passages begin on."""
        ...

    def unused(self, text: str) -> tuple[str, ...]:
        """Give the words of `text` that carry meaning and that no passage uses in any form."""
        ...

    def check_canaries(self) -> None:
        """Raise IndexDamaged unless passages spread over the index are found by their own text."""
        ...

    def close(self) -> None: ...
