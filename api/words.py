"""The widget's words in the reader's language, which the pages without a script share."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

STRINGS = Path(__file__).parent / "static/strings"


@cache
def words(lang: str = "en") -> dict[str, Any]:
    read: dict[str, Any] = json.loads((STRINGS / f"{lang}.json").read_text(encoding="utf-8"))
    return read
