"""Command: two runs of the same queries to tables of what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from eval.about import About, differing
from eval.command import json_option
from eval.differences import Difference, Saved, changed_most, differences, pairs, units
from eval.rows import CollectionInvalid
from eval.saved import (
    as_json,
    has_answers,
    has_scores,
    read_answered,
    read_answers,
    read_retrieved,
    read_scores,
)
from eval.table import WIDTH

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
KINDS: Sequence[tuple[Callable[[Path], bool], Callable[[Path], Saved]]] = (
    (has_scores, read_scores),
    (has_answers, read_answers),
)


@click.command("compare")
@click.argument("a", type=FOLDER)
@click.argument("b", type=FOLDER)
@json_option
def command(a: Path, b: Path, *, json_: bool) -> None:
    """
    Test whether run B differs from run A by more than chance.

    A and B are folders that `run` or `answers` wrote. Each measure gets its difference with a 95 %
    bootstrap interval, the queries that B wins, ties and loses, and a paired randomisation test;
    the p-values are adjusted for the number of measures (Holm).
    """
    runs = [(read(a), read(b)) for has, read in KINDS if has(a) and has(b)]
    if not runs:
        raise CollectionInvalid(
            f"{a} and {b} hold no runs of one kind: neither both scores.jsonl, nor both "
            "answers.jsonl"
        )
    found = {
        unit: differences(before, after, unit)
        for before, after in runs
        for unit in units(before, after)
    }
    if json_:
        click.echo(as_json({unit: [asdict(one) for one in own] for unit, own in found.items()}))
        return
    console = Console(width=WIDTH)
    console.print(_made(*map(_about, (a, b))))
    for unit, own in found.items():
        console.print(_table(unit, own))
    for before, after in runs:
        console.print(_changes(before, after))


def _about(run: Path) -> About:
    return (read_retrieved(run) if has_scores(run) else read_answered(run)).about


def _made(a: About, b: About) -> Table:
    table = Table("what", "A", "B", title="A and B differ in", box=SIMPLE)
    for row in differing(a, b) or [("nothing", "", "")]:
        table.add_row(*row)
    return table


def _table(unit: str, found: Sequence[Difference]) -> Table:
    title = "of answers" if unit == "answers" else f"by {unit}"
    table = Table(title=title, box=SIMPLE, padding=(0, 0, 0, 1))
    table.add_column("measure", overflow="fold")
    for heading in ("A", "B", "B - A", "95 % interval", "win/tie/lose", "p (Holm)"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in found:
        change = one.change
        table.add_row(
            one.name,
            f"{one.a:.4f}",
            f"{one.b:.4f}",
            f"{change.value:+.4f}",
            f"{change.low:+.3f} {change.high:+.3f}",
            f"{one.wins}/{one.ties}/{one.losses}",
            f"{one.p:.4f}",
        )
    return table


def _changes(a: Saved, b: Saved) -> Table:
    unit = units(a, b)[0]
    name = pairs(a, b, unit)[0].name
    table = Table(name, "query", "text", title=f"changed most, by {unit}", box=SIMPLE)
    for query, change in changed_most(a, b, unit):
        table.add_row(f"{change:+.4f}", query, a[query].text)
    return table
