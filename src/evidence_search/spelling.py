"""A question to the spelling that may have been meant, from the words of the index itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

LETTERS = r"[^\W\d_]+"
WORD = re.compile(rf"{LETTERS}(?:['\u2019]{LETTERS})*")
LATIN = re.compile(r"[a-z\u00c0-\u024f]+", re.IGNORECASE)
ENGLISH = "frequency_dictionary_en_82_765.txt"
SHORTEST = 4
LONG = 6
SEEN = 2
FEW = 3
KNOWN_SHARE = 0.4


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Count the words of `texts`, in small letters."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(WORD.findall(text.lower()))
    return counts


def write_words(counts: Mapping[str, int], path: Path) -> None:
    lines = (f"{word}\t{count}\n" for word, count in sorted(counts.items()))
    path.write_text("".join(lines), encoding="utf-8")


def read_words(path: Path) -> dict[str, int]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {word: int(count) for word, _, count in (line.partition("\t") for line in lines)}


@cache
def english_words() -> Mapping[str, frozenset[str]]:
    """
    Give 82,765 English words by their first letter, British spellings among them.

    It is SymSpell's list, made of Google Books Ngrams and SCOWL.
    """
    lines = files("symspellpy").joinpath(ENGLISH).read_text(encoding="utf-8-sig").splitlines()
    return _by_letter(line.split()[0] for line in lines)


def _by_letter(words: Iterable[str]) -> Mapping[str, frozenset[str]]:
    by_letter: dict[str, set[str]] = {}
    for word in words:
        by_letter.setdefault(word[0], set()).add(word)
    return {letter: frozenset(own) for letter, own in by_letter.items()}


class Speller:
    """Knows how often each word stands in the index; suggests those that stand there twice."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._suggested = _by_letter(
            word for word, count in counts.items() if count >= SEEN and len(word) >= SHORTEST
        )

    def suggest(self, question: str) -> str | None:
        """
        Give the question with its misspelt words replaced, or None where there are none.

        What is English, stands in the index, or may be a name or an abbreviation (a capital that
        does not begin the question) is left as it is. Damerau-Levenshtein distance: 1 in words of
        up to five letters, 2 in longer ones.
        """
        start = len(question) - len(question.lstrip("\"'“‘(["))
        suggested = WORD.sub(
            lambda match: self._mend(match, first=match.start() == start), question
        )
        return suggested if suggested != question else None

    def is_foreign(self, question: str) -> bool:
        """Tell whether few of the words are known here or in English."""
        words = WORD.findall(question)
        if words and not any(LATIN.search(word) for word in words):
            return True
        words = [word for word in words if len(word) >= SHORTEST]
        known = sum(self._knows(word.lower()) for word in words)
        return len(words) >= FEW and known < KNOWN_SHARE * len(words)

    def _knows(self, word: str) -> bool:
        single = word.removesuffix("s")
        return any(one in self._counts or one in _english(word) for one in (word, single))

    def _mend(self, match: re.Match[str], *, first: bool) -> str:
        written = match.group()
        word = written.lower()
        name = not written.islower() and not (first and written.istitle())
        if len(word) < SHORTEST or name or not word.isalpha() or self._knows(word):
            return written
        likely = self._nearest(word)
        return (likely.capitalize() if written.istitle() else likely) if likely else written

    def _nearest(self, word: str) -> str | None:
        """Give the word of the index that is meant, unless a word of English is nearer."""
        most = 2 if len(word) >= LONG else 1
        near = _within(most, word, self._suggested.get(word[0], frozenset()))
        if not near:
            return None
        best, distance = min(near, key=lambda one: (one[1], -self._counts[one[0]], one[0]))
        return None if _within(distance - 1, word, _english(word)) else best


def _english(word: str) -> frozenset[str]:
    """Give the English words that begin as `word` does."""
    return english_words().get(word[0], frozenset())


def _within(most: float, word: str, choices: frozenset[str]) -> list[tuple[str, float]]:
    """Give the choices that are at most so many slips of the keyboard away, with how many."""
    near = extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=None)  # type: ignore[arg-type]
    return [(choice, distance) for choice, distance, _ in near]
