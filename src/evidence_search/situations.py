"""A question in, its situation out: danger, no question for research, or none."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from evidence_search.types import AnswerStatus

KEYS = {AnswerStatus.SAFEGUARDING: "danger", AnswerStatus.OUT_OF_SCOPE: "out_of_scope"}
SLOT = re.compile(r"<(\w+)>")


def find_situation(text: str) -> AnswerStatus | None:
    """Give safeguarding or out_of_scope where a clear cue says so; danger comes first."""
    plain = text.replace("’", "'")
    for status, patterns in _cues().items():
        if any(pattern.search(plain) for pattern in patterns):
            return status
    return None


@cache
def _cues() -> dict[AnswerStatus, tuple[re.Pattern[str], ...]]:
    """Read the cues, with the words that they share filled in."""
    data = tomllib.loads(files("evidence_search").joinpath("cues.toml").read_text(encoding="utf-8"))
    words: dict[str, str] = data["words"]
    return {
        status: tuple(
            re.compile(SLOT.sub(lambda slot: words[slot[1]], cue), re.IGNORECASE)
            for cue in data[key]
        )
        for status, key in KEYS.items()
    }
