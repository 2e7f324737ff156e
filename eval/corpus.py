"""A collection's own corpus to an index of it: one document, one page, one passage."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from pydantic import BaseModel, Field

import evidence_search
from eval.rows import CollectionInvalid, read_rows
from evidence_search.encode import load_encoder
from evidence_search.errors import IndexMismatch, IndexMissing
from evidence_search.files import sha256
from evidence_search.generations import current
from evidence_search.index import write_generation
from evidence_search.manifest import read_manifest
from evidence_search.settings import Inference
from evidence_search.types import Document, Encoder, Page, Passage, Span

CACHE = Path("data/eval")
LIBRARY = Path(str(evidence_search.__file__)).parent
WRITERS = (
    "conversion", "encode", "index", "lexical", "models", "openvino_model", "openvino_writer",
    "spelling", "stems", "store", "types", "vector_writer",
)  # fmt: skip


class _DocumentRow(BaseModel):
    id: str = Field(alias="_id")
    title: str = ""
    text: str


def index_corpus(
    corpus: Path, encoder: str, directory: Path | None = None, inference: Inference = "auto"
) -> Path:
    """
    Give the folder of an index of `corpus`, built first where there is none.

    Without a `directory` it is one in the cache that this corpus and encoder, and what runs it,
    have to themselves.
    Raises IndexMismatch where another index stands in `directory`.
    """
    made_by = {
        "corpus": sha256(corpus), "encoder": encoder, "inference": inference, "code": _code()
    }  # fmt: skip
    digest = hashlib.sha256(json.dumps(made_by).encode()).hexdigest()
    place = directory or CACHE / f"{corpus.resolve().parent.name}-{digest[:12]}"
    try:
        found = read_manifest(current(place)).made_by
    except IndexMissing:
        _build(corpus, load_encoder(encoder, inference), place, made_by)
    else:
        if dict(found) != made_by:
            raise IndexMismatch(f"the index at {place} was not made from {corpus} by {encoder}")
    return place


def _code() -> str:
    """Give the SHA-256 of what writes an index: numbers must not come from one of older code."""
    files = (LIBRARY / f"{name}.py" for name in WRITERS)
    return hashlib.sha256("".join(map(sha256, files)).encode()).hexdigest()


def _build(corpus: Path, encoder: Encoder, place: Path, made_by: dict[str, str]) -> None:
    seen: set[str] = set()
    with write_generation(place, encoder, made_by) as writer:
        for row in read_rows(corpus, _DocumentRow):
            if row.id in seen:
                raise CollectionInvalid(f"{corpus}: two documents have the id {row.id}")
            seen.add(row.id)
            text = "\n".join(part for part in (row.title, row.text) if part.strip())
            digest = hashlib.sha256(text.encode()).hexdigest()
            document = Document(row.id, corpus.name, row.title, digest)
            whole = Span(1, 0, len(text))
            passages = [Passage(row.id, document, text, (whole,))] if text.strip() else []
            writer.add(document, [Page(1, text)], passages)
