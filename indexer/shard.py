"""Which entries one of several builders takes, and the generation it leaves marked as its part."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from evidence_search.errors import CatalogueInvalid

NAME = "shard"
WRITTEN = re.compile(r"([1-9]\d{0,5})/([1-9]\d{0,5})")


@dataclass(frozen=True, slots=True)
class Shard:
    """Part `number` (from 1) of `of`. A document's id decides its part, whatever else there is."""

    number: int
    of: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.of:
            raise ValueError(f"there is no part {self.number} of {self.of}")

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Read `2/8`; raises ValueError."""
        found = WRITTEN.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is no shard: write 2/8 for the second of eight")
        return cls(int(found[1]), int(found[2]))

    def takes(self, document_id: str) -> bool:
        digest = hashlib.sha256(document_id.encode()).digest()
        return int.from_bytes(digest[:8]) % self.of == self.number - 1


def mark(generation: Path, shard: Shard | None) -> None:
    if shard:
        (generation / NAME).write_text(f"{shard}\n", encoding="utf-8")


def marked(generation: Path) -> Shard | None:
    """Give the part that a generation is, None where it is a whole."""
    path = generation / NAME
    return Shard.parse(path.read_text(encoding="utf-8").strip()) if path.exists() else None


def check_whole(parts: Iterable[Shard | None]) -> None:
    """Raise CatalogueInvalid unless they are every shard of one number once, or all wholes."""
    found = list(parts)
    shards = [part for part in found if part]
    if not shards:
        return
    if len(shards) < len(found) or len({shard.of for shard in shards}) > 1:
        named = ", ".join(str(part or "no shard") for part in found)
        raise CatalogueInvalid(f"these do not belong together: {named}; give all shards of one run")
    every = {Shard(number, shards[0].of) for number in range(1, shards[0].of + 1)}
    if lacking := ", ".join(sorted(map(str, every.difference(shards)))):
        raise CatalogueInvalid(f"shards are missing: {lacking}; build each with --shard")
