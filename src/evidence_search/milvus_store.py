"""Documents, pages and passages of one generation in Milvus: what `store.Store` says of them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter
from pymilvus import MilvusClient

from evidence_search.emmie import from_bits, to_bits
from evidence_search.filters import Filters
from evidence_search.manifest import ADAPTER as MANIFESTS
from evidence_search.manifest import Manifest
from evidence_search.milvus_filters import (
    NO_YEAR,
    dimension_tags,
    expression,
    number_of,
    tags_of,
)
from evidence_search.milvus_schema import (
    MANIFEST,
    NO_VECTOR,
    PATIENCE,
    WORDS,
    Names,
    Row,
    answering,
    chunks,
    joined,
    page_terms,
    passage_terms,
    unpack,
)
from evidence_search.store import StoredPage
from evidence_search.types import Document, Page, Passage, Span, Vectors
from evidence_search.word_boxes import unpack_words

DOCUMENTS = TypeAdapter(Document)
COUNTED = TypeAdapter(dict[str, int])
BATCH = 1_000
MOST_KNOWN = 20_000
STRONG, BOUNDED = "Strong", "Bounded"


class MilvusStore:
    """Reads the collections of one generation; safe to share between threads."""

    def __init__(self, client: MilvusClient, names: Names) -> None:
        self._client = client
        self._names = names
        self._known: dict[int, Document] = {}

    def manifest(self) -> Manifest:
        return MANIFESTS.validate_json(self._record(MANIFEST))

    def words(self) -> dict[str, int]:
        return COUNTED.validate_json(self._record(WORDS))

    def digests(self) -> dict[str, str]:
        """Give the digest of what was pushed of each document, by its id."""
        rows = self._every(self._names.documents, "row >= 0", ["id", "digest"])
        return {row["id"]: row["digest"] for row in rows}

    def counts(self) -> dict[str, int]:
        names = self._names
        return {
            "documents": self.count(names.documents, "row >= 0"),
            "pages": self.count(names.pages, ""),
            "passages": self.count(names.passages, ""),
        }

    def count(self, collection: str, condition: str) -> int:
        fields = ["count(*)"]
        with answering():
            found = self._client.query(
                collection,
                filter=condition,
                output_fields=fields,
                consistency_level=STRONG,
                timeout=PATIENCE,
            )
        return int(found[0]["count(*)"])

    def reach(self, filters: Filters) -> tuple[int, int]:
        condition = expression(filters, dimensions=False)
        among = f"({condition}) and " if condition else ""
        documents = self.count(self._names.documents, f"{among}row >= 0")
        return documents, self.count(self._names.pages, f"{among}begins == true")

    def documents(self, filters: Filters | None = None) -> list[Document]:
        """Give the documents that `filters` let through, in the order of their titles."""
        condition = expression(filters or Filters(), dimensions=False)
        among = f"({condition}) and row >= 0" if condition else "row >= 0"
        rows = self._every(self._names.documents, among, ["content"])
        found = [DOCUMENTS.validate_json(joined(row["content"])) for row in rows]
        return sorted(found, key=lambda one: (one.title, one.id))

    def document(self, document_id: str) -> Document | None:
        number = number_of(document_id)
        return self._numbered([number]).get(number)

    def page(self, document_id: str, number: int) -> Page | None:
        row = self._page(document_id, number, ["text", "content"])
        if not row:
            return None
        own = unpack(row)
        words = unpack_words(base64.b64decode(own["words"]))
        return Page(number, joined(row["text"]), own["label"], words, own["sure"])

    def text(self, document_id: str, number: int) -> str | None:
        """Give the text of a page without the boxes of its words."""
        row = self._page(document_id, number, ["text"])
        return joined(row["text"]) if row else None

    def page_numbers(self, document_id: str) -> list[int]:
        """Give the numbers of a document's pages, in order."""
        condition = f"document == {number_of(document_id)}"
        found = self._every(self._names.pages, condition, ["number"])
        return sorted(row["number"] for row in found)

    def passage(self, passage_id: str) -> Passage | None:
        number = number_of(passage_id)
        return next(iter(self._passages([number]).values()), None)

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """Give the passages at `rows`, in that order; raises KeyError for one that is not there."""
        found: dict[int, Passage] = {}
        for start in range(0, len(rows), BATCH):
            found |= self._passages(rows[start : start + BATCH])
        return [found[row] for row in rows]

    def _passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        fields = ["id", "document", "text", "content"]
        found = self._get(self._names.passages, rows, fields)
        documents = self._numbered({row["document"] for row in found})
        return {row["row"]: _passage(row, documents[row["document"]]) for row in found}

    def _numbered(self, numbers: Iterable[int]) -> dict[int, Document]:
        wanted, remembered = set(numbers), self._known
        known = {number: remembered[number] for number in wanted if number in remembered}
        lacking = sorted(wanted - known.keys())
        for start in range(0, len(lacking), BATCH):
            batch = lacking[start : start + BATCH]
            for row in self._get(self._names.documents, batch, ["content"]):
                known[row["row"]] = DOCUMENTS.validate_json(joined(row["content"]))
        remembered.update(known)
        if len(remembered) > MOST_KNOWN:
            self._known = {}
        return known

    def _page(self, document_id: str, number: int, fields: list[str]) -> Row | None:
        found = self._get(self._names.pages, [number_of(f"{document_id}#{number}")], fields)
        return found[0] if found else None

    def _record(self, number: int) -> str:
        """Read what was written last, however short a time ago."""
        collection, fields = self._names.documents, ["content"]
        return joined(self._get(collection, [number], fields, STRONG)[0]["content"])

    def _get(
        self, collection: str, rows: Sequence[int], fields: list[str], level: str = BOUNDED
    ) -> list[Row]:
        if not rows:
            return []
        with answering():
            found = self._client.query(
                collection,
                filter=f"row in {list(map(int, rows))}",
                output_fields=["row", *fields],
                limit=len(rows),
                consistency_level=level,
                timeout=PATIENCE,
            )
        return list(found)

    def _every(self, collection: str, condition: str, fields: list[str]) -> Iterator[Row]:
        with answering():
            pages: Any = self._client.query_iterator(
                collection, filter=condition, output_fields=["row", *fields], batch_size=BATCH
            )
        try:
            while batch := _next(pages):
                yield from batch
        finally:
            pages.close()


