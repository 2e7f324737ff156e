"""Entries and the current generation to what a build would do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from evidence_search.types import Document
from indexer.catalogue import Entry
from indexer.describe import describe
from indexer.design_checks import settle
from indexer.ledger import LedgerRow, State


class Action(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    CATALOGUE = "catalogue or ratings only"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    UNREADABLE = "cannot be opened"
    REFUSED = "refused before and unchanged; tried again"


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    file: str
    action: Action


def compare(
    entries: Sequence[Entry],
    digests: dict[str, str],
    documents: Sequence[Document],
    ledger: Sequence[LedgerRow],
    holds: Callable[[LedgerRow, str], bool],
) -> list[Step]:
    """
    Give a step for every entry and every document that would go.

    `holds` tells whether a row is what reading a file with this SHA-256 again would give.
    """
    before = {document.id: document for document in documents}
    rows = {row.id: row for row in ledger}
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
        elif not holds(row, digest):
            action = Action.CHANGED
        elif _described(entry, row, old) != old:
            action = Action.CATALOGUE
        else:
            action = Action.UNCHANGED
        steps.append(Step(given.id, given.file, action))
    kept = {entry.given.id for entry in entries}
    gone = (document for document in documents if document.id not in kept)
    return steps + [Step(d.id, d.file, Action.REMOVED) for d in gone]


def _described(entry: Entry, row: LedgerRow, old: Document) -> Document:
    """Give the document as a build would write it without reading its file again."""
    document = describe(entry, row.sha256, row.own, old.page_labels, old.searched)
    return replace(document, designs=settle(row.designs, entry.checks))
