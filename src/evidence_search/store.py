"""Documents, ratings, pages and passages in one SQLite file, written once and then only read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from evidence_search.emmie import from_bits, to_bits
from evidence_search.filters import Filters, where
from evidence_search.ratings import DocumentStatus, EvidenceRating, Study
from evidence_search.types import Document, Page, Passage, Rows, Span, SuggestedDesign
from evidence_search.word_boxes import pack_words, unpack_words

SCHEMA = """
CREATE TABLE document (
  number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, file TEXT NOT NULL, title TEXT NOT NULL,
  sha256 TEXT NOT NULL, authors TEXT NOT NULL, year INTEGER, publisher TEXT NOT NULL,
  doi TEXT NOT NULL, url TEXT NOT NULL, licence TEXT NOT NULL, countries TEXT NOT NULL,
  status TEXT NOT NULL, superseded_by TEXT NOT NULL, page_labels TEXT NOT NULL,
  ratings TEXT NOT NULL, studies TEXT NOT NULL, searched TEXT NOT NULL, designs TEXT NOT NULL
) STRICT;
CREATE TABLE page (
  row INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES document,
  number INTEGER NOT NULL, label TEXT NOT NULL,
  text TEXT NOT NULL, words BLOB NOT NULL, ocr_confidence REAL, UNIQUE (document, number)
) STRICT;
CREATE TABLE passage (
  row INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, document INTEGER NOT NULL REFERENCES document,
  page INTEGER NOT NULL REFERENCES page, spans TEXT NOT NULL, headings TEXT NOT NULL,
  summary INTEGER NOT NULL, emmie INTEGER NOT NULL
) STRICT;
CREATE INDEX passage_of_document ON passage (document);
"""
LISTS = ("authors", "countries", "page_labels")
NESTED = ("ratings", "studies", "designs")
RATINGS = TypeAdapter(tuple[EvidenceRating, ...])
STUDIES = TypeAdapter(tuple[Study, ...])
DESIGNS = TypeAdapter(tuple[SuggestedDesign, ...])
BATCH = 500
REMEMBERED = 1000  # documents


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page as it is stored, its words still packed: what one index hands to the next."""

    number: int
    label: str
    text: str
    packed: bytes
    ocr_confidence: float | None


