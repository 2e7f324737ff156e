"""Openly licensed questions and passages to what a reranker learns from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, Field

from eval.collection import load_collection
from eval.rows import read_rows
from evidence_search.index import Index
from evidence_search.sentences import split_sentences
from evidence_search.types import Passage

WORDS = 90
SHORTEST = 5

COLLECTIONS = (
    ("ir/scifact", "train"),
    ("ir/qasper_evidence", None),
    ("train/covid_qa_deepset", None),
    ("train/evidence_inference_v2", "train"),
)
HALVED = "qasper_evidence"


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the numbers of the passages that answer it."""

    text: str
    relevant: frozenset[int]


@dataclass(frozen=True, slots=True)
class Source:
    """Questions over one body of passages; passages that answer none are there to be confused."""

    name: str
    passages: tuple[str, ...]
    questions: tuple[Question, ...]


class _Document(BaseModel):
    id: str = Field(alias="_id")
    title: str = ""
    text: str


class _Medical(BaseModel):
    focus: str
    question: str
    answer: str


class Paragraph(BaseModel):
    """A question of SQuAD with its paragraph; `answers` are spans of that, if it answers."""

    question: str
    title: str
    context: str
    answerable: bool
    answers: tuple[str, ...] = ()


def read_sources(data: Path) -> Iterator[Source]:
    """Give every source under `data`, without what the service is measured on."""
    for folder, split in COLLECTIONS:
        yield collection(data / folder, split)
    yield medical(data / "train/medquad/pairs.jsonl")
    yield paragraphs(data / "train/squad2_dev_half/questions.jsonl")


def collection(folder: Path, split: str | None) -> Source:
    """Read a collection with a corpus; of QASPER only the articles that are not held out."""
    read = load_collection(folder, split)
    rows = list(read_rows(folder / "corpus.jsonl", _Document))
    number = {row.id: place for place, row in enumerate(rows)}
    titled = folder.name != HALVED  # its titles are numbers of articles
    questions = []
    for query in read.judged:
        units = [unit for unit, grade in read.qrels[query.id].items() if grade > 0]
        if folder.name != HALVED or not any(map(held_out, units)):
            questions.append(Question(query.text, frozenset(number[unit] for unit in units)))
    texts = tuple(_join(row.title if titled else "", row.text) for row in rows)
    return Source(folder.name, texts, tuple(questions))


def held_out(unit: str) -> bool:
    """Tell whether the article of a passage is in the half that only measures."""
    article = unit.partition("#")[0]
    return hashlib.sha256(article.encode()).digest()[0] % 2 == 1


def medical(path: Path) -> Source:
    """Read MedQuAD: the beginning of each answer, headed by what it is about."""
    rows = list(read_rows(path, _Medical))
    texts = tuple(_join(row.focus, _begin(row.answer)) for row in rows)
    questions = (Question(row.question, frozenset({place})) for place, row in enumerate(rows))
    return Source("medquad", texts, tuple(questions))


def paragraphs(path: Path) -> Source:
    """Read SQuAD: each paragraph once, and the questions that theirs answers."""
    rows = list(read_rows(path, Paragraph))
    texts = tuple(dict.fromkeys(_join(spaced(row.title), row.context) for row in rows))
    number = {text: place for place, text in enumerate(texts)}
    questions = (
        Question(row.question, frozenset({number[_join(spaced(row.title), row.context)]}))
        for row in rows
        if row.answerable
    )
    return Source("squad", texts, tuple(questions))


def reports(index: Index, unwanted: Sequence[str]) -> Source:
    """
    Make questions of an index: headings ask for what is below, first sentences for the rest.

    What is asked is cut out of the passage. Nothing that `unwanted` holds is asked.
    """
    passages = index.store.passages(range(len(index.page_of)))
    taken = {" ".join(text.casefold().split()) for text in unwanted}
    texts: list[str] = []
    questions: list[Question] = []
    for place, passage in enumerate(passages):
        asked, rest = _halve(passage) if place % 2 else _under(passage)
        texts.append(_join(passage.document.title, rest))
        long_enough = len(asked.split()) >= SHORTEST and len(rest.split()) >= SHORTEST
        if long_enough and " ".join(asked.casefold().split()) not in taken:
            questions.append(Question(asked, frozenset({place})))
    return Source("reports", tuple(texts), tuple(questions))


def _under(passage: Passage) -> tuple[str, str]:
    return "".join(passage.headings[-1:]), passage.text


def _halve(passage: Passage) -> tuple[str, str]:
    start, end = next(iter(split_sentences(passage.text)), (0, 0))
    return passage.text[start:end], passage.text[end:].strip()


def _join(title: str, text: str) -> str:
    return f"{title}. {text}" if title else text


def _begin(text: str) -> str:
    return " ".join(text.split()[:WORDS])


def spaced(title: str) -> str:
    return title.replace("_", " ")
