"""A file and the drawing of one of its pages in, a PNG out: from memory, or drawn in a child."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import BoundedSemaphore, Lock

from api.draw import Drawing
from api.memory import Memory
from api.problems import Kind, Problem
from evidence_search.isolate import Failure, Limits, run_isolated

LIMITS = Limits(seconds=10, memory_mb=768, output_mb=24, open_files=32)
REMEMBERED = 64 * 2**20
WAITING = 4
log = logging.getLogger(__name__)


class Pictures:
    """
    Draws one page at a time, each in a child that can be killed, and remembers the last ones.

    A file that crashes, hangs or bombs PDFium so costs its own pictures, and those only.
    """

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._drawn = Memory(REMEMBERED)
        self._failed = Memory(REMEMBERED // 1000)
        self._waiting = BoundedSemaphore(WAITING)
        self._turn = Lock()

    def draw(self, path: Path, drawing: Drawing) -> bytes:
        """Give the PNG; raises Problem where it cannot be drawn, or too many are asked for."""
        if known := self._drawn.get(drawing.name):
            return known
        if not self._waiting.acquire(blocking=False):
            raise Problem(Kind.BUSY, after=2)
        try:
            with self._turn:
                return self._drawn.get(drawing.name) or self._new(path, drawing)
        finally:
            self._waiting.release()

    def _new(self, path: Path, drawing: Drawing) -> bytes:
        page = f"{drawing.sha256}#{drawing.number}"
        failed = Problem(Kind.PICTURE_FAILED)
        if self._failed.get(page):
            raise failed
        [outcome] = run_isolated(drawing, [path], self._limits, 1)
        if isinstance(outcome, Failure):
            log.warning("page %d of %s cannot be drawn: %s", drawing.number, path, outcome.reason)
            self._failed.keep(page, outcome.reason.encode())
            raise failed
        if not outcome.output:
            raise Problem(Kind.FILE_CHANGED)
        self._drawn.keep(drawing.name, outcome.output)
        return outcome.output
