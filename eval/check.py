"""Command: the committed numbers to verdicts on whether they still hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from eval.command import Command, folder
from eval.expected import DECIMALS, Entry, Verdict, judge, read_entries, write_entries
from eval.readme import write_scores
from eval.collection import load_collection
from eval.measure import measure
from eval.report import Report
from evidence_search.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[1]


@click.command("check", cls=Command)
@click.option("--full", is_flag=True, help="Also the collections that take minutes.")
@click.option("--update", is_flag=True, help="Write what is measured as the new numbers.")
@folder("index", help="Index of collections without a corpus.  [default: data/index]")
@click.option(
    "--expected",
    type=click.Path(dir_okay=False, path_type=Path),
    default=ROOT / "eval" / "expected.json",
    help="The numbers.  [default: eval/expected.json]",
)
@click.option(
    "--write-readme",
    "readme",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Write the table of scores between the markers of this file; with --full.",
)
def command(
    *, full: bool, update: bool, index: Path | None, expected: Path, readme: Path | None
) -> None:
    """
    Measure again what eval/expected.json holds, and compare.

    OK: equal to four decimals. OKish: within 0.0005, or within one question's worth where there
    are fewer than a hundred. FAIL: anything else, and the exit code is 1. What has no data on this
    machine is named and passed over.
    """
    if readme and not full:
        raise click.UsageError("--write-readme needs --full: the table holds every collection")
    entries = read_entries(expected)
    console = Console(highlight=False, soft_wrap=True)
    updated, failed, absent = [], 0, 0
    for entry in entries:
        if not full and entry.scope != "quick":
            updated.append(entry)
        elif not (ROOT / entry.collection / "queries.jsonl").is_file():
            console.print(f"not checked: {entry.name}: data not there ({entry.collection})")
            updated.append(entry)
            absent += 1
        else:
            report = remeasure(entry, index)
            faults = compare(entry, report)
            verdict = max((fault[0] for fault in faults), key=list(Verdict).index)
            ...
