"""A committed entry, measured again, to a verdict on each of its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eval import designs, emmie
from eval.about import ROOT
from eval.answering import measure_answers
from eval.collection import Collection, load_collection
from eval.expected import DECIMALS, Entry, Verdict, judge
from eval.measure import measure
from eval.saved import ANSWERS
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
    if entry.what == "emmie":
        return entry.index is None or (ROOT / entry.index / "CURRENT").exists()
    return (ROOT / entry.collection / "queries.jsonl").is_file()


def recheck(entry: Entry, index: Path | None) -> Recheck:
    """
    Measure the entry with its own settings, not the environment's; raises EvidenceSearchError.

    `index` is for a collection without a corpus whose entry names none.
    """
    if entry.what in {"designs", "emmie"}:
        return _of_words(entry, index)
    collection = load_collection(ROOT / entry.collection, entry.split)
    variables = {PREFIX + name.upper(): str(value) for name, value in entry.settings.items()}
    over = None
    if collection.corpus is None:
        over = ROOT / entry.index if entry.index else index
    settings = Settings.from_env(variables)
    if entry.what == "answers":
        queries, found = _answers(collection, settings, over or settings.index_dir)
    else:
        report = measure(collection, settings, over).report
        queries, found = report.queries.judged, report.measures
    return _judged(entry, queries, found)


def _of_words(entry: Entry, index: Path | None) -> Recheck:
    """Measure what the software reads in words: designs over all that was judged, or tags."""
    place = ROOT / entry.collection
    if entry.what == "designs":
        return _judged(
            entry, *_by("suggestion", designs.figures(place, designs.sources_here(index)))
        )
    public = ROOT / entry.index if entry.index else None
    return _judged(entry, *_by("passage", emmie.figures(place, public)))


def _by(unit: str, figures: tuple[int, dict[str, float]]) -> tuple[int, Values]:
    return figures[0], {unit: figures[1]}


def _judged(entry: Entry, queries: int, found: Values) -> Recheck:
    values = {
        unit: {name: round(value, DECIMALS) for name, value in own.items()}
        for unit, own in found.items()
    }
    now = entry.model_copy(update={"queries": queries, "values": values})
    return Recheck(entry, now, _judge(entry, now))


def _answers(collection: Collection, settings: Settings, index: Path) -> tuple[int, Values]:
    measured = measure_answers(collection, settings, index)
    figures = {name: one.value for name, one in measured.report.figures.items()}
    quotes = {"quotes verbatim": measured.report.quotes.verbatim}
    return len(measured.told), {ANSWERS: figures | quotes}


def _judge(entry: Entry, now: Entry) -> dict[tuple[str, str], Verdict]:
    lacking = float("nan")
    return {
        (unit, name): judge(value, now.values.get(unit, {}).get(name, lacking))
        for unit, own in entry.values.items()
        for name, value in own.items()
    }
