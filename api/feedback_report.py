"""Redacted questions in, the groups of them that went unanswered or were rated poorly out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sklearn.cluster import AgglomerativeClustering

from api.feedback_store import Asking, Feedback, FeedbackStore
from evidence_search import Settings
from evidence_search.asked import ASKING
from evidence_search.encode import load_encoder
from evidence_search.spelling import WORD
from evidence_search.statements import AnswerStatus
from evidence_search.stems import stems
from evidence_search.types import Encoder

UNANSWERED = frozenset({AnswerStatus.NO_EVIDENCE, AnswerStatus.WEAK_EVIDENCE_ONLY})
FARTHEST = 0.45
MOST = 5_000
TAKEN_OUT = re.compile(r"\[[a-z]+\]")


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """
    What questions that are alike have in common, and what became of them.

    Each of the `words` was used on as many different days as a group needs to be shown. A count
    below that number is None.
    """

    words: tuple[str, ...]
    days: int
    askings: int
    unanswered: int | None
    unhelpful: int | None
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """The groups, the largest first; how many askings they hold, and how many others do not."""

    least: int
    groups: tuple[QuestionGroup, ...]
    shown: int
    withheld: int


def read_report(store: FeedbackStore, settings: Settings, least: int) -> QuestionReport:
    """Report what `store` keeps, by the encoder that `settings` name."""
    encoder = load_encoder(settings.encoder, settings.inference)
    return report_questions(store.askings(), store.feedback(), encoder, least)


def report_questions(
    askings: Sequence[Asking], feedback: Iterable[Feedback], encoder: Encoder, least: int
) -> QuestionReport:
    """
    Group what went unanswered or was called unhelpful, and keep back what fewer asked.

    A group, a word of it or a count is shown where it stands for askings on at least `least`
    different days. Nothing tells one person from another here, so a day is the unit: who asks
    the same ten times in one day counts once, who asks on `least` days counts as that many.
    """
    poor: dict[str, set[str]] = defaultdict(set)
    for one in feedback:
        if not one.helpful:
            poor[one.answer].add(one.reason)
    wanted = [one for one in askings if one.status in UNANSWERED or one.answer in poor]
    groups = [
        shown
        for alike in _alike(wanted, encoder)
        if (shown := _shown(alike, poor, least)) is not None
    ]
    groups.sort(key=lambda one: (-one.days, -one.askings, one.words))
    held = sum(one.askings for one in groups)
    return QuestionReport(least, tuple(groups), held, len(wanted) - held)


def _alike(askings: Sequence[Asking], encoder: Encoder) -> Iterable[list[Asking]]:
    """Put askings together whose questions mean about the same; of very many, the newest."""
    texts = list(dict.fromkeys(one.question for one in reversed(askings)))[:MOST]
    groups: dict[int, list[Asking]] = defaultdict(list)
    labels = dict(zip(texts, _labels(texts, encoder), strict=True))
    for one in askings:
        if one.question in labels:
            groups[labels[one.question]].append(one)
    return groups.values()


def _labels(texts: Sequence[str], encoder: Encoder) -> list[int]:
    if len(texts) < 2:  # noqa: PLR2004 - one text is a group, and no clustering takes it
        return list(range(len(texts)))
    near = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=FARTHEST
    )
    labels: list[int] = near.fit_predict(encoder.encode_queries(texts)).tolist()
    return labels


def _shown(
    askings: Sequence[Asking], poor: Mapping[str, set[str]], least: int
) -> QuestionGroup | None:
    days = len({one.day for one in askings})
    words = _common(askings, least)
    if not words:
        return None
    rated = [one for one in askings if one.answer in poor]
    by_reason: dict[str, list[Asking]] = defaultdict(list)
    for one in rated:
        for reason in poor[one.answer]:
            by_reason[reason].append(one)
    counts = {reason: _count(own, least) for reason, own in sorted(by_reason.items())}
    return QuestionGroup(
        words,
        days,
        len(askings),
        _count([one for one in askings if one.status in UNANSWERED], least),
        _count(rated, least),
        {reason: count for reason, count in counts.items() if count is not None},
    )


def _common(askings: Sequence[Asking], least: int) -> tuple[str, ...]:
    """Give the words whose stem was used on enough days, the commonest first."""
    days: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for one in askings:
        for word in set(WORD.findall(TAKEN_OUT.sub(" ", one.question))):
            for stem in stems(word) if not ASKING.fullmatch(word) else ():
                days[stem].add(one.day)
                forms[stem][word] += 1
    common = [stem for stem, own in days.items() if len(own) >= least]
    common.sort(key=lambda stem: (-len(days[stem]), stem))
    return tuple(min(forms[stem], key=lambda form: (-forms[stem][form], form)) for stem in common)


def _count(askings: Sequence[Asking], least: int) -> int | None:
    return len(askings) if len({one.day for one in askings}) >= least else None
