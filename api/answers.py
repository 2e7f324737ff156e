"""The switch for answers: a setting and a file in, whether questions are answered out."""

from __future__ import annotations

from os.path import lexists
from pathlib import Path

import evidence_search

OFF = "ANSWERS_OFF"


def are_answered(settings: evidence_search.Settings) -> bool:
    """Look at the file each time: it is there or gone for every worker at once."""
    return settings.answers and not lexists(settings.index_dir / OFF)


def switch(index_dir: Path, *, on: bool) -> None:
    """Let questions be answered or not by whatever serves this index; raises OSError."""
    if on:
        (index_dir / OFF).unlink(missing_ok=True)
    else:
        (index_dir / OFF).touch()
