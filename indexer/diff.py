"""Two generations in, what differs between them out: documents, and answers to saved questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from evidence_search.engine import Engine
from evidence_search.index import Index
from evidence_search.settings import Settings
from evidence_search.statements import Answer
from evidence_search.store import Store
from evidence_search.types import Document


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    FILE = "the file"
    TEXT = "the text that was read from the same file"
    CATALOGUE = "catalogue fields"
    RATINGS = "ratings"


@dataclass(frozen=True, slots=True)
class Changed:
    """A document that is not what it was, and in which ways."""

    id: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """
    What one generation answers: its status and what it quotes.

    A citation is `document, page N: quote`; the texts of two generations compare as they stand.
    """

    status: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerChange:
    question: str
    before: Told
    after: Told


def documents(before: Path, after: Path) -> list[Changed]:
    """Compare the documents of two generations; raises IndexUnusable where one is damaged."""
    with closing(Index(before)) as old, closing(Index(after)) as new:
        return list(_documents(old.store, new.store))


def answers(
    before: Path, after: Path, questions: Sequence[str], settings: Settings
) -> list[AnswerChange]:
    """Ask both generations; give the questions whose status or citations differ."""
    with closing(Index(before)) as one, closing(Index(after)) as other:
        old = Engine.over(one, settings)
        new = old.moved_to(other)
        asked = ((q, _told(old.answer(q)), _told(new.answer(q))) for q in questions)
        return [AnswerChange(*found) for found in asked if found[1] != found[2]]


def _documents(old: Store, new: Store) -> Iterator[Changed]:
    before = {document.id: document for document in old.documents()}
    after = {document.id: document for document in new.documents()}
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            yield Changed(name, (Change.ADDED,))
        elif name not in after:
            yield Changed(name, (Change.REMOVED,))
        elif changes := tuple(_changes(before[name], after[name], old, new)):
            yield Changed(name, changes)


def _changes(one: Document, other: Document, old: Store, new: Store) -> Iterator[Change]:
    if one.sha256 != other.sha256:
        yield Change.FILE
    elif _text(old, one) != _text(new, other):
        yield Change.TEXT
    if one.ratings != other.ratings:
        yield Change.RATINGS
    if replace(one, sha256="", ratings=()) != replace(other, sha256="", ratings=()):
        yield Change.CATALOGUE


def _text(store: Store, document: Document) -> list[str]:
    return [page.text for page in store.stored_pages(document.id)]


def _told(answer: Answer) -> Told:
    cited = (citation for statement in answer.statements for citation in statement.citations)
    return Told(
        answer.status.value,
        tuple(f"{c.passage.document.id}, page {c.page}: {c.quote}" for c in cited),
    )
