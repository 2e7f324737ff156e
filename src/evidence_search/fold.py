"""Text in, as many characters of plain ASCII out: so that one rule reads every spelling."""

from __future__ import annotations

import unicodedata
from functools import cache

# What has no decomposition; a browser folds by this same table.
ALONE = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-",
    "−": "-", "‐": "-", "‑": "-", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
    "ð": "d", "Ð": "D", "þ": "t", "Þ": "T", "ß": "s", "æ": "a", "Æ": "A", "œ": "o", "Œ": "O",
    "ı": "i",
}  # fmt: skip


def fold(text: str) -> str:
    """Replace each character by the ASCII one it is made of; one that has none stays."""
    return text if text.isascii() else "".join(map(_folded, text))


@cache
def _folded(character: str) -> str:
    if character.isascii():
        return character
    plain = ALONE.get(character) or unicodedata.normalize("NFKD", character)[0]
    return plain if plain.isascii() else character