class StoreWriter:
    """Adds documents one by one; `finish` leaves a single file without a journal."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
        self.documents = self.pages = self.passages = 0

    def add(
        self, document: Document, pages: Iterable[Page | StoredPage], passages: Iterable[Passage]
    ) -> None:
        number = self.documents
        record = asdict(document)
        record |= {name: json.dumps(record[name]) for name in (*LISTS, *NESTED)}
        values = [number, *record.values()]
        names = ", ".join(["number", *record])
        marks = ", ".join("?" * len(values))
        self._db.execute(f"INSERT INTO document ({names}) VALUES ({marks})", values)
        self.documents += 1
        rows = {}
        for page in pages:
            rows[page.number] = self.pages
            self._db.execute(
                "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    self.pages,
                    number,
                    page.number,
                    page.label,
                    page.text,
                    page.packed if isinstance(page, StoredPage) else pack_words(page.words),
                    page.ocr_confidence,
                ),
            )
            self.pages += 1
        for passage in passages:
            spans = json.dumps([[span.page, span.start, span.end] for span in passage.spans])
            page_row = rows[passage.spans[0].page]
            self._db.execute(
                "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self.passages,
                    passage.id,
                    number,
                    page_row,
                    spans,
                    json.dumps(passage.headings),
                    passage.sums_up,
                    to_bits(passage.dimensions),
                ),
            )
            self.passages += 1

    def finish(self) -> None:
        self._db.commit()
        self._db.close()

    def close(self) -> None:
        """Let go of the file, finished or not."""
        self._db.close()


class Store:
    """Reads one store file; safe to share between threads (SQLite serialises the calls)."""

    def __init__(self, path: Path) -> None:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.create_function("casefold", 1, _casefold, deterministic=True)
        self._numbered = lru_cache(REMEMBERED)(self._read_document)

    def close(self) -> None:
        self._db.close()

    def fault(self) -> str:
        """Say what SQLite finds wrong with its file, "" where it is whole."""
        found = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check(3)")]
        return "" if found == ["ok"] else "; ".join(found)

    def counts(self) -> dict[str, int]:
        return {
            f"{table}s": int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in ("document", "page", "passage")
        }

    def documents(self, filters: Filters | None = None) -> list[Document]:
        """Give the documents that `filters` let through, in the order of their titles."""
        clause, values = where(filters or Filters())
        query = f"SELECT * FROM document WHERE {clause} ORDER BY title, id"
        return [_document(row) for row in self._db.execute(query, values)]

    def document(self, document_id: str) -> Document | None:
        found = self._db.execute("SELECT * FROM document WHERE id = ?", (document_id,)).fetchone()
        return _document(found) if found else None

    def page(self, document_id: str, number: int) -> Page | None:
        found = self._db.execute(
            "SELECT page.* FROM page JOIN document ON page.document = document.number "
            "WHERE document.id = ? AND page.number = ?",
            (document_id, number),
        ).fetchone()
        return _page(found) if found else None

    def text(self, document_id: str, number: int) -> str | None:
        """Give the text of a page without the boxes of its words, which take longer to unpack."""
        found = self._db.execute(
            "SELECT text FROM page JOIN document ON page.document = document.number "
            "WHERE document.id = ? AND page.number = ?",
            (document_id, number),
        ).fetchone()
        return found["text"] if found else None

    def page_numbers(self, document_id: str) -> list[int]:
        """Give the numbers of a document's pages, in order."""
        found = self._db.execute(
            "SELECT page.number FROM page JOIN document ON page.document = document.number "
            "WHERE document.id = ? ORDER BY page.number",
            (document_id,),
        )
        return [row["number"] for row in found]

    def stored_pages(self, document_id: str) -> list[StoredPage]:
        """Give every page of a document, in order, to be stored again as it is."""
        found = self._db.execute(
            "SELECT page.number, label, text, words, ocr_confidence FROM page "
            "JOIN document ON page.document = document.number "
            "WHERE document.id = ? ORDER BY page.number",
            (document_id,),
        )
        return [StoredPage(*row) for row in found]

    def rows_of(self, document_id: str) -> list[int]:
        """Give the rows of a document's passages, in order."""
        found = self._db.execute(
            "SELECT row FROM passage JOIN document ON passage.document = document.number "
            "WHERE document.id = ? ORDER BY row",
            (document_id,),
        )
        return [row["row"] for row in found]

    def numbers(self, filters: Filters) -> list[int]:
        """Give the numbers of the documents that `filters` let through."""
        clause, values = where(filters)
        query = f"SELECT number FROM document WHERE {clause} ORDER BY number"
        return [row["number"] for row in self._db.execute(query, values)]

    def places(self) -> tuple[Rows, Rows, Rows, Rows]:
        """
        Give four arrays of shape (passages,), read in one go.

        They are the page row that a passage begins on, the number of its document, 1 where it
        stands in a section that sums its report up, and its EMMIE dimensions as bits.
        """
        cursor = self._db.cursor()
        cursor.row_factory = None
        found = cursor.execute("SELECT page, document, summary, emmie FROM passage ORDER BY row")
        columns = np.fromiter(chain.from_iterable(found), dtype=np.int64).reshape(-1, 4)
        page, document, summary, emmie = np.ascontiguousarray(columns.T)
        return page, document, summary, emmie

    def passage(self, passage_id: str) -> Passage | None:
        query = "SELECT row FROM passage WHERE id = ?"
        found = self._db.execute(query, (passage_id,)).fetchone()
        return self.passages([found["row"]])[0] if found else None

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """Give the passages at `rows`, in that order; raises KeyError for one that is not there."""
        found: dict[int, sqlite3.Row] = {}
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            marks = ", ".join("?" * len(batch))
            query = f"SELECT * FROM passage WHERE row IN ({marks})"
            found |= {row["row"]: row for row in self._db.execute(query, tuple(map(int, batch)))}
        documents = {
            number: self._numbered(number) for number in {r["document"] for r in found.values()}
        }
        return [self._passage(found[int(row)], documents) for row in rows]

    def _read_document(self, number: int) -> Document:
        return _document(
            self._db.execute("SELECT * FROM document WHERE number = ?", (number,)).fetchone()
        )

    def _passage(self, row: sqlite3.Row, documents: dict[int, Document]) -> Passage:
        spans = tuple(Span(*span) for span in json.loads(row["spans"]))
        pages = [self._page(row["document"], span.page) for span in spans]
        parts = zip(pages, spans, strict=True)
        text = "".join(page["text"][span.start : span.end] for page, span in parts)
        headings = tuple(json.loads(row["headings"]))
        sure = [page["ocr_confidence"] for page in pages if page["ocr_confidence"] is not None]
        document, least = documents[row["document"]], min(sure, default=None)
        return Passage(row["id"], document, text, spans, headings, from_bits(row["emmie"]), least)

    def _page(self, document: int, number: int) -> sqlite3.Row:
        query = "SELECT text, ocr_confidence FROM page WHERE document = ? AND number = ?"
        found: sqlite3.Row = self._db.execute(query, (document, number)).fetchone()
        return found


def _page(row: sqlite3.Row) -> Page:
    words = unpack_words(row["words"])
    return Page(row["number"], row["text"], row["label"], words, row["ocr_confidence"])


def _document(row: sqlite3.Row) -> Document:
    values = {name: row[name] for name in row.keys() if name != "number"}  # noqa: SIM118 - a Row iterates over values
    nested = {name: json.loads(values.pop(name)) for name in NESTED}
    values |= {name: tuple(json.loads(values[name])) for name in LISTS}
    values["status"] = DocumentStatus(values["status"])
    return Document(
        **values,
        ratings=RATINGS.validate_python(nested["ratings"]),
        studies=STUDIES.validate_python(nested["studies"]),
        designs=DESIGNS.validate_python(nested["designs"]),
    )


def _casefold(value: str | float | None) -> str | float | None:
    return value.casefold() if isinstance(value, str) else value
