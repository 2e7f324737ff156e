"""A collection and settings to measured answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from eval.about import about
from eval.calibration import Calibration, calibrate
from eval.collection import Collection
from eval.estimate import Estimate, mean_of
from eval.evidence import words_of
from eval.groups import group
from eval.judge import NOT_KNOWN, judge
from eval.outcome import Answered, Asked, Latency, Quotes
from eval.told import Told, tell
from evidence_search.engine import Engine
from evidence_search.settings import Settings

SHOWN_BY_GROUP = ("evidence@1", "evidence@3", "answers@3", "page@3", "answered", "false answer")

Judged = Mapping[str, Mapping[str, bool]]


@dataclass(frozen=True, slots=True)
class MeasuredAnswers:
    """A report, what every question was told, and its measures by question."""

    report: Answered
    told: Sequence[Told]
    measures: Judged


def measure_answers(collection: Collection, settings: Settings, index: Path) -> MeasuredAnswers:
    """Ask the questions of the split and judge what is told; raises EvidenceSearchError."""
    engine = Engine.open(settings.model_copy(update={"index_dir": index}))
    try:
        queries = [*collection.judged, *collection.unanswerable]
        told = tell(engine, queries)
        measures = judge(told, collection, engine.index.store)
        report = _report(collection, engine, told, measures)
    finally:
        engine.close()
    return MeasuredAnswers(report, told, measures)


def _report(
    collection: Collection, engine: Engine, told: Sequence[Told], measures: Judged
) -> Answered:
    labels = {one.query.id: {**one.query.labels} | _whether_answerable(one) for one in told}
    return Answered(
        about=about(engine, collection),
        questions=_asked(told),
        latency_ms=Latency.of([one.milliseconds for one in told]),
        measures=_means(measures),
        quotes=_quotes(told),
        calibration=_calibration(told, measures),
        groups=group(labels, measures, SHOWN_BY_GROUP),
    )


def _whether_answerable(told: Told) -> dict[str, str]:
    return {"answerable": "yes" if told.query.answerable else "no"}


def _asked(told: Sequence[Told]) -> Asked:
    answerable = sum(one.query.answerable for one in told)
    unanswerable = sum(one.query.expected == NOT_KNOWN for one in told)
    return Asked(answerable, unanswerable, len(told) - answerable - unanswerable)


def _means(measures: Judged) -> dict[str, Estimate]:
    names = dict.fromkeys(name for own in measures.values() for name in own)
    return {
        name: mean_of([own[name] for own in measures.values() if name in own]) for name in names
    }


def _quotes(told: Sequence[Told]) -> Quotes:
    quotes = [quote for one in told for said in one.said for quote in said.quotes]
    return Quotes(
        told=len(quotes),
        wrong=tuple(quote for one in told for quote in one.misquoted),
        words=round(fmean(len(words_of(quote)) for quote in quotes), 1) if quotes else 0.0,
    )


def _calibration(told: Sequence[Told], measures: Judged) -> Calibration | None:
    """Compare confidence with being right over what was answered; None where nothing was."""
    answered = [one for one in told if one.answered]
    if not answered:
        return None
    right = [measures[one.query.id]["right"] for one in answered]
    return calibrate([one.confidence for one in answered], right, len(told))
