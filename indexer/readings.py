"""Entries in, what reading the file of each gave out: kept from before, or read in a child."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from evidence_search.files import sha256
from evidence_search.isolate import Failure, Result
from evidence_search.types import Vectors
from indexer.catalogue import Entry
from indexer.read import VERSION
from indexer.resume import Kept

NO_FILE = "it is no file that can be opened; check it and its rights"


@dataclass(frozen=True, slots=True)
class Encoded(Result):
    """What a file gave where its passages were encoded too, shape (passages, dimension)."""

    vectors: Vectors


Read: TypeAlias = Callable[[Sequence[Entry]], Iterator[Result | Failure]]


class Readings:
    """
    An outcome for each entry in order; what is no regular file is never opened.

    `waiting` is the time that was spent waiting for one.
    """

    def __init__(
        self, entries: Sequence[Entry], digests: Mapping[str, str], recogniser: str, kept: Kept
    ) -> None:
        self.waiting = 0.0
        self._entries = entries
        self._shas = [digests[entry.given.id] for entry in entries]
        self._recogniser = recogniser
        self._kept = kept

    def read(self, read: Read) -> Iterator[Result | Failure]:
        """Give the outcomes, those that were not kept by `read`."""
        outcomes = self._outcomes(read)
        while True:
            asked = time.monotonic()
            outcome = next(outcomes, None)
            self.waiting += time.monotonic() - asked
            if outcome is None:
                return
            yield outcome

    def keep(self, outcome: Result, sha: str) -> None:
        """Keep it for the next build, should this one be interrupted."""
        self._kept.put(outcome.output, *self._key(sha))

    def _outcomes(self, read: Read) -> Iterator[Result | Failure]:
        entries = list(zip(self._entries, self._shas, strict=True))
        known = {sha for sha in self._shas if sha and self._kept.get(*self._key(sha)) is not None}
        outcomes = read([entry for entry, sha in entries if sha and sha not in known])
        for entry, sha in entries:
            if sha in known:
                yield Result(entry.path, self._kept.get(*self._key(sha)) or b"")
            elif sha:
                yield next(outcomes)
            else:
                yield Failure(entry.path, entry.fault or NO_FILE)

    def _key(self, sha: str) -> tuple[str, ...]:
        return VERSION, self._recogniser, sha


def digest(entry: Entry) -> str:
    """Give the SHA-256 of the entry's file, "" for what is none that may be read."""
    try:
        return sha256(entry.path) if entry.path.is_file() and not entry.fault else ""
    except OSError:
        return ""
