"""Entries and the current generation to what a build would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evidence_search.types import Document
from indexer.catalogue import Entry
from indexer.ledger import LedgerRow, State
from indexer.reuse import described


class Action(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    CATALOGUE = "catalogue or ratings only"
    CUES = "only what the software's cue words tell of it"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    UNREADABLE = "cannot be opened"
    REFUSED = "refused before and unchanged; tried again"


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    file: str
    action: Action


@dataclass(frozen=True, slots=True)
class Standing:
    """The current generation, if any, and whether a new one would be made in the same way."""

    documents: Sequence[Document] = ()
    ledger: Sequence[LedgerRow] = ()
    same_make: bool = True
    same_cues: bool = True


def compare(
    entries: Sequence[Entry], digests: Mapping[str, str], now: Standing, recogniser: str
) -> list[Step]:
    """Give a step for every entry and every document that would go."""
    before = {document.id: document for document in now.documents}
    rows = {row.id: row for row in now.ledger}
    steps = []
    for entry in entries:
        given, digest = entry.given, digests[entry.given.id]
        old, row = before.get(given.id), rows.get(given.id)
        if not digest:
            action = Action.UNREADABLE
        elif row and row.state is State.REFUSED and row.sha256 == digest:
            action = Action.REFUSED
        elif old is None or row is None:
            action = Action.NEW if row is None else Action.CHANGED
        elif not (now.same_make and row.holds(digest, recogniser) and row.file == given.file):
            action = Action.CHANGED
        elif described(entry, row, old) != old:
            action = Action.CATALOGUE
        elif not now.same_cues:
            action = Action.CUES
        else:
            action = Action.UNCHANGED
        steps.append(Step(given.id, given.file, action))
    kept = {entry.given.id for entry in entries}
    gone = (document for document in now.documents if document.id not in kept)
    return steps + [Step(d.id, d.file, Action.REMOVED) for d in gone]
