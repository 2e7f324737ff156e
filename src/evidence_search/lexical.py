"""BM25 over passages and over whole pages, in two tantivy indexes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tantivy

from evidence_search.emmie import BITS
from evidence_search.errors import IndexDamaged
from evidence_search.ratings import Dimension
from evidence_search.stems import stems
from evidence_search.types import Passage

WORDS = re.compile(r"[^\W_]+")
PASSAGE_FIELDS = ("text", "headings")
PAGE_FIELDS = ("text",)
HEAP = 64_000_000
# Texts, above which words such as "of" take longer than all else in a search: in pairs, or alone.
MANY_FOR_PAIRS = 10_000
MANY = 100_000


@dataclass(frozen=True, slots=True)
class Words:
    """
    What is searched for: the words of `text`, and those of `added` at a `weight`.

    Beside the 1 of a word in the text, `headings` is what one in a passage's headings counts, and
    `phrases` what two of `text` count that stand side by side in a page.
    """

    text: str
    added: str = ""
    weight: float = 0.0
    headings: float = 0.25
    phrases: float = 0.3


class LexicalWriter:
    """Adds passages and pages, each numbered by the caller as the store numbers them."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._passages = _writer(directory / "passages", PASSAGE_FIELDS, "freq")
        self._pages = _writer(directory / "pages", PAGE_FIELDS, "position")
        self._open = [self._passages, self._pages]

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

    def add_page(self, row: int, document: int, text: str) -> None:
        self._pages.add_document(tantivy.Document(row=row, document=document, text=text))

    def finish(self) -> None:
        """Write what was added, so that it can be read; raises ValueError where that fails."""
        while self._open:
            self._open[-1].commit()
            self._open.pop().wait_merging_threads()  # which it bears once only
        for file in self._directory.rglob("*.lock"):
            file.unlink()
        for file in self._directory.rglob("*.json"):
            file.chmod(0o644)

    def close(self) -> None:
        """Wait until no thread holds a file any more; what was not finished is lost."""
        while self._open:
            with suppress(ValueError):  # a thread that failed holds nothing either
                self._open.pop().wait_merging_threads()


class LexicalIndex:
    """Both indexes, open for reading."""

    def __init__(self, directory: Path) -> None:
        self._passages = _Reader(directory / "passages")
        self._pages = _Reader(directory / "pages")

    def __len__(self) -> int:
        return self._passages.count

    def passages(
        self,
        words: Words,
        k: int,
        documents: Sequence[int] | None = None,
        dimensions: Sequence[Dimension] = (),
    ) -> list[tuple[int, float]]:
        """Give up to `k` (passage row, BM25), best first, of `documents` or of all."""
        bits = [BITS[one] for one in dimensions] or None
        query = self._passages.query(words, {"text": 1.0, "headings": words.headings})
        return self._passages.search(query, k, {"document": documents, "dimension": bits})

    def pages(
        self, words: Words, k: int, documents: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Give up to `k` (page row, BM25), best first, of `documents` or of all."""
        query = self._pages.query(words, {"text": 1.0}, words.phrases)
        return self._pages.search(query, k, {"document": documents})

    def unused(self, text: str) -> tuple[str, ...]:
        """Give the words of `text` that carry meaning and that no passage uses in any form."""
        words = dict.fromkeys(WORDS.findall(text.lower()))
        return tuple(word for word in words if not all(map(self._passages.holds, stems(word))))


class _Reader:
    """
    One tantivy index.

    tantivy makes lock files where it opens an index, so that a read-only one could not be opened:
    it is given a folder of links. The files stay mapped once the links are gone. A thread of
    tantivy's may make a lock file while the folder goes; that must not fail an open index.
    """

    def __init__(self, directory: Path) -> None:
        with TemporaryDirectory(prefix="evidence-search-", ignore_cleanup_errors=True) as links:
            for file in directory.resolve().iterdir():
                if file.suffix != ".lock":
                    Path(links, file.name).symlink_to(file)
            try:
                self._index = tantivy.Index.open(links)
            except ValueError as error:
                raise IndexDamaged(f"{directory} cannot be read as a tantivy index") from error
            self._index.config_reader("manual")
            self._searcher = self._index.searcher()

    @property
    def count(self) -> int:
        return int(self._searcher.num_docs)

    def holds(self, stem: str) -> bool:
        return bool(self._searcher.doc_freq("text", stem))

    def search(
        self, query: tantivy.Query, k: int, confined: Mapping[str, Sequence[int] | None]
    ) -> list[tuple[int, float]]:
        """Search where each field of `confined` has one of its values; None confines nothing."""
        for field, values in confined.items():
            if values is not None:
                allowed = tantivy.Query.term_set_query(self._index.schema, field, list(values))
                required = tantivy.Query.const_score_query(allowed, 0.0)
                query = tantivy.Query.boolean_query(
                    [(tantivy.Occur.Must, query), (tantivy.Occur.Must, required)]
                )
        # Uncounted, it need not score every text that holds a word.
        found = self._searcher.search(query, k, count=False).hits
        rows: list[Any] = self._searcher.fast_field_values("row", [at for _, at in found])
        return [(row, float(score)) for row, (score, _) in zip(rows, found, strict=True)]

    def query(
        self, words: Words, fields: Mapping[str, float], phrases: float = 0.0
    ) -> tantivy.Query:
        """Make a query of the words, in each of `fields` at its weight; 0 leaves out."""
        fields = {name: weight for name, weight in fields.items() if weight}
        own = WORDS.findall(words.text.lower())
        parts = [self._parse(self._telling(own, MANY), fields)]
        if phrases:
            pairs = filter(set(self._telling(own, MANY_FOR_PAIRS)).issuperset, pairwise(own))
            quoted = dict.fromkeys(f'"{one} {next_}"' for one, next_ in pairs)
            parts.append(tantivy.Query.boost_query(self._parse(quoted, fields), phrases))
        if words.weight:
            added = self._parse(self._telling(WORDS.findall(words.added.lower()), MANY), fields)
            parts.append(tantivy.Query.boost_query(added, words.weight))
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])

    def _telling(self, words: list[str], many: int) -> list[str]:
        """Give the words to look for: among more than `many` texts those that say much, if any."""
        few = self.count <= many
        return words if few else [word for word in words if stems(word)] or words

    def _parse(self, words: Iterable[str], fields: Mapping[str, float]) -> tantivy.Query:
        """Make a query of words or of pairs in quotation marks, none of them an operator."""
        return self._index.parse_query(" ".join(words), list(fields), dict(fields))


def _writer(directory: Path, fields: Iterable[str], kept: str) -> tantivy.IndexWriter:
    directory.mkdir(parents=True)
    schema = tantivy.SchemaBuilder()
    for field in fields:
        schema.add_text_field(field, tokenizer_name="en_stem", index_option=kept)
    schema.add_integer_field("row", fast=True)
    schema.add_integer_field("document", indexed=True)
    schema.add_integer_field("dimension", indexed=True)
    index = tantivy.Index(schema.build(), path=str(directory))
    index.config_reader("manual")
    return index.writer(HEAP, 1)
