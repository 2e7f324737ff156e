"""
A quote and an evidence sentence to whether the quote says it.

Both are read as words: lower case, NFKC, no reference marks such as [2], no hyphenation. A quote
says the sentence where its words run on in the quote without a gap, or where at least 0.8 of them
are in the quote (each as often) and every number among them is. The share allows for a cut or a
note inside the sentence; the numbers keep apart two sentences that differ in nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

ENOUGH = 0.8
HYPHENATION = re.compile(r"[\u00ad\ufffe]\s*")
MARK = re.compile(r"\[\d+(?:\s*[,–-]\s*\d+)*\]")
WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


def words_of(text: str) -> list[str]:
    plain = MARK.sub(" ", HYPHENATION.sub("", text))
    return WORD.findall(unicodedata.normalize("NFKC", plain).lower())


def says(quote: str, sentence: str) -> bool:
    quoted, wanted = words_of(quote), words_of(sentence)
    if not wanted:
        return False
    lacking = Counter(wanted) - Counter(quoted)
    share = 1 - lacking.total() / len(wanted)
    return runs_on(quoted, wanted) or (
        share >= ENOUGH and not any(word[0].isdecimal() for word in lacking)
    )


def runs_on(text: list[str], wanted: list[str]) -> bool:
    """Whether `wanted` stands in `text` without a gap."""
    return f" {' '.join(wanted)} " in f" {' '.join(text)} "
