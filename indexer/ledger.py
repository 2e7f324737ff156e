"""What became of every input file: one row each, kept with the index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter

from indexer.metadata import NOTHING, OwnMetadata
from indexer.scans import NONE, Scans

NAME = "ledger.jsonl"


class State(StrEnum):
    INDEXED = "indexed"
    PARTLY = "partly"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One input: `problems` are sentences that say what was not read and what to do."""

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
    reused: bool = False
    scans: Scans = NONE

    def holds(self, digest: str, recogniser: str) -> bool:
        """Tell whether reading a file with this SHA-256 again would give the same."""
        return self.sha256 == digest and self.scans.recogniser in ("", recogniser)


ADAPTER = TypeAdapter(LedgerRow)


def write_ledger(directory: Path, rows: Iterable[LedgerRow]) -> None:
    with (directory / NAME).open("wb") as out:
        out.writelines(ADAPTER.dump_json(row) + b"\n" for row in rows)


def read_ledger(directory: Path) -> list[LedgerRow]:
    with (directory / NAME).open("rb") as lines:
        return [ADAPTER.validate_json(line) for line in lines]
