"""Command: two runs of the same queries to what changed, and whether it is more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from eval.command import Command
from eval.measures import NAMES
from eval.rows import CollectionInvalid
from eval.saved import QueryScores, read_scores
from eval.significance import EQUAL, holm, randomise
from eval.table import WIDTH

CHANGED_MOST = 10
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

Saved = Mapping[str, QueryScores]


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of runs A and B: means, queries that B wins, ties and loses, adjusted p."""

    name: str
    a: float
    b: float
    wins: int
    ties: int
    losses: int
    p: float


@click.command("compare", cls=Command)
@click.argument("a", type=FOLDER)
@click.argument("b", type=FOLDER)
def command(a: Path, b: Path) -> None:
    """
    Test whether run B differs from run A by more than chance.

    A and B are folders that `run` wrote. Each measure gets a paired randomisation test; the
    p-values are adjusted for the number of measures (Holm).
    """
    before, after = read_scores(a), read_scores(b)
    console = Console(width=WIDTH)
    for unit in units(before, after):
        console.print(_table(unit, differences(before, after, unit)))
    console.print(_changes(before, after))


def units(a: Saved, b: Saved) -> list[str]:
    """Give the units that both runs were scored by; raises CollectionInvalid."""
    if a.keys() != b.keys() or not a:
        raise CollectionInvalid(
            f"the runs are not of the same queries: {len(a)} and {len(b)}, "
            f"{len(a.keys() & b.keys())} in both"
        )
    first, second = next(iter(a.values())), next(iter(b.values()))
    return [unit for unit in first.measures if unit in second.measures]


def differences(a: Saved, b: Saved, unit: str) -> list[Difference]:
    pairs = [_pair(a, b, unit, name) for name in NAMES]
    adjusted = holm([randomise(before, after) for before, after in pairs])
    return [
        _difference(name, before, after, p)
        for name, (before, after), p in zip(NAMES, pairs, adjusted, strict=True)
    ]


def changed_most(a: Saved, b: Saved, unit: str) -> list[tuple[str, float]]:
    """Give the queries whose nDCG@10 changed, with the change, the largest first."""
    before, after = _pair(a, b, unit, "nDCG@10")
    changes = [(q, y - x) for q, x, y in zip(a, before, after, strict=True) if abs(y - x) > EQUAL]
    return sorted(changes, key=lambda change: (-abs(change[1]), change[0]))[:CHANGED_MOST]


def _pair(a: Saved, b: Saved, unit: str, name: str) -> tuple[list[float], list[float]]:
    return [a[q].measures[unit][name] for q in a], [b[q].measures[unit][name] for q in a]


def _difference(name: str, a: Sequence[float], b: Sequence[float], p: float) -> Difference:
    changes = [after - before for before, after in zip(a, b, strict=True)]
    wins, losses = sum(c > EQUAL for c in changes), sum(c < -EQUAL for c in changes)
    count = len(changes)
    return Difference(name, sum(a) / count, sum(b) / count, wins, count - wins - losses, losses, p)


def _table(unit: str, found: Sequence[Difference]) -> Table:
    table = Table("measure", title=f"by {unit}")
    for heading in ("A", "B", "B - A", "wins/ties/losses", "p (Holm)"):
        table.add_column(heading, justify="right")
    for one in found:
        counts = f"{one.wins}/{one.ties}/{one.losses}"
        means = f"{one.a:.4f}", f"{one.b:.4f}", f"{one.b - one.a:+.4f}"
        table.add_row(one.name, *means, counts, f"{one.p:.4f}")
    return table


def _changes(a: Saved, b: Saved) -> Table:
    unit = units(a, b)[0]
    table = Table("nDCG@10", "query", "text", title=f"changed most, by {unit}")
    for query, change in changed_most(a, b, unit):
        table.add_row(f"{change:+.4f}", query, a[query].text)
    return table
