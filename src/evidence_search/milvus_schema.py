"""How a generation lies in Milvus: three collections, their fields, and what a row holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pymilvus import (
    CollectionSchema,
    DataType,
    Function,
    FunctionType,
    MilvusClient,
    MilvusException,
)
from pymilvus.milvus_client.index import IndexParams

from evidence_search.errors import IndexMissing
from evidence_search.generation_name import name_of
from evidence_search.stems import terms

LONGEST = 65_535
CHUNK = 16_000  # characters, of at most four bytes
MOST_TAGS = 4_096
NO_VECTOR = [0.0, 1.0]  # a collection must have one
MANIFEST, WORDS = -1, -2  # the numbers of what is no document
MARK = "\N{MODIFIER LETTER LOW MACRON}"  # a letter, for Milvus; never in a stem
FINENESS = 20
PATIENCE = 30.0  # seconds
LONG_QUESTION = 60
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the collections of generation `number`; an alias leads to `documents`."""

    library: str
    number: int

    @property
    def generation(self) -> str:
        return name_of(self.number)

    @property
    def documents(self) -> str:
        return f"{self.library}_{self.generation}_documents"

    @property
    def pages(self) -> str:
        return f"{self.library}_{self.generation}_pages"

    @property
    def passages(self) -> str:
        return f"{self.library}_{self.generation}_passages"

    @property
    def all(self) -> tuple[str, str, str]:
        return self.documents, self.pages, self.passages

    @classmethod
    def parse(cls, library: str, collection: str) -> Names | None:
        """Give the generation whose documents a collection holds, None where it is another's."""
        number = collection.removeprefix(f"{library}_").removesuffix("_documents")
        known = number.isdecimal() and collection == cls(library, int(number)).documents
        return cls(library, int(number)) if known else None


def create(client: MilvusClient, names: Names, dimension: int, *, lite: bool) -> None:
    """Create the collections with their indexes; Milvus Lite knows one tokenizer and FLAT."""
    for name, make in (
        (names.documents, _documents),
        (names.pages, _pages),
        (names.passages, _passages),
    ):
        schema, index = make(dimension, lite=lite)
        client.create_collection(name, schema=schema, index_params=index)


@contextmanager
def answering() -> Iterator[None]:
    """Raise IndexMissing where Milvus does not answer; its own words may quote the question."""
    try:
        yield
    except MilvusException as error:
        raise IndexMissing(f"Milvus gave no answer (its code {error.code}); see its log") from error


def chunks(text: str) -> list[str]:
    return [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]


def joined(parts: Iterable[str]) -> str:
    return "".join(parts)


def unpack(row: Row) -> Any:  # noqa: ANN401 - as JSON has it
    return json.loads(joined(row["content"]))


def passage_terms(text: str, headings: Sequence[str]) -> str:
    """Give the stems of a passage, and those of its headings marked as such, for BM25."""
    return _fit([*terms(text), *(MARK + one for one in terms(" ".join(headings[-2:])))])


def page_terms(text: str) -> str:
    """Give the stems of a page, and each two that stand side by side as one."""
    own = terms(text)
    return _fit([*own, *(one + MARK + other for one, other in pairwise(own))])


def question(weighted: Iterable[tuple[str, float]]) -> tuple[str, float]:
    """
    Give a text for BM25 in which a term stands as often as it counts, and how often 1 is.

    Milvus multiplies what a term scores by how often the question has it.
    """
    known = [(term, weight) for term, weight in weighted if weight]
    fineness = FINENESS if len(known) <= LONG_QUESTION * 3 else 4
    repeated = (" ".join([term] * round(weight * fineness)) for term, weight in known)
    return " ".join(filter(None, repeated)), fineness


def _fit(words: Iterable[str]) -> str:
    """Give the words of a row; what Milvus cannot hold of a very long page is not searched."""
    text = " ".join(words).encode()[:LONGEST]
    return text.decode(errors="ignore")


def _documents(_: int, *, lite: bool) -> tuple[CollectionSchema, IndexParams]:
    del lite
    schema = _common()
    schema.add_field("id", DataType.VARCHAR, max_length=1_024)
    schema.add_field("digest", DataType.VARCHAR, max_length=64)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=len(NO_VECTOR))
    return schema, _indexes(("vector", "FLAT", "IP"))


def _pages(_: int, *, lite: bool) -> tuple[CollectionSchema, IndexParams]:
    schema = _searched(lite=lite)
    schema.add_field("number", DataType.INT64)
    schema.add_field("begins", DataType.BOOL)
    return schema, _indexes(("sparse", "SPARSE_INVERTED_INDEX", "BM25"))


def _passages(dimension: int, *, lite: bool) -> tuple[CollectionSchema, IndexParams]:
    schema = _searched(lite=lite)
    _add_passage(schema, dimension)
    return schema, _indexes(
        ("sparse", "SPARSE_INVERTED_INDEX", "BM25"),
        ("vector", "FLAT" if lite else "AUTOINDEX", "IP"),
    )


def _add_passage(schema: CollectionSchema, dimension: int) -> None:
    schema.add_field("id", DataType.VARCHAR, max_length=1_024)
    schema.add_field("page", DataType.INT64)
    schema.add_field("summary", DataType.INT8)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)


def _common() -> CollectionSchema:
    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("row", DataType.INT64, is_primary=True)
    schema.add_field("document", DataType.INT64)
    schema.add_field("year", DataType.INT64)
    _texts(schema, "tags", 2_000, MOST_TAGS)
    _texts(schema, "content", LONGEST, 1_024)
    return schema


def _searched(*, lite: bool) -> CollectionSchema:
    schema = _common()
    _texts(schema, "text", LONGEST, 1_024)
    tokenizer = {"tokenizer": "standard" if lite else "whitespace"}
    schema.add_field(
        "words",
        DataType.VARCHAR,
        max_length=LONGEST,
        enable_analyzer=True,
        analyzer_params=tokenizer,
    )
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    bm25 = Function(
        name="bm25",
        function_type=FunctionType.BM25,
        input_field_names=["words"],
        output_field_names=["sparse"],
    )
    schema.add_function(bm25)
    return schema


def _texts(schema: CollectionSchema, name: str, longest: int, most: int) -> None:
    kind = {"element_type": DataType.VARCHAR, "max_length": longest, "max_capacity": most}
    schema.add_field(name, DataType.ARRAY, **kind)


def _indexes(*fields: tuple[str, str, str]) -> IndexParams:
    made = MilvusClient.prepare_index_params()
    for name, kind, metric in fields:
        own = {"bm25_k1": 1.2, "bm25_b": 0.75} if metric == "BM25" else {}
        made.add_index(name, index_type=kind, metric_type=metric, params=own)
    return made
