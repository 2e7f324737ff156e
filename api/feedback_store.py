"""Feedback in, one SQLite file that forgets out: days, reasons, redacted words, no addresses."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from pathlib import Path

import evidence_search

FILE = "feedback.sqlite"
MOST = 100_000
TABLES = """
CREATE TABLE IF NOT EXISTS feedback (
    day TEXT NOT NULL, answer TEXT NOT NULL, generation TEXT NOT NULL, status TEXT NOT NULL,
    helpful INTEGER NOT NULL, reason TEXT NOT NULL, comment TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS asked (
    day TEXT NOT NULL, answer TEXT PRIMARY KEY, status TEXT NOT NULL, question TEXT NOT NULL
) STRICT;
"""
FORGET = (
    "DELETE FROM feedback WHERE day <= :oldest",
    "DELETE FROM asked WHERE day <= :oldest",
    """DELETE FROM asked WHERE status = 'answered' AND day < :yesterday
    AND answer NOT IN (SELECT answer FROM feedback WHERE NOT helpful)""",
    "DELETE FROM feedback WHERE rowid <= (SELECT max(rowid) FROM feedback) - :most",
    "DELETE FROM asked WHERE rowid <= (SELECT max(rowid) FROM asked) - :most",
)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody thought of the answer that has the id `answer`; "" where none was sent."""

    day: str
    answer: str
    generation: str
    status: str
    helpful: bool
    reason: str
    comment: str


@dataclass(frozen=True, slots=True)
class Asking:
    """A question in the words that redaction left of it, and the answer that it got."""

    day: str
    answer: str
    status: str
    question: str


KEEP = {
    Feedback: "INSERT INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?)",
    Asking: "INSERT INTO asked VALUES (?, ?, ?, ?)",
}


@dataclass(frozen=True, slots=True)
class FeedbackStore:
    """The file, opened for each use: any number of processes may hold it."""

    path: Path
    days: int

    @classmethod
    def of(cls, settings: evidence_search.Settings) -> FeedbackStore | None:
        """Give the store that `settings` name; None where they keep nothing."""
        if not settings.feedback_days:
            return None
        return cls(settings.feedback_file or settings.index_dir / FILE, settings.feedback_days)

    def keep(self, row: Feedback | Asking) -> None:
        """Keep a row; where the file cannot be written the log says so and nobody waits."""
        try:
            with self._open() as file:
                file.execute(KEEP[type(row)], astuple(row))
        except sqlite3.Error as error:
            log.error("feedback is not kept: %s", error)  # noqa: TRY400 - no words of it

    def purge(self, today: date) -> int:
        """
        Forget what is older than `days`, and questions that nobody can learn from after one.

        Those are the answered ones that nobody called unhelpful. Gives the number of rows
        forgotten; their bytes are overwritten. Raises sqlite3.Error.
        """
        if not self.path.exists():
            return 0
        told = {
            "oldest": str(today - timedelta(self.days)),
            "yesterday": str(today - timedelta(1)),
            "most": MOST,
        }
        with self._open() as file:
            return sum(file.execute(forget, told).rowcount for forget in FORGET)

    def feedback(self) -> list[Feedback]:
        return [
            Feedback(day, answer, generation, status, bool(helpful), reason, comment)
            for day, answer, generation, status, helpful, reason, comment in self._read(
                "SELECT * FROM feedback ORDER BY day, answer"
            )
        ]

    def askings(self) -> list[Asking]:
        return [Asking(*row) for row in self._read("SELECT * FROM asked ORDER BY day, answer")]

    def _read(self, select: str) -> list[tuple[str, ...]]:
        if not self.path.exists():
            return []
        with self._open() as file:
            return file.execute(select).fetchall()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction; its log is emptied when the last one closes it."""
        with closing(sqlite3.connect(self.path, timeout=5)) as file:
            file.executescript(f"PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON;{TABLES}")
            with file:
                yield file
