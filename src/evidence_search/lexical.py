"""BM25 over passages and over whole pages, in two tantivy indexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import tantivy

from evidence_search.bits import BITS
from evidence_search.errors import IndexDamaged
from evidence_search.types import Dimension, Page, Passage

WORDS = re.compile(r"[^\W_]+")
BOOSTS = {"text": 1.0, "headings": 0.25}
HEAP = 64_000_000


class LexicalWriter:
    """Adds passages and pages, each numbered by the caller as the store numbers them."""

    def __init__(self, directory: Path) -> None:
        self._passages = _writer(directory / "passages", ("text", "headings"))
        self._pages = _writer(directory / "pages", ("text",))

    def add_passage(self, row: int, document: int, passage: Passage) -> None:
        headings = " ".join(passage.headings[-2:])
        self._passages.add_document(
            tantivy.Document(
                row=row,
                document=document,
                dimension=[BITS[one] for one in passage.dimensions],
                text=passage.text,
                headings=headings,
            )
        )

    def add_page(self, row: int, document: int, page: Page) -> None:
        self._pages.add_document(tantivy.Document(row=row, document=document, text=page.text))

    def close(self) -> None:
        for writer in (self._passages, self._pages):
            writer.commit()
            writer.wait_merging_threads()


class LexicalIndex:
    """Both indexes, open for reading."""

    def __init__(self, directory: Path) -> None:
        self._passages = _open(directory / "passages")
        self._pages = _open(directory / "pages")

    def __len__(self) -> int:
        return int(self._passages.searcher().num_docs)

    def passages(
        self,
        query: str,
        k: int,
        documents: Sequence[int] | None = None,
        dimensions: Sequence[Dimension] = (),
    ) -> list[tuple[int, float]]:
        """Give up to `k` (passage row, BM25), best first, of `documents` or of all."""
        parsed = _parse(self._passages, query, BOOSTS)
        if dimensions:
            bits = [BITS[one] for one in dimensions]
            parsed = _confined(self._passages, parsed, "dimension", bits)
        return _search(self._passages, parsed, k, documents)

    def pages(
        self, query: str, k: int, documents: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Give up to `k` (page row, BM25), best first, of `documents` or of all."""
        return _search(self._pages, _parse(self._pages, query, {"text": 1.0}), k, documents)


def _writer(directory: Path, fields: Sequence[str]) -> tantivy.IndexWriter:
    directory.mkdir(parents=True)
    schema = tantivy.SchemaBuilder()
    for field in fields:
        schema.add_text_field(field, tokenizer_name="en_stem", index_option="freq")
    schema.add_integer_field("row", stored=True)
    schema.add_integer_field("document", indexed=True)
    schema.add_integer_field("dimension", indexed=True)
    return tantivy.Index(schema.build(), path=str(directory)).writer(HEAP, 1)


def _open(directory: Path) -> tantivy.Index:
    try:
        return tantivy.Index.open(str(directory))
    except ValueError as error:
        raise IndexDamaged(f"{directory} cannot be read as a tantivy index") from error


def _parse(index: tantivy.Index, text: str, boosts: dict[str, float]) -> tantivy.Query:
    """Make a query of the words alone, so that nothing in `text` is an operator."""
    words = " ".join(WORDS.findall(text.lower()))
    return index.parse_query(words, list(boosts), boosts)


def _search(
    index: tantivy.Index, query: tantivy.Query, k: int, documents: Sequence[int] | None
) -> list[tuple[int, float]]:
    if documents is not None:
        query = _confined(index, query, "document", documents)
    searcher = index.searcher()
    found = searcher.search(query, k).hits
    return [(int(searcher.doc(address)["row"][0]), float(score)) for score, address in found]


def _confined(
    index: tantivy.Index, query: tantivy.Query, field: str, values: Sequence[int]
) -> tantivy.Query:
    """Give `query` among the documents whose `field` has one of `values`, with its own scores."""
    allowed = tantivy.Query.term_set_query(index.schema, field, list(values))
    required = tantivy.Query.const_score_query(allowed, 0.0)
    return tantivy.Query.boolean_query(
        [(tantivy.Occur.Must, query), (tantivy.Occur.Must, required)]
    )
