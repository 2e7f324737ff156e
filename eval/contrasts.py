"""Sentences of open texts, and questions that each of them answers or only looks as if it did."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from eval.rows import CollectionInvalid, read_rows
from evidence_search.index import Index
from evidence_search.sentences import split_sentences

TITLE = re.compile(r"TITLE:\s*\n(.+)")
HEX_DIGITS = 16  # of a sentence's SHA-256
CURES = {
    "reports": "index them again: python -m indexer build ../shared/data/pdfs --index "
    "data/eval/public-reports",
    "trials": "use the corpus that the questions were written to",
}

InContext = dict[str, dict[str, str]]  # by document, then by digest of the sentence


class Asked(BaseModel):
    """
    A question; `answered_by` are places of sentences in its group.

    Where it is empty, no sentence answers, and `near` is the one that looks most as if it did:
    that is for readers, and nothing is learnt from it.
    """

    text: str
    answered_by: tuple[int, ...]
    near: int | None = None


class Group(BaseModel):
    """
    Sentences that stand together, and the questions written to them.

    A sentence is told by the beginning of the SHA-256 of its text, one space between words:
    what others wrote stays with them.
    """

    id: str = Field(alias="_id")
    source: Literal["reports", "trials"]
    document: str
    sentences: tuple[str, ...]
    questions: tuple[Asked, ...]

    @model_validator(mode="after")
    def _places_are_of_sentences(self) -> Self:
        for asked in self.questions:
            if bool(asked.answered_by) == (asked.near is not None):
                raise ValueError(f"{asked.text!r} needs answered_by or near, not both")
            if not {*asked.answered_by, asked.near or 0} <= set(range(len(self.sentences))):
                raise ValueError(f"{asked.text!r} names a sentence that is not in its group")
        return self


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, by its id and its words, and a sentence after its title and heading."""

    question: str
    asked: str
    text: str
    answers: bool


def contrasts(groups: Iterable[Group], reports: Index, trials: Path) -> Iterator[Pair]:
    """
    Give each question with every sentence of its group, from the reports or the trials.

    Raises CollectionInvalid naming a group whose sentences are not found there: the index was
    made of other files, or read otherwise.
    """
    chosen = list(groups)
    wanted = {one.document for one in chosen if one.source == "trials"}
    texts = {"reports": of_reports(reports), "trials": of_trials(trials, wanted)}
    for group in chosen:
        found = texts[group.source].get(group.document, {})
        if lacking := [one for one in group.sentences if one not in found]:
            raise CollectionInvalid(
                f"group {group.id}: {len(lacking)} of its sentences are not in {group.document}; "
                + CURES[group.source]
            )
        for number, question in enumerate(group.questions):
            for place, sentence in enumerate(group.sentences):
                answers = place in question.answered_by
                yield Pair(f"{group.id}.{number}", question.text, found[sentence], answers)


def of_reports(index: Index) -> InContext:
    """Give the sentences of each document in context."""
    found: InContext = {}
    for passage in index.store.passages(range(len(index.page_of))):
        sentences = found.setdefault(passage.document.id, {})
        for sentence in _sentences(passage.text):
            sentences.setdefault(digest(sentence), passage.in_context(sentence))
    return found


class _Part(BaseModel):
    id: str = Field(alias="_id")
    text: str


def of_trials(corpus: Path, wanted: set[str]) -> InContext:
    """Give the sentences of each wanted article that has a title, after that."""
    found: InContext = {}
    titles: dict[str, str] = {}
    for part in read_rows(corpus, _Part) if wanted else ():
        article = part.id.partition("#")[0]
        if article not in wanted:
            continue
        if title := TITLE.search(part.text):
            titles.setdefault(article, title[1].strip())
        if article not in titles:
            continue
        sentences = found.setdefault(article, {})
        for sentence in _sentences(part.text):
            sentences.setdefault(digest(sentence), f"{titles[article]}. {sentence}")
    return found


def _sentences(text: str) -> Iterator[str]:
    return (" ".join(text[start:end].split()) for start, end in split_sentences(text))


def digest(sentence: str) -> str:
    return hashlib.sha256(sentence.encode()).hexdigest()[:HEX_DIGITS]
