"""One run or two of the same queries to the sections of a page: tables and plots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from eval import plots
from eval.about import About, differing
from eval.differences import Difference, Saved, differences, pairs, units
from eval.groups import Group
from eval.outcome import Latency
from eval.plots import Plot
from eval.saved import (
    ANSWERS,
    QueryAnswer,
    QueryScores,
    read_answered,
    read_answers,
    read_retrieved,
    read_scores,
)
from eval.table import SHOWN
from evidence_search.statements import SPEAKING

WORST = 20
FIRST = 3
LONGEST = 240
PAIR = 2


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under headings; the first cell of a row is its name."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    words: str
    tables: Sequence[Table]
    plots: Sequence[Plot] = ()
    worst: Table = field(default_factory=lambda: Table("", (), ()))


def retrieval(folders: Sequence[Path], names: Sequence[str]) -> Section:
    """Show what `run` kept."""
    reports = [read_retrieved(folder) for folder in folders]
    saved = [read_scores(folder) for folder in folders]
    counts = reports[-1].queries
    means = [
        {f"{name}, by {unit}": v for unit, own in r.measures.items() for name, v in own.items()}
        for r in reports
    ]
    drawn = [
        plots.ranks([[row.rank for row in own.values()] for own in saved], names),
        *_changes(saved),
        plots.latency(_times(saved), names, "to search"),
    ]
    return Section(
        "Search",
        f"{counts.judged} judged queries; {counts.without_results} found nothing and count as "
        f"zero; {counts.unanswerable} unanswerable questions are left out; "
        f"{counts.judged_but_not_in_index} judged items are not in the index.",
        [
            _means("Measures of search", means, names, [r.latency_ms for r in reports]),
            *_differences(saved),
            *_groups("Search", [r.groups for r in reports], names, SHOWN),
        ],
        drawn,
        _worst_searches(saved[-1], names[-1]),
    )


def answers(folders: Sequence[Path], names: Sequence[str]) -> Section:
    """Show what `answers` kept."""
    reports = [read_answered(folder) for folder in folders]
    saved = [read_answers(folder) for folder in folders]
    asked, quotes = reports[-1].questions, reports[-1].quotes
    tables = [
        Table(
            f"Measures of answers: {name}",
            ("measure", "value", "95 % interval", "questions"),
            [
                (key, f"{one.value:.4f}", f"{one.low:.3f} to {one.high:.3f}", str(one.count))
                for key, one in report.figures.items()
            ],
        )
        for name, report in zip(names, reports, strict=True)
    ]
    calibrated = [report.calibration for report in reports if report.calibration]
    drawn = [plots.latency(_times(saved), names, "to answer")]
    if len(calibrated) == len(reports):
        drawn = [plots.reliability(calibrated, names), plots.risk(calibrated, names), *drawn]
    shown = list(dict.fromkeys(chain.from_iterable(g.measures for g in reports[-1].groups)))
    return Section(
        "Answers",
        f"{asked.answerable} answerable questions, {asked.unanswerable} that the library cannot "
        f"answer, {asked.declined} to be declined. {quotes.verbatim:.2%} of {quotes.told} quotes "
        f"stand in their page to the letter; they have {quotes.words:.0f} words each. Half of the "
        f"answers took at most {reports[-1].latency_ms.p50:.0f} ms, 95 % at most "
        f"{reports[-1].latency_ms.p95:.0f} ms.",
        [
            *tables,
            *_differences(saved),
            *_groups("Answers", [r.groups for r in reports], names, shown),
        ],
        drawn,
        _worst_answers(saved[-1], names[-1]),
    )


def manifest(abouts: Sequence[About], names: Sequence[str]) -> Section:
    """Show what was measured, with what."""
    tables = [
        Table(f"Manifest: {name}", ("what", "is"), _facts(about), numbers=False)
        for name, about in zip(names, abouts, strict=True)
    ]
    if len(abouts) == PAIR:
        headings = ("what", "A", "B")
        rows = differing(*abouts) or [("nothing", "", "")]
        tables.insert(0, Table("What A and B differ in", headings, rows, numbers=False))
    return Section("What was measured", "What is needed to measure it again.", tables)


def _means(
    caption: str,
    means: Sequence[Mapping[str, float]],
    names: Sequence[str],
    times: Sequence[Latency],
) -> Table:
    rows = [(key, *(f"{own[key]:.4f}" for own in means)) for key in means[-1]]
    rows += [
        ("milliseconds a query, p50", *(f"{one.p50:.1f}" for one in times)),
        ("milliseconds a query, p95", *(f"{one.p95:.1f}" for one in times)),
    ]
    return Table(caption, ("measure", *names), rows)


def _differences(saved: Sequence[Saved]) -> list[Table]:
    if len(saved) < PAIR:
        return []
    a, b = saved
    headings = ("measure", "A", "B", "B - A", "95 % interval", "wins / ties / losses", "p (Holm)")
    return [
        Table(
            f"Is B other than A, by {unit}? (paired randomisation test)",
            headings,
            [_difference(one) for one in differences(a, b, unit)],
        )
        for unit in units(a, b)
    ]


def _difference(one: Difference) -> tuple[str, ...]:
    return (
        one.name,
        f"{one.a:.4f}",
        f"{one.b:.4f}",
        f"{one.change.value:+.4f}",
        f"{one.change.low:+.4f} to {one.change.high:+.4f}",
        f"{one.wins} / {one.ties} / {one.losses}",
        f"{one.p:.4f}",
    )


def _changes(saved: Sequence[Saved]) -> list[Plot]:
    if len(saved) < PAIR:
        return []
    a, b = saved
    unit = units(a, b)[0]
    first = pairs(a, b, unit)[0]
    return [plots.changes(first.changes, f"{first.name} by {unit}")]


def _groups(
    what: str, groups: Sequence[Sequence[Group]], names: Sequence[str], shown: Sequence[str]
) -> list[Table]:
    return [
        Table(
            f"{what} by subgroup: {name}",
            ("subgroup", "queries", *shown),
            [
                (
                    f"{one.label}: {one.value}",
                    str(one.queries),
                    *(f"{one.measures[m]:.3f}" if m in one.measures else "–" for m in shown),
                )
                for one in own
                if one.measures
            ],
        )
        for name, own in zip(names, groups, strict=True)
        if own
    ]


def _times(saved: Sequence[Mapping[str, QueryScores]]) -> list[list[float]]:
    return [[row.milliseconds for row in own.values()] for own in saved]


def _worst_searches(saved: Mapping[str, QueryScores], name: str) -> Table:
    def goodness(row: QueryScores) -> tuple[float, float, str]:
        first = next(iter(row.measures.values()))
        return first["nDCG@10"], first["AP"], row.query

    worst = sorted(saved.values(), key=goodness)[:WORST]
    return Table(
        f"The twenty questions found worst: {name}",
        ("question", "should find", "rank", "found first"),
        [
            (
                f"{row.text} ({row.query})",
                ", ".join(row.relevant),
                str(row.rank or "not found"),
                ", ".join(row.found[:FIRST]) or "nothing",
            )
            for row in worst
        ],
        numbers=False,
    )


def _worst_answers(saved: Mapping[str, QueryAnswer], name: str) -> Table:
    """Show what is told and wrong, the surest first, then what is refused and should not be."""
    wrong = [row for row in saved.values() if not row.measures[ANSWERS].get("right", 1.0)]
    refused = [
        row for row in saved.values() if row.status not in SPEAKING and row.status != row.expected
    ]
    worst = [*sorted(wrong, key=lambda row: (-row.confidence, row.query)), *refused][:WORST]
    return Table(
        f"The twenty worst answers, wrong and surest first: {name}",
        ("question", "should say", "says", "told instead"),
        [
            (
                f"{row.text} ({row.query})",
                _shortened(" … ".join(row.relevant)) or row.expected,
                f"{row.status}, confidence {row.confidence:.2f}",
                _shortened(" … ".join(row.found[:FIRST])) or "nothing",
            )
            for row in worst
        ],
        numbers=False,
    )


def _shortened(text: str) -> str:
    single = " ".join(text.split())
    return single if len(single) <= LONGEST else f"{single[:LONGEST].rsplit(' ', 1)[0]} …"


def _facts(about: About) -> list[tuple[str, str]]:
    index = about.index
    return [
        ("collection", f"{about.collection}, split {about.split}"),
        ("SHA-256 of the collection", about.collection_sha256),
        ("measured at", about.created),
        ("commit", about.commit or "not in a checkout"),
        ("index generation", f"{about.generation}, of {index.created}"),
        ("index holds", ", ".join(f"{n} {what}" for what, n in sorted(index.counts.items()))),
        ("index made by", "; ".join(f"{k} {v}" for k, v in sorted(index.made_by.items()))),
        ("encoder", index.encoder),
        ("settings", "; ".join(f"{k} = {v}" for k, v in about.settings.items())),
        ("versions", "; ".join(f"{k} {v}" for k, v in about.versions.items())),
        ("machine", f"{about.machine.platform}, {about.machine.cores} cores"),
        ("peak memory", f"{about.machine.peak_rss_mb} MB"),
    ]