def _next(pages: Any) -> list[Row]:  # noqa: ANN401 - pymilvus does not export its type
    with answering():
        return list(pages.next())


def document_row(document: Document, digest: str) -> Row:
    return {
        **_common(number_of(document.id), document),
        "id": document.id,
        "digest": digest,
        "vector": NO_VECTOR,
        "content": chunks(DOCUMENTS.dump_json(document).decode()),
    }


def record_rows(manifest: Manifest, words: dict[str, int]) -> list[Row]:
    """Give the rows of what is no document: the manifest, and the words of all pages."""
    said = {
        MANIFEST: MANIFESTS.dump_json(manifest).decode(),
        WORDS: COUNTED.dump_json(words).decode(),
    }
    rest = {"document": -1, "year": NO_YEAR, "tags": [], "id": "", "digest": ""}
    return [
        {"row": number, **rest, "vector": NO_VECTOR, "content": chunks(text)}
        for number, text in said.items()
    ]


def page_row(document: Document, page: StoredPage, *, begins: bool) -> Row:
    words = base64.b64encode(page.packed).decode()
    own = {"label": page.label, "words": words, "sure": page.ocr_confidence}
    return {
        **_common(number_of(f"{document.id}#{page.number}"), document),
        "number": page.number,
        "begins": begins,
        "text": chunks(page.text),
        "words": page_terms(page.text),
        "content": chunks(json.dumps(own, ensure_ascii=False)),
    }


def passage_row(passage: Passage, vector: Vectors) -> Row:
    document, first = passage.document, passage.spans[0].page
    own = {
        "spans": [[span.page, span.start, span.end] for span in passage.spans],
        "headings": passage.headings,
        "emmie": to_bits(passage.dimensions),
        "sure": passage.ocr_confidence,
    }
    common = _common(number_of(passage.id), document)
    return {
        **common,
        "tags": [*common["tags"], *dimension_tags(passage.dimensions)],
        "id": passage.id,
        "page": number_of(f"{document.id}#{first}"),
        "summary": int(passage.sums_up),
        "vector": vector.tolist(),
        "text": chunks(passage.text),
        "words": passage_terms(passage.text, passage.headings),
        "content": chunks(json.dumps(own, ensure_ascii=False)),
    }


def _common(row: int, document: Document) -> Row:
    year = NO_YEAR if document.year is None else document.year
    number = number_of(document.id)
    return {"row": row, "document": number, "year": year, "tags": tags_of(document)}


def _passage(row: Row, document: Document) -> Passage:
    own = unpack(row)
    spans = tuple(Span(*span) for span in own["spans"])
    return Passage(
        row["id"],
        document,
        joined(row["text"]),
        spans,
        tuple(own["headings"]),
        from_bits(own["emmie"]),
        own["sure"],
    )
