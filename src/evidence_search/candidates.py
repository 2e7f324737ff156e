"""Hits to the sentences that could stand in an answer, with what speaks for each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from evidence_search.asked import Asked
from evidence_search.emmie import speaks_to
from evidence_search.gaps import tells_a_gap
from evidence_search.ratings import Dimension
from evidence_search.sentences import split_sentences
from evidence_search.stems import stems
from evidence_search.types import Citation, Hit

LEANING = re.compile(
    r"(?:this|these|those|it|they|he|she|such|however|but|also|furthermore|in addition|moreover|"
    r"therefore|thus|for example|for instance|similarly|additionally)\b",
    re.IGNORECASE,
)
POINTING = re.compile(
    r"(?:this|these|those|they|he|she|such|it(?! (?:is|was) \w+ (?:that|to)\b))\b", re.IGNORECASE
)
IMPRINT = re.compile(r"\blicen[cs]e: |©|\bISBN\b|\ball rights reserved\b", re.IGNORECASE)
WHOLE = re.compile(r"^[\"'“‘(\[]?[A-Z0-9£].*[.!?][\"'”’)\]\d]*$", re.DOTALL)
NUMBER = re.compile(r"\d")
FEWEST_WORDS = 5
MOST_WORDS = 70
SAME = 0.8


@dataclass(frozen=True, slots=True)
class Weights:
    """
    What makes a sentence worth saying. Chosen on dev questions; see docs/retrieval.md.

    `overlap` is for the share of the question's words in a sentence, its heading and its report's
    title, `own` for that in the sentence alone, `hit` for how far its passage's score is behind the
    best, `dimension` for a passage that speaks to the dimension of EMMIE that is asked about,
    `finding` for a sentence on what difference something makes where the question asks what it
    changes, `verdict` in its place where it asks whether it works.
    """

    overlap: float = 0.8
    own: float = 0.2
    hit: float = 0.2
    number: float = 0.1
    whole: float = 0.3
    leaning: float = -0.1
    dimension: float = 0.1
    finding: float = 0.15
    verdict: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    A sentence, its words, and its score before it is encoded.

    `finding` is what it counts more for telling a change, or that none is known, where one is asked
    for: that orders sentences, and says nothing of how near they are to the question. `gap` tells
    that it says what is not known.
    """

    citation: Citation
    words: frozenset[str]
    promise: float
    finding: float
    gap: bool

    @property
    def text(self) -> str:
        return " ".join(self.citation.quote.split())

    @property
    def in_context(self) -> str:
        return self.citation.passage.in_context(self.text)

    @property
    def document(self) -> str:
        return self.citation.passage.document.id

    def is_like(self, other: Candidate) -> bool:
        """Tell whether one says what the other says, by most of their words or by their place."""
        both = self.words | other.words
        return (
            not both
            or len(self.words & other.words) / len(both) >= SAME
            or self.citation.overlaps(other.citation)
        )


def candidates(asked: Asked, hits: Sequence[Hit], weights: Weights) -> list[Candidate]:
    """Give every sentence of `hits` that could be told, the most promising first."""
    found = [(hit, citation) for hit in hits for citation in _sentences(hit)]
    if not found:
        return []
    words = [stems(citation.quote) for _, citation in found]
    around = [own | _context(citation) for own, (_, citation) in zip(words, found, strict=True)]
    rarity = _rarity(around)
    shares = [_share(asked.words, seen, rarity) for seen in around]
    alone = _rarity(words)
    gaps = [tells_a_gap(citation.quote, hit.passage.headings) for hit, citation in found]
    worth = weights.verdict if asked.verdict else weights.finding * asked.effect
    made = [
        Candidate(
            citation,
            own,
            weights.overlap * share
            + weights.own * _share(asked.words, own, alone)
            + weights.hit * (hit.score - hits[0].score)
            + _form(asked, hit, citation.quote, weights),
            worth if worth and (gap or speaks_to(Dimension.EFFECT, citation.quote)) else 0.0,
            gap,
        )
        for (hit, citation), own, share, gap in zip(found, words, shares, gaps, strict=True)
    ]
    return sorted(made, key=lambda one: -(one.promise + one.finding))


def _form(asked: Asked, hit: Hit, quote: str, weights: Weights) -> float:
    return (
        weights.number * (asked.counted and NUMBER.search(quote) is not None)
        + weights.whole * (WHOLE.match(quote) is not None)
        + weights.leaning * (LEANING.match(quote) is not None)
        + weights.dimension * (not asked.dimensions.isdisjoint(hit.passage.dimensions))
    )


def _sentences(hit: Hit) -> Iterator[Citation]:
    """
    Give the sentences that could stand in an answer: no headings, questions, titles or imprints.

    A question that the report itself answers on the same line is given with its answer, and what
    speaks of the sentence before it with that sentence.
    """
    passage = hit.passage
    before = None
    for start, end in split_sentences(passage.text):
        text = " ".join(passage.text[start:end].split())
        if before is not None and "\n" in passage.text[before:start]:
            before = None
        first, before = _first(passage.text, before, start), start
        if text.endswith("?") or first is None:
            continue
        if (
            FEWEST_WORDS <= len(passage.text[first:end].split()) <= MOST_WORDS
            and not text.endswith(":")
            and not IMPRINT.search(text)
            and text not in passage.headings
            and text != passage.document.title
            and passage.locate(first).page == passage.locate(end - 1).page
        ):
            yield Citation(passage, first, end)


def _first(text: str, before: int | None, start: int) -> int | None:
    """Tell where the sentence at `start` begins to make sense; None where that is not on hand."""
    if before is not None and text[:start].rstrip().endswith("?"):
        return before
    return before if POINTING.match(text, start) else start


def _context(citation: Citation) -> frozenset[str]:
    passage = citation.passage
    return stems(" ".join([passage.document.title, *passage.headings[-1:]]))


def _rarity(sentences: Sequence[frozenset[str]]) -> dict[str, float]:
    counts = Counter(word for words in sentences for word in words)
    return {word: log(1 + len(sentences) / count) for word, count in counts.items()}


def _share(
    asked: Mapping[str, tuple[frozenset[str], ...]],
    own: frozenset[str],
    rarity: Mapping[str, float],
) -> float:
    """Give the share of the question's words in a sentence, rare ones counting for more."""
    highest = max(rarity.values(), default=0.0)
    weight = {word: rarity.get(word, highest) for word in asked}
    total = sum(weight.values())
    met = sum(
        weight[word]
        for word, instead in asked.items()
        if word in own or any(terms <= own for terms in instead)
    )
    return met / total if total else 0.0
