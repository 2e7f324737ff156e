"""A file of saved questions to the questions."""

from __future__ import annotations

import json
from pathlib import Path

from evidence_search.errors import CatalogueInvalid


def read_questions(path: Path) -> list[str]:
    """Read a question a line (JSON: its `text` or `question`); raises CatalogueInvalid."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return [
        _question(line.strip(), f"{path}, line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]


def _question(line: str, place: str) -> str:
    if not line.startswith("{"):
        return line
    try:
        row = json.loads(line)
        return str(row["text"] if "text" in row else row["question"])
    except (ValueError, KeyError) as error:
        raise CatalogueInvalid(
            f"{place}: a line of JSON needs a field `text` or `question`"
        ) from error
