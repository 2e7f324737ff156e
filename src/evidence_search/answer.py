"""Hits to a cited answer: the sentences of the best passages that speak to the question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from evidence_search.answer_kind import holds_what_is_asked, only_defines
from evidence_search.asked import Asked
from evidence_search.candidates import Candidate, Weights, candidates
from evidence_search.confidence import Confidence, load_confidence
from evidence_search.recall import SentenceVectors
from evidence_search.statements import Answer, AnswerStatus, Signs, Statement
from evidence_search.types import Encoder, Floats, Hit, JudgesAnswers, Reranker
from evidence_search.watch import Step, Watch
from evidence_search.words import MESSAGES

AGREEING = 5
FAR = 0.3


@dataclass(frozen=True, slots=True)
class Selection:
    """
    How an answer is chosen: of `encoded` sentences, the most promising ones, `sentences` are told.

    A sentence's score is its promise, what it counts as a finding, and its cosine with the
    question, less `defining` where it says what something is and that is not asked. Where the
    question asks two things, `part` is the share of the cosine with one of them. A reranker reads
    the `read` best with their title and heading: how well each matches and whether it answers, as
    z-scores, count `leading` where the first is chosen, and `following` for the rest, which should
    say something else. The first is `amiss` behind without the quantity, money or time that is
    asked for. What is told beside the leading sentences is at most `behind` them in score.
    `offered` are told or named as others.
    """

    sentences: int = 3
    offered: int = 8
    encoded: int = 24
    part: float = 0.3
    behind: float = 0.8
    read: int = 16
    leading: float = 0.6
    following: float = 0.2
    amiss: float = 1.0
    defining: float = 0.5
    weights: Weights = field(default_factory=Weights)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """Candidates with their scores, and which of them say what is not known."""

    found: Sequence[Candidate]
    scores: Floats
    gaps: NDArray[np.bool_]

    def best(self, scores: Floats, beside: Sequence[int] = ()) -> int | None:
        """Give the best that is like none of those `beside` it."""
        for place in np.argsort(-scores, kind="stable").tolist():
            if not any(self.found[place].is_like(self.found[other]) for other in beside):
                return int(place)
        return None


class ExtractiveAnswerer:
    """Quotes up to three sentences; where they are not likely to answer, it says so."""

    def __init__(
        self,
        encoder: Encoder,
        selection: Selection,
        confidence: Confidence | None = None,
        reranker: Reranker | None = None,
        least: float | None = None,
    ) -> None:
        """Without a `confidence`, use the one that was fitted; `least` replaces its threshold."""
        self._vectors = SentenceVectors(encoder)
        self._selection = selection
        self._reranker = reranker
        self._confidence = confidence or load_confidence(
            encoder.fingerprint, reranker.fingerprint if reranker else "", least
        )

    def answer(self, asked: Asked, hits: Sequence[Hit], watch: Watch) -> Answer:
        """Answer from the hits; `watch` is told of each reading by the reranker."""
        if asked.unknown:
            return _refusal(0.0)
        use = self._selection
        found = candidates(asked, hits, use.weights)[: use.encoded]
        if not found:
            return _refusal(0.0)
        scores, by_part = self._scores(asked, found)
        parts = asked.parts or (asked.text,)
        read = [self._read(part, found, scores, watch) for part in parts]
        leading = [
            own + use.leading * _preferred(match, odds) - use.amiss * _lacking(part, found)
            for part, own, (match, odds) in zip(parts, by_part, read, strict=True)
        ]
        match, odds = np.mean(read, axis=0)
        gaps = np.array([one.gap for one in found])
        ranked = _Ranked(found, scores + use.following * _preferred(match, odds), gaps)
        leads = _leads(ranked, leading)
        chosen = _fill(ranked, leads, use)
        signs = _signs(ranked, chosen, asked, hits, [odds for _, odds in read])
        probability = self._confidence.of(signs)
        sure = probability if self._confidence.fitted_on else None
        unknown = [place for place in leads if found[place].gap]
        if len(unknown) == len(leads):
            return _refusal(sure, signs, _statement(found[leads[0]]))
        if probability < self._confidence.threshold:
            return _refusal(sure, signs)
        told = [found[place] for place in chosen if not found[place].gap]
        reports = {one.document for one in told}
        further = _fill(ranked, chosen, replace(use, sentences=use.offered))[len(chosen) :]
        others = [found[place] for place in further if found[place].document in reports]
        beside = unknown or _gaps_near(ranked, leads[0], use.behind / 2)
        status = AnswerStatus.PARTIAL if unknown else AnswerStatus.ANSWERED
        return Answer(
            status,
            MESSAGES[status],
            tuple(map(_statement, told)),
            confidence=sure,
            signs=signs,
            gap=_statement(found[beside[0]]) if beside else None,
            missing=tuple(asked.parts[leads.index(place)] for place in unknown),
            others=tuple(map(_statement, others)),
        )

    def _scores(self, asked: Asked, found: Sequence[Candidate]) -> tuple[Floats, list[Floats]]:
        """Score what no reranker has read yet: for the whole question, and for each part of it."""
        use = self._selection
        vectors = self._vectors.of([one.citation.quote for one in found])
        similarity = (vectors @ asked.meant).astype(np.float64)
        findings = np.array([one.finding for one in found])
        defining = np.array([only_defines(asked.text, one.text) for one in found])
        promise = np.array([one.promise for one in found])
        scores: Floats = promise + findings + similarity - use.defining * defining
        by_part = [scores + use.part * (vectors @ part - similarity) for part in asked.part_vectors]
        return scores, by_part or [scores]

    def _read(
        self, question: str, found: Sequence[Candidate], scores: Floats, watch: Watch
    ) -> tuple[Floats, Floats]:
        """
        Let the reranker read the best: their scores, and the log odds that each answers.

        The rest count as the worst of them.
        """
        match, odds = np.zeros((2, len(found)))
        if self._reranker is None:
            return match, odds
        best = np.argsort(-scores, kind="stable")[: self._selection.read]
        texts = [found[place].in_context for place in best]
        with watch(Step.RERANK):
            if isinstance(self._reranker, JudgesAnswers):
                read, likely = self._reranker.judge(question, texts)
            else:
                read, likely = self._reranker.score(question, texts), np.zeros(len(best))
        match += read.min()
        odds += likely.min()
        match[best], odds[best] = read, likely
        return match, odds


def _z(scores: Floats) -> Floats:
    z: Floats = (scores - scores.mean()) / (scores.std() or 1.0)
    return z


def _preferred(match: Floats, odds: Floats) -> Floats:
    """Give what a reranker prefers: what matches and what answers count alike."""
    return _z(_z(match) + _z(odds))


def _lacking(question: str, found: Sequence[Candidate]) -> NDArray[np.bool_]:
    """Tell which candidates do not hold the kind of thing that is asked for."""
    return np.array([not holds_what_is_asked(question, one.text) for one in found])


def _leads(ranked: _Ranked, scores: Iterable[Floats]) -> list[int]:
    """Give the best candidate for each part of the question, no two alike."""
    leads: list[int] = []
    for own in scores:
        best = ranked.best(own, leads)
        if best is not None:
            leads.append(best)
    return leads


def _fill(ranked: _Ranked, leads: Sequence[int], use: Selection) -> list[int]:
    chosen = list(leads[: use.sentences])
    least = ranked.scores[chosen].min() - use.behind
    known = np.where(ranked.gaps, -np.inf, ranked.scores)
    while len(chosen) < use.sentences:
        best = ranked.best(known, chosen)
        if best is None or known[best] < least:
            break
        chosen.append(best)
    return chosen


def _gaps_near(ranked: _Ranked, lead: int, behind: float) -> list[int]:
    """Give the sentence on what is not known that is nearest to what is told, if it is near."""
    scores = np.where(ranked.gaps, ranked.scores, -np.inf)
    best = int(scores.argmax())
    return [best] if scores[best] >= ranked.scores[lead] - behind else []


def _signs(
    ranked: _Ranked,
    chosen: Sequence[int],
    asked: Asked,
    hits: Sequence[Hit],
    odds: Sequence[Floats],
) -> Signs:
    scores, gaps = ranked.scores, ranked.gaps
    told = [hit.passage.document.id for hit in hits[:AGREEING]]
    known = scores[~gaps].max(initial=-np.inf)
    unknown = scores[gaps].max(initial=-np.inf)
    return Signs(
        score=float(scores[chosen[0]] - ranked.found[chosen[0]].finding),
        agree=told.count(told[0]) / len(told),
        documents=len({ranked.found[place].document for place in chosen}),
        gap=float(np.clip(unknown - known, -FAR, FAR)),
        unused=asked.unused,
        answers=float(np.mean([own[chosen].max() for own in odds])),
    )


def _refusal(
    sure: float | None, signs: Signs | None = None, gap: Statement | None = None
) -> Answer:
    status = AnswerStatus.NO_EVIDENCE
    return Answer(status, MESSAGES[status], confidence=sure, signs=signs, gap=gap)


def _statement(candidate: Candidate) -> Statement:
    return Statement(candidate.text, (candidate.citation,))


def nearest(hits: Sequence[Hit], most: int = 3) -> tuple[Hit, ...]:
    """Give the best hit of each of the first documents."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.passage.document.id, hit)
    return tuple(first.values())[:most]
