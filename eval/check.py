"""Command: the committed numbers to verdicts on whether they still hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from eval.about import ROOT
from eval.command import folder
from eval.expected import Entry, Verdict, read_entries, write_entries
from eval.readme import write_scores
from eval.recheck import Recheck, is_there, over, recheck

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("check")
@click.option("--full", is_flag=True, help="Also the collections that take minutes.")
@click.option("--update", is_flag=True, help="Write what is measured as the new numbers.")
@folder("index", help="Index of collections without a corpus.  [default: data/index]")
@click.option(
    "--expected",
    type=FILE,
    default=ROOT / "eval" / "expected.json",
    help="The committed numbers.  [default: eval/expected.json]",
)
@click.option(
    "--write-readme",
    "readme",
    type=FILE,
    help="Write the table of scores between the markers of this file; with --full.",
)
def command(
    *, full: bool, update: bool, index: Path | None, expected: Path, readme: Path | None
) -> None:
    """
    Measure again what eval/expected.json holds, and compare.

    OK: equal to four decimals. OKish: within 0.0005. FAIL: anything else, and the exit code is 1.
    What has no data on this machine is named and passed over.
    """
    if readme and not full:
        raise click.UsageError("--write-readme needs --full: the table holds every collection")
    entries = read_entries(expected)
    checked = _check([entry for entry in entries if full or entry.scope == "quick"], index)
    if update:
        now = {one.entry.name: one.now for one in checked}
        entries = tuple(now.get(entry.name, entry) for entry in entries)
        write_entries(expected, entries)
        click.echo(f"written to {expected}")
    elif any(one.verdict is Verdict.FAIL for one in checked):
        raise click.ClickException("the numbers do not hold; if they should change: --update")
    if readme:
        if len(checked) < len(entries):
            raise click.ClickException(f"{readme} is left as it was: not everything was measured")
        write_scores(readme, [one.now for one in checked], datetime.now(UTC).date())


def _check(entries: Sequence[Entry], index: Path | None) -> list[Recheck]:
    checked = []
    for entry in entries:
        if not is_there(entry):
            click.echo(f"not checked: {entry.name}: data not there ({entry.collection})")
            continue
        one = recheck(entry, index)
        unit, values = next(iter(one.now.values.items()))
        name, value = next(iter(values.items()))
        click.echo(f"{one.verdict}: {entry.name}: {name}, {over(unit)} {value:.4f}")
        for line in one.details:
            click.echo(f"  {line}")
        checked.append(one)
    counts = Counter(one.verdict for one in checked)
    summary = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict)
    click.echo(f"{summary}, {len(entries) - len(checked)} not checked")
    return checked
