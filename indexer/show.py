"""What the indexer's commands print: for people at 80 columns, or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from evidence_search.manifest import Manifest
from indexer import report as cards
from indexer.build import Built
from indexer.diff import AnswerChange, Changed
from indexer.ledger import LedgerRow, State
from indexer.plan import Action, Step

BYTES_A_SECOND = 250_000


def say(text: str) -> None:
    """Print lines; what a file is called or says must not steer the terminal."""
    lines = text.split("\n")
    click.echo("\n".join(map(_plain, lines)))


def say_wrapped(text: str) -> None:
    """Print a paragraph, set in by four, no line of it longer than the terminal."""
    Console(highlight=False).print(Padding(Text(_plain(text)), (0, 0, 0, 4)))


@contextmanager
def progress(total: int, *, hidden: bool) -> Iterator[Callable[[LedgerRow], None]]:
    """Give what is to be called with each finished file; the bar goes to standard error."""
    bar = Progress(
        TextColumn("reading and encoding"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=hidden,
    )
    with bar:
        task = bar.add_task("build", total=total)
        yield lambda _: bar.advance(task)


def built(built: Built, directory: Path, *, as_json: bool) -> None:
    if as_json:
        say_json({**asdict(built), "index": str(directory)})
        return
    if not built.changed:
        say(
            f"nothing changed: generation {built.generation} in {directory} stays "
            f"({len(built.ledger)} files, {built.total:.1f} s; --full builds it again)"
        )
        return
    states = Counter(row.state for row in built.ledger)
    pages = sum(row.pages for row in built.ledger if not row.reused)
    passages = sum(row.passages for row in built.ledger)
    reused = sum(row.reused for row in built.ledger)
    say(
        f"generation {built.generation} in {directory}: {states[State.INDEXED]} files indexed, "
        f"{states[State.PARTLY]} partly, {states[State.REFUSED]} refused"
    )
    say(f"  {passages:,} passages; {reused} files taken over unchanged; {pages:,} pages read")
    rate = pages / built.total if built.total else 0
    say(
        f"  {built.total:.1f} s ({rate:.0f} pages/s): encoding {built.encoding:.1f} s, "
        f"waiting for files to be read {built.waiting:.1f} s"
    )
    for row in built.ledger:
        if row.state is not State.INDEXED:
            say(f"  {row.state}: {_plain(row.file)}: {'; '.join(row.problems)}")


def plan(steps: Sequence[Step], size: int, *, as_json: bool) -> None:
    if as_json:
        say_json([asdict(step) for step in steps])
        return
    table = _table("file", "what a build would do")
    for step in steps:
        if step.action is not Action.UNCHANGED:
            table.add_row(Text(_plain(step.file)), step.action.value)
    counts = Counter(step.action for step in steps)
    if table.row_count:
        _print(table)
    say(", ".join(f"{count} {action.value}" for action, count in sorted(counts.items())))
    work = counts[Action.NEW] + counts[Action.CHANGED] + counts[Action.REFUSED]
    seconds = size * work / max(1, len(steps)) / BYTES_A_SECOND
    say(f"about {seconds:.0f} s on 2 cores" if work else "nothing to read or encode")


def report(ledger: Sequence[LedgerRow], *, as_json: bool, html: Path | None) -> None:
    if html:
        html.write_text(cards.as_html(ledger), encoding="utf-8")
        say(f"report card written to {html}")
    elif as_json:
        say_json(cards.as_json(ledger))
    else:
        console = Console(soft_wrap=False, highlight=False)
        for indent, line in cards.as_text(ledger):
            console.print(Padding(Text(_plain(line)), (0, 0, 0, indent)))


def verified(faults: Mapping[Path, str], now: Path) -> None:
    for path, fault in faults.items():
        mark = " (current)" if path == now else ""
        say(f"{path.name}{mark}: {fault or 'whole'}")


def generations(
    found: Sequence[tuple[Path, Manifest | None]], now: Path | None, *, as_json: bool
) -> None:
    """List the generations; one without a manifest that can be read is damaged."""
    if as_json:
        rows = [
            {"generation": p.name, "current": p == now, **(asdict(m) if m else {"damaged": True})}
            for p, m in found
        ]
        say_json(rows)
        return
    table = _table("generation", "made", "documents", "pages", "passages", "")
    for path, manifest in found:
        mark = "current" if path == now else ""
        if manifest is None:
            table.add_row(path.name, "damaged", "", "", "", mark)
            continue
        counts = (str(manifest.counts[name]) for name in ("documents", "pages", "passages"))
        table.add_row(path.name, manifest.created, *counts, mark)
    _print(table)


def diff(
    names: tuple[str, str],
    documents: Sequence[Changed],
    answers: Sequence[AnswerChange],
    asked: int,
    *,
    as_json: bool,
) -> None:
    before, after = names
    if as_json:
        changes = {
            "documents": [asdict(one) for one in documents],
            "answers": [asdict(one) for one in answers],
        }
        say_json({"before": before, "after": after, "questions": asked, **changes})
        return
    say(f"from generation {before} to {after}: {len(documents)} documents differ")
    for one in documents:
        say(f"  {one.id}: {', '.join(one.changes)}")
    if asked:
        say(f"{len(answers)} of {asked} questions are answered otherwise")
    for change in answers:
        say(f"  {change.question}")
        if change.before.status != change.after.status:
            say(f"    {change.before.status}, now {change.after.status}")
        old, new = set(change.before.citations), set(change.after.citations)
        for sign, cited, others in (
            ("-", change.before.citations, new),
            ("+", change.after.citations, old),
        ):
            for citation in cited:
                if citation not in others:
                    say(f"    {sign} {' '.join(citation.split())}")


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _print(table: Table) -> None:
    Console().print(table)


def say_json(value: object) -> None:
    """Print JSON as it is: what it quotes stays verbatim."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
