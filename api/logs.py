"""Logging as lines for people or as JSON for machines. Neither tells what was asked."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from types import TracebackType
from typing import Literal, TypeAlias

from pythonjsonlogger.json import JsonFormatter

Caught: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)
NAMES = {"asctime": "time", "levelname": "level", "name": "logger"}
OWN = "api"
log = logging.getLogger(__name__)


class Lines(JsonFormatter):
    """One JSON object a record. Of an exception, where it was and not what it says."""

    def __init__(self) -> None:
        super().__init__(
            ["asctime", "levelname", "name", "message"],
            datefmt="%Y-%m-%dT%H:%M:%S%z",
            rename_fields=NAMES,
        )

    def formatException(self, ei: Caught) -> str:  # noqa: N802 - as logging has it
        return place_of(ei[1]) if ei[1] else ""


def log_as(form: Literal["plain", "json"]) -> None:
    """
    Write to standard error: lines where something is wrong or, as JSON, each request too.

    What libraries tell of their work is left out: one may tell of a question.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(Lines() if form == "json" else logging.Formatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OWN).setLevel(logging.INFO if form == "json" else logging.WARNING)


def place_of(error: BaseException) -> str:
    """Name what failed and where, but not what it says: a message may quote the question."""
    frames = traceback.extract_tb(error.__traceback__)
    place = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__} at {place}"


def log_without_words(error: Exception) -> None:
    log.error("%s", place_of(error))
