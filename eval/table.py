"""A report to a table for people, 80 columns wide."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from rich.console import Console
from rich.table import Table

from eval.measures import NAMES
from eval.report import Report

WIDTH = 80
SHOWN = ("nDCG@10", "R@100", "Success@1", "Success@5")


def print_report(report: Report, console: Console) -> None:
    counts, latency = report.queries, report.latency_ms
    console.print(f"{report.collection}, split {report.split}: {counts.judged} queries")
    console.print(_measures(report))
    if report.groups:
        console.print(_groups(report))
    console.print(
        f"{latency.p50:.0f} ms a query (p50), {latency.p95:.0f} ms (p95), "
        f"peak memory {report.machine.peak_rss_mb} MB, {report.machine.cores} cores"
    )
    for count, what in (
        (counts.without_results, "queries found nothing and count as zero"),
        (counts.unanswerable, "unanswerable questions are left out"),
        (counts.judged_but_not_in_index, "judged items are not in the index: is it the right one?"),
    ):
        if count:
            console.print(f"{count} {what}")


def _measures(report: Report) -> Table:
    table = Table("measure")
    for unit in report.measures:
        table.add_column(f"by {unit}", justify="right")
    for name in NAMES:
        table.add_row(name, *(f"{own[name]:.4f}" for own in report.measures.values()))
    return table


def _groups(report: Report) -> Table:
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
