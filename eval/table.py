"""What was measured to tables for people, 80 columns wide."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from rich.console import Console
from rich.table import Table

from eval.measures import NAMES
from eval.outcome import Answered, Retrieved

WIDTH = 80
SHOWN = ("nDCG@10", "R@100", "Success@1", "Success@5")


def print_report(report: Retrieved, console: Console) -> None:
    counts, latency = report.queries, report.latency_ms
    console.print(f"{report.about.collection}, split {report.about.split}: {counts.judged} queries")
    console.print(_measures(report))
    if report.groups:
        console.print(_groups(report))
    console.print(
        f"{latency.p50:.0f} ms a query (p50), {latency.p95:.0f} ms (p95), "
        f"peak memory {report.about.machine.peak_rss_mb} MB, {report.about.machine.cores} cores"
    )
    for count, what in (
        (counts.without_results, "queries found nothing and count as zero"),
        (counts.unanswerable, "unanswerable questions are left out"),
        (counts.judged_but_not_in_index, "judged items are not in the index: is it the right one?"),
    ):
        if count:
            console.print(f"{count} {what}")


def print_answers(report: Answered, console: Console) -> None:
    about, asked, latency = report.about, report.questions, report.latency_ms
    console.print(
        f"{about.collection}, split {about.split}: {asked.answerable} answerable, "
        f"{asked.unanswerable} unanswerable, {asked.declined} to be declined"
    )
    console.print(_estimates(report))
    quotes = report.quotes
    console.print(
        f"{quotes.verbatim:.2%} of {quotes.told} quotes verbatim, {quotes.words:.0f} words each; "
        f"{latency.p50:.0f} ms an answer (p50), {latency.p95:.0f} ms (p95)"
    )


def _estimates(report: Answered) -> Table:
    table = Table("measure")
    for heading in ("value", "95 % interval", "questions"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, one in sorted(report.figures.items(), key=lambda item: " of " in item[0]):
        interval = f"{one.low:.3f} to {one.high:.3f}"
        table.add_row(name, f"{one.value:.4f}", interval, str(one.count))
    return table


def _measures(report: Retrieved) -> Table:
    table = Table("measure")
    for unit in report.measures:
        table.add_column(f"by {unit}", justify="right")
    for name in NAMES:
        table.add_row(name, *(f"{own[name]:.4f}" for own in report.measures.values()))
    return table


def _groups(report: Retrieved) -> Table:
    table = Table(f"by {next(iter(report.measures))}")
    for heading in ("queries", *SHOWN):
        table.add_column(heading, justify="right", no_wrap=True)
    for label, groups in groupby(report.groups, key=attrgetter("label")):
        table.add_section()
        table.add_row(f"[bold]{label}")
        for group in groups:
            numbers = (f"{group.measures[name]:.4f}" for name in SHOWN)
            table.add_row(f"  {group.value}", str(group.queries), *numbers)
    return table
