"""Hits to a cited answer: the sentences of the best passages that speak to the question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

import tantivy

from evidence_search.sentences import split_sentences
from evidence_search.types import Answer, AnswerStatus, Citation, Encoder, Hit, Statement
from evidence_search.words import MESSAGES

ANALYSER = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.lowercase())
    .filter(tantivy.Filter.stopword("english"))
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)
LEANING = re.compile(
    r"(?:this|these|those|it|they|he|she|such|however|but|also|furthermore|in addition|moreover|"
    r"therefore|thus|for example|for instance|similarly|additionally)\b",
    re.IGNORECASE,
)
WHOLE = re.compile(r"^[\"'“‘(\[]?[A-Z0-9£].*[.!?][\"'”’)\]\d]*$", re.DOTALL)
COUNTED = re.compile(
    r"how (?:many|much|often|long|old)|what (?:share|percentage|proportion|number)|"
    r"\bcosts?\b|\brates?\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d")
FEWEST_WORDS = 5
MOST_WORDS = 70


@dataclass(frozen=True, slots=True)
class Selection:
    """
    What makes a sentence worth saying, and how near to the question it must be.

    `overlap` is the share of the question's words in a sentence, its heading and its report's
    title. The weights were chosen on the dev questions of the sample library; see
    docs/retrieval.md.
    """

    sentences: int = 3
    weight_similarity: float = 1.0
    weight_overlap: float = 0.8
    weight_hit: float = 0.1
    weight_number: float = 0.1
    weight_whole: float = 0.3
    weight_leaning: float = -0.1
    least_similarity: float = 0.4
    least_overlap: float = 0.15
    same: float = 0.8


@dataclass(frozen=True, slots=True)
class _Candidate:
    citation: Citation
    words: frozenset[str]
    score: float
    similarity: float
    overlap: float


class ExtractiveAnswerer:
    """Quotes up to three sentences; without one that is near enough it says so."""

    def __init__(self, encoder: Encoder, selection: Selection) -> None:
        self._encoder = encoder
        self._selection = selection

    def answer(self, question: str, hits: Sequence[Hit]) -> Answer:
        ranked = sorted(self._candidates(question, hits), key=lambda c: -c.score)
        near = [candidate for candidate in ranked if self._is_near(candidate)]
        chosen: list[_Candidate] = []
        for candidate in near:
            if all(_likeness(candidate, other) < self._selection.same for other in chosen):
                chosen.append(candidate)
            if len(chosen) == self._selection.sentences:
                break
        status = AnswerStatus.ANSWERED if chosen else AnswerStatus.NO_EVIDENCE
        return Answer(
            status,
            MESSAGES[status],
            tuple(Statement(_text(c.citation), (c.citation,)) for c in chosen),
            () if chosen else _nearest(hits),
        )

    def _candidates(self, question: str, hits: Sequence[Hit]) -> list[_Candidate]:
        found = [(hit, citation) for hit in hits for citation in _sentences(hit)]
        if not found:
            return []
        asked = analyse(question)
        words = [analyse(citation.quote) for _, citation in found]
        around = [own | _context(citation) for own, (_, citation) in zip(words, found, strict=True)]
        rarity = _rarity(around)
        vectors = self._encoder.encode_passages([citation.quote for _, citation in found])
        similarity = (vectors @ self._encoder.encode_queries([question])[0]).tolist()
        overlap = [_share(asked, seen, rarity) for seen in around]
        counted = COUNTED.search(question) is not None
        return [
            _Candidate(
                citation,
                own,
                self._score(citation, near, shared, hit.score - hits[0].score, counted=counted),
                near,
                shared,
            )
            for (hit, citation), own, near, shared in zip(
                found, words, similarity, overlap, strict=True
            )
        ]

    def _score(
        self, citation: Citation, similarity: float, overlap: float, behind: float, *, counted: bool
    ) -> float:
        use, quote = self._selection, citation.quote
        return (
            use.weight_similarity * similarity
            + use.weight_overlap * overlap
            + use.weight_hit * behind
            + use.weight_number * (counted and NUMBER.search(quote) is not None)
            + use.weight_whole * (WHOLE.match(quote) is not None)
            + use.weight_leaning * (LEANING.match(quote) is not None)
        )

    def _is_near(self, candidate: _Candidate) -> bool:
        use = self._selection
        return (
            candidate.similarity >= use.least_similarity and candidate.overlap >= use.least_overlap
        )


def analyse(text: str) -> frozenset[str]:
    """Give the stems of the words of `text` that carry meaning."""
    return frozenset(ANALYSER.analyze(text))


def _sentences(hit: Hit) -> Iterator[Citation]:
    """Give the sentences that could stand in an answer: no headings, questions or titles."""
    passage = hit.passage
    for start, end in split_sentences(passage.text):
        text = " ".join(passage.text[start:end].split())
        if (
            FEWEST_WORDS <= len(text.split()) <= MOST_WORDS
            and not text.endswith(("?", ":"))
            and text not in passage.headings
            and text != passage.document.title
            and passage.locate(start).page == passage.locate(end - 1).page
        ):
            yield Citation(passage, start, end)


def _context(citation: Citation) -> frozenset[str]:
    passage = citation.passage
    return analyse(" ".join([passage.document.title, *passage.headings[-1:]]))


def _rarity(sentences: Sequence[frozenset[str]]) -> dict[str, float]:
    counts = Counter(word for words in sentences for word in words)
    return {word: log(1 + len(sentences) / count) for word, count in counts.items()}


def _share(asked: frozenset[str], own: frozenset[str], rarity: dict[str, float]) -> float:
    """Give the share of the question's words in a sentence, rare ones counting for more."""
    highest = max(rarity.values())
    total = sum(rarity.get(word, highest) for word in asked)
    return sum(rarity.get(word, 0.0) for word in asked & own) / total if total else 0.0


def _likeness(one: _Candidate, other: _Candidate) -> float:
    both = one.words | other.words
    return len(one.words & other.words) / len(both) if both else 1.0


def _text(citation: Citation) -> str:
    return " ".join(citation.quote.split())


def _nearest(hits: Sequence[Hit], most: int = 3) -> tuple[Hit, ...]:
    """Give the best hit of each of the first documents."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.passage.document.id, hit)
    return tuple(first.values())[:most]
