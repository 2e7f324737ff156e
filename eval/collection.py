"""A folder in BEIR layout to its queries and judgements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from eval.rows import CollectionInvalid, read_rows

WHOLE = "all"
ANSWERING = "AP"  # answers, answers a part; G says that it is not known, R does not answer
COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """
    What a page says in answer to a question, or to a part of one.

    `gap` is the page of a sentence that says that the answer is not known, else empty.
    """

    text: str
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Pooled:
    """A sentence that a search found, and whether all who read it say that it answers."""

    text: str
    answers: bool


@dataclass(frozen=True, slots=True)
class Query:
    """
    A question; `labels` name the subgroups that it belongs to.

    `evidence` is what was named as its answer before any search, `pooled` what was judged of what
    searches found.
    """

    id: str
    text: str
    answerable: bool = True
    labels: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[Sentence, ...] = ()
    pooled: tuple[Pooled, ...] = ()

    @property
    def expected(self) -> str:
        """The status of a right answer, as judged or else by whether there is one."""
        return self.labels.get("expected_status", "answered" if self.answerable else "no_evidence")

    @property
    def named(self) -> tuple[str, ...]:
        """The sentences that were named as its answer; those on what is not known are none."""
        return tuple(one.text for one in self.evidence if self.answerable and not one.gap)

    @property
    def answering(self) -> tuple[str, ...]:
        """Every sentence that is known to answer it, or a part of it."""
        found = (one.text for one in self.pooled if self.answerable and one.answers)
        return (*self.named, *found)


WARM_UP = Query("warm-up", "What helps families?")  # is asked before any question that is timed


@dataclass(frozen=True, slots=True)
class Collection:
    """Queries and what is relevant to each: `qrels` maps query id to judged id to relevance."""

    directory: Path
    split: str
    queries: Sequence[Query]
    qrels: Mapping[str, Mapping[str, int]]

    def __post_init__(self) -> None:
        if strange := self.qrels.keys() - {query.id for query in self.queries}:
            raise CollectionInvalid(f"{self.directory}: judged but no query: {min(strange)}")
        if odd := [q.id for q in self.queries if not q.answerable and q.id in self.qrels]:
            raise CollectionInvalid(f"{self.directory}: not answerable, yet judged: {odd[0]}")

    @property
    def name(self) -> str:
        return self.directory.resolve().name

    @property
    def corpus(self) -> Path | None:
        """The collection's own documents; None where it judges the pages of an index."""
        path = self.directory / "corpus.jsonl"
        return path if path.is_file() else None

    @property
    def judged(self) -> list[Query]:
        """The queries of this split that something is relevant to."""
        return [query for query in self.queries if any(self.qrels.get(query.id, {}).values())]

    @property
    def unanswerable(self) -> list[Query]:
        """The queries without an answer, of this split where they say which."""
        own = [q for q in self.queries if q.labels.get("split", self.split) == self.split]
        return [query for query in own if not query.answerable]


class _Gap(BaseModel):
    gap: str
    page: str

    def sentence(self) -> Sentence:
        return Sentence(self.gap, self.page)


class _QueryRow(BaseModel):
    model_config = ConfigDict(extra="allow")

    id: str = Field(alias="_id")
    text: str
    answerable: bool = True
    evidence: list[str | _Gap] = []

    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(
            Sentence(one) if isinstance(one, str) else one.sentence() for one in self.evidence
        )


class _PooledRow(BaseModel):
    query: str
    sentence: str
    grades: list[Literal["A", "P", "G", "R"]] = Field(min_length=1)

    def judged(self) -> Pooled:
        return Pooled(self.sentence, all(grade in ANSWERING for grade in self.grades))


def load_collection(directory: Path, split: str | None = None) -> Collection:
    """
    Read queries.jsonl and the judgements of one split: qrels_<split>.tsv, or qrels.tsv.

    Raises CollectionInvalid.
    """
    splits = find_splits(directory)
    if split is None and len(splits) > 1:
        raise CollectionInvalid(f"{directory.name} has several splits; add {_choices(splits)}")
    chosen = next(iter(splits)) if split is None else split
    if chosen not in splits:
        raise CollectionInvalid(f"{directory.name} has no split {chosen!r}; use {_choices(splits)}")
    qrels = _read_qrels(splits[chosen])
    queries = [_with_document(query, qrels.get(query.id, {})) for query in read_queries(directory)]
    return Collection(directory, chosen, queries, qrels)


def find_splits(directory: Path) -> dict[str, Path]:
    """Give the file of judgements of each split by its name; raises CollectionInvalid."""
    splits = {
        path.stem.removeprefix("qrels").lstrip("_") or WHOLE: path
        for path in sorted(directory.glob("qrels*.tsv"))
    }
    if not splits:
        raise CollectionInvalid(f"{directory} is no collection: it has no qrels*.tsv")
    return splits


def read_queries(directory: Path) -> tuple[Query, ...]:
    """
    Read queries.jsonl, and what pooled.jsonl judges of them, if there is one.

    Further text and yes/no fields are labels. Raises CollectionInvalid.
    """
    pooled = _read_pooled(directory / "pooled.jsonl")
    queries = tuple(
        Query(
            row.id,
            row.text,
            row.answerable,
            _labels(row.model_extra or {}),
            row.sentences(),
            tuple(pooled.pop(row.id, ())),
        )
        for row in read_rows(directory / "queries.jsonl", _QueryRow)
    )
    if pooled:
        raise CollectionInvalid(f"{directory}: pooled but no query: {min(pooled)}")
    return queries


def _read_pooled(path: Path) -> dict[str, list[Pooled]]:
    pooled: dict[str, list[Pooled]] = {}
    for row in read_rows(path, _PooledRow) if path.is_file() else ():
        pooled.setdefault(row.query, []).append(row.judged())
    return pooled


def _labels(fields: Mapping[str, object]) -> dict[str, str]:
    shown = {True: "yes", False: "no"}
    return {
        name: shown[value] if isinstance(value, bool) else value
        for name, value in fields.items()
        if isinstance(value, str | bool)
    }


def _with_document(query: Query, judged: Mapping[str, int]) -> Query:
    """Label the query with the document of its most relevant pages, where they have but one."""
    best = max(judged.values(), default=0)
    documents = {unit.rpartition("#")[0] for unit, grade in judged.items() if grade == best}
    if "document" in query.labels or len(documents) != 1 or documents == {""}:
        return query
    return replace(query, labels={**query.labels, "document": documents.pop()})


def _choices(splits: Mapping[str, Path]) -> str:
    return " or ".join(f"--split {name}" for name in splits)


def _read_qrels(path: Path) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fields = line.split("\t")
        if number == 1 and not _is_number(fields[-1]):
            continue
        if len(fields) != COLUMNS or not _is_number(fields[-1]):
            raise CollectionInvalid(
                f"{path}:{number}: not query-id, corpus-id and a whole number, tabs between them"
            )
        qrels.setdefault(fields[0], {})[fields[1]] = int(fields[2])
    return qrels


def _is_number(text: str) -> bool:
    return text.strip().removeprefix("-").isdecimal()
