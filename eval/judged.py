"""Judged designs and the texts that they were judged on: pages of an index, or abstracts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from eval.rows import read_rows
from evidence_search.index import Index
from evidence_search.ratings import Design
from evidence_search.types import Document, Passage, Span

ABSTRACTS = ("pubmedqa_l", "scifact")
Split = Literal["dev", "test"]
Texts = Mapping[str, tuple[Passage, ...]]


class Component(BaseModel):
    """One part of a report and its design; `page` is the page that says so."""

    model_config = ConfigDict(extra="forbid")

    design: Design
    page: int | None = None
    planned: bool = False


class Judged(BaseModel):
    """What a person read a document to be; an `arguable` design counts neither way."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(alias="_id")
    split: Split
    components: list[Component]
    arguable: list[Design]


class Pooled(BaseModel):
    """Whether a design that had been suggested for an abstract was right."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(alias="_id")
    source: Literal["pubmedqa_l", "scifact"]
    design: Design
    right: bool


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the texts lie: two indexes, and the folder of the collections of abstracts."""

    sample: Path
    public: Path
    abstracts: Path

    @property
    def are_there(self) -> bool:
        return all((place / "CURRENT").exists() for place in (self.sample, self.public)) and all(
            (self.abstracts / name / "corpus.jsonl").is_file() for name in ABSTRACTS
        )


def read_judged(
    directory: Path, sources: Sources
) -> Iterator[tuple[str, list[Judged], Texts | None]]:
    """Give each file of judgements by name with its texts, None where they are not here."""
    for name, place in (
        ("sample_library", sources.sample),
        ("public_reports", sources.public),
        ("pubmedqa", sources.abstracts / "pubmedqa_l"),
    ):
        judged = list(read_rows(directory / f"{name}.jsonl", Judged))
        yield name, judged, _texts(place, {one.id for one in judged})


def read_pooled(directory: Path, sources: Sources) -> tuple[list[Pooled], dict[str, Texts | None]]:
    pooled = list(read_rows(directory / "pooled.jsonl", Pooled))
    names = {one.source for one in pooled}
    wanted = {name: {one.id for one in pooled if one.source == name} for name in names}
    return pooled, {name: _texts(sources.abstracts / name, wanted[name]) for name in names}


def _texts(place: Path, wanted: set[str]) -> Texts | None:
    if (place / "corpus.jsonl").is_file():
        return dict(_abstracts(place, wanted))
    if not (place / "CURRENT").exists():
        return None
    index = Index.open(place)
    store = index.store
    found = {name: tuple(store.passages(store.rows_of(name))) for name in sorted(wanted)}
    index.close()
    return found


def _abstracts(place: Path, wanted: set[str]) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    """Give each abstract as one passage, its title in the first line; questions are titles too."""
    asked = {row["_id"].removeprefix("q"): row["text"] for row in _rows(place / "queries.jsonl")}
    for row in _rows(place / "corpus.jsonl"):
        name = row["_id"]
        if name in wanted:
            text = f"{row['title'] or asked[name]}\n{row['text']}"
            document = Document(name, name, row["title"] or name, "0" * 64)
            yield name, (Passage(f"{name}#1:0", document, text, (Span(1, 0, len(text)),)),)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
