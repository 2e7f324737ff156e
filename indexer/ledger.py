"""What became of every input file: one row each, kept with the index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter

from evidence_search.errors import CatalogueInvalid
from evidence_search.types import SuggestedDesign
from indexer.design_checks import DesignCheck
from indexer.findings import Findings
from indexer.likeness import alike
from indexer.metadata import NOTHING, OwnMetadata
from indexer.scans import NONE, Scans

NAME = "ledger.jsonl"


class State(StrEnum):
    INDEXED = "indexed"
    PARTLY = "partly"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """
    One input: `problems` are sentences that say what was not read and what to do.

    `duplicates` are sentences that name the files that say the same, or nearly. `designs` are what
    its words suggest, `checks` what people had said of these when it was built.
    """

    id: str
    file: str
    sha256: str
    state: State
    pages: int = 0
    pages_with_text: int = 0
    characters: int = 0
    passages: int = 0
    problems: tuple[str, ...] = ()
    own: OwnMetadata = NOTHING
    found: Findings = field(default_factory=Findings)
    duplicates: tuple[str, ...] = ()
    reused: bool = False
    scans: Scans = NONE
    designs: tuple[SuggestedDesign, ...] = ()
    checks: tuple[DesignCheck, ...] = ()

    def holds(self, digest: str, recogniser: str) -> bool:
        """Tell whether reading a file with this SHA-256 again would give the same."""
        return self.sha256 == digest and self.scans.recogniser in ("", recogniser)


ADAPTER = TypeAdapter(LedgerRow)


def with_duplicates(
    rows: Sequence[LedgerRow], settled: Collection[frozenset[str]]
) -> list[LedgerRow]:
    """
    Give the rows, each with the files that have the same bytes or much of its text.

    Pairs of ids that are `settled` (the catalogue says which supersedes which) are not named.
    """
    read = {row.id: row for row in rows if row.state is not State.REFUSED}
    notes: dict[str, list[str]] = {}
    sketches = {name: row.found.sketch for name, row in read.items()}
    for one, other, share in alike(sketches):
        if frozenset((one, other)) in settled:
            continue
        for name, twin in ((one, other), (other, one)):
            file = read[twin].file
            if read[name].sha256 == read[twin].sha256:
                note = f"the same bytes as {file}: leave one of the two out"
            else:
                note = (
                    f"about {share:.0%} of its text is also that of {file}: if one supersedes the "
                    "other, say so in the catalogue"
                )
            notes.setdefault(name, []).append(note)
    return [replace(row, duplicates=tuple(notes.get(row.id, ()))) for row in rows]


def whole(rows: Sequence[LedgerRow], settled: Collection[frozenset[str]]) -> list[LedgerRow]:
    """Give the rows with their duplicates; raises CatalogueInvalid where every file was refused."""
    if all(row.state is State.REFUSED for row in rows):
        reasons = "; ".join(f"{row.file}: {'; '.join(row.problems)}" for row in rows[:3])
        raise CatalogueInvalid(f"none of the {len(rows)} files could be read ({reasons})")
    return with_duplicates(rows, settled)


def write_ledger(directory: Path, rows: Iterable[LedgerRow]) -> None:
    with (directory / NAME).open("wb") as out:
        out.writelines(ADAPTER.dump_json(row) + b"\n" for row in rows)


def read_ledger(directory: Path) -> list[LedgerRow]:
    with (directory / NAME).open("rb") as lines:
        return [ADAPTER.validate_json(line) for line in lines]
