"""Command: judged reports and abstracts to the precision and recall of the suggested designs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

import evidence_search
from eval.about import ROOT
from eval.command import folder
from eval.judged import Judged, Sources, read_judged, read_pooled
from evidence_search.designs import MEASURED, Measured, measured, read_designs, trusted_designs
from evidence_search.ratings import Design
from evidence_search.types import Passage

HERE = ROOT / "eval" / "collections" / "designs"
SPLITS = ("dev", "test")
WIDTH = 100
Label = tuple[Design, bool]


@dataclass(slots=True)
class Tally:
    """Counts by design: suggested and right, suggested and wrong, there and not suggested."""

    right: Counter[Design] = field(default_factory=Counter)
    wrong: Counter[Design] = field(default_factory=Counter)
    missed: Counter[Design] = field(default_factory=Counter)

    def precision(self, design: Design) -> str:
        return _share(self.right[design], self.right[design] + self.wrong[design])

    def recall(self, design: Design) -> str:
        return _share(self.right[design], self.right[design] + self.missed[design])


@click.command("designs")
@folder("index", help="Index of the sample library.  [default: data/index]")
@folder("public", help="Index of the public reports.  [default: data/eval/public-reports]")
@folder("abstracts", help="Folder of the abstracts.  [default: ../shared/data/ir]")
@click.option(
    "--update", is_flag=True, help="Write what is measured; it decides what is suggested."
)
def command(
    *, index: Path | None, public: Path | None, abstracts: Path | None, update: bool
) -> None:
    """
    Score the suggested study designs against what a person read.

    Precision and recall by design on the half that the cues were chosen on (dev) and on the other
    (test), and precision on suggestions that were judged afterwards (pooled). A design is suggested
    by the indexer only where test and pooled together are precise enough. Exit code 1 where the
    committed numbers no longer hold.
    """
    sources = sources_here(index, public, abstracts)
    tallies, lacking = tally(HERE, sources)
    Console(width=WIDTH).print(_table(tallies))
    for name in lacking:
        click.echo(f"not scored: {name}: its texts are not on this machine")
    if lacking:
        return
    found = {
        design: Measured(right + wrong, right)
        for design in Design
        if (right := sum(tallies[name].right[design] for name in ("test", "pooled")))
        + (wrong := sum(tallies[name].wrong[design] for name in ("test", "pooled")))
    }
    if update:
        _write(found)
    elif found != measured():
        raise click.ClickException(
            "these are not the committed numbers; if they should be: --update"
        )


def sources_here(
    index: Path | None = None, public: Path | None = None, abstracts: Path | None = None
) -> Sources:
    """Give where the texts lie beside this checkout, but for those that are named."""
    return Sources(
        index or ROOT / "data" / "index",
        public or ROOT / "data" / "eval" / "public-reports",
        abstracts or ROOT / ".." / "shared" / "data" / "ir",
    )


def tally(directory: Path, sources: Sources) -> tuple[dict[str, Tally], list[str]]:
    """Count by split, and name the files of judgements whose texts are not there."""
    tallies = {name: Tally() for name in (*SPLITS, "pooled")}
    lacking = []
    for name, judged, texts in read_judged(directory, sources):
        if texts is None:
            lacking.append(name)
            continue
        for one in judged:
            _count(tallies[one.split], one, texts[one.id])
    pooled, by_source = read_pooled(directory, sources)
    lacking += [f"{name} (pooled)" for name, texts in sorted(by_source.items()) if texts is None]
    seen: dict[tuple[str, str], set[Design]] = {}
    for entry in pooled:
        texts = by_source[entry.source]
        if texts is None:
            continue
        key = (entry.source, entry.id)
        if key not in seen:
            seen[key] = {one.design for one in read_designs(texts[entry.id])}
        if entry.design in seen[key]:
            side = tallies["pooled"].right if entry.right else tallies["pooled"].wrong
            side[entry.design] += 1
    return tallies, lacking


def figures(directory: Path, sources: Sources) -> tuple[int, dict[str, float]]:
    """Give how many documents and suggestions were judged, and each precision and recall."""
    tallies, _ = tally(directory, sources)
    found = {}
    judged = 0
    for name, one in tallies.items():
        judged += sum(map(Counter.total, (one.right, one.wrong, one.missed)))
        for design in Design:
            right, wrong, missed = one.right[design], one.wrong[design], one.missed[design]
            if right + wrong:
                found[f"{name} precision, {design}"] = right / (right + wrong)
            if right + missed and name in SPLITS:
                found[f"{name} recall, {design}"] = right / (right + missed)
    return judged, found


def _count(tally: Tally, judged: Judged, passages: Sequence[Passage]) -> None:
    found: set[Label] = {(one.design, one.planned) for one in read_designs(passages)}
    true: set[Label] = {(one.design, one.planned) for one in judged.components}
    tally.right.update(design for design, _ in found & true)
    tally.missed.update(design for design, _ in true - found)
    tally.wrong.update(design for design, _ in found - true if design not in judged.arguable)


def _table(tallies: Mapping[str, Tally]) -> Table:
    table = Table("design", box=None, pad_edge=False)
    for heading in ("dev P", "dev R", "test P", "test R", "pooled P", "suggested"):
        table.add_column(heading, justify="right")
    trusted = trusted_designs()
    for design in Design:
        if design is Design.NOT_STATED:
            continue
        cells = [
            cell
            for name in SPLITS
            for cell in (tallies[name].precision(design), tallies[name].recall(design))
        ]
        pooled = tallies["pooled"].precision(design)
        table.add_row(design.value, *cells, pooled, "yes" if design in trusted else "no")
    return table


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f} {part}/{whole}" if whole else "-"


def _write(found: Mapping[Design, Measured]) -> None:
    path = Path(evidence_search.__file__).parent / MEASURED
    rows = {
        design.value: {"suggested": one.suggested, "right": one.right}
        for design, one in found.items()
    }
    path.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    click.echo(f"written to {path}")
