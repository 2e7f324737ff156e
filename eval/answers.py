"""Command: the questions of a collection, asked, to how far the answers can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console

from eval.answering import measure_answers
from eval.collection import find_splits, load_collection
from eval.command import folder, json_option, out_option, run_folder, set_option
from eval.run import settings_with
from eval.saved import as_json, write_answers
from eval.table import WIDTH, print_answers


@click.command("answers")
@folder("collection", help="Folder in BEIR layout, with evidence sentences.", required=True)
@folder("index", help="Index to answer from.", required=True)
@click.option("--split", help="Only this split.  [default: every split, each by itself]")
@out_option
@set_option
@json_option
def command(  # noqa: PLR0913 - one for each option
    *,
    collection: Path,
    index: Path,
    split: str | None,
    out: Path | None,
    changes: tuple[str, ...],
    json_: bool,
) -> None:
    """
    Ask every question of a collection, and judge what is told.

    Each answerable question names the sentences that answer it (evidence in queries.jsonl). Shown
    are the shares of questions with their 95 % intervals, the calibration error, the area under
    the coverage-risk curve and the times. Several splits are kept in a folder each below OUT.

    Exit code 1 where a quote is not what its page says.
    """
    settings = settings_with(changes)
    chosen = [split] if split else list(find_splits(collection))
    place = run_folder(out, collection.resolve().name)
    console = Console(width=WIDTH)
    reports = []
    for name in chosen:
        measured = measure_answers(load_collection(collection, name), settings, index)
        folder_of = place / name if len(chosen) > 1 else place
        write_answers(measured, folder_of)
        reports.append(measured.report)
        if not json_:
            print_answers(measured.report, console)
            console.print(f"written to {folder_of}\n")
    if json_:
        click.echo(as_json({report.about.split: asdict(report) for report in reports}))
    _refuse([quote for report in reports for quote in report.quotes.wrong])


def _refuse(wrong: Sequence[str]) -> None:
    for quote in wrong:
        click.echo(f"not verbatim: {quote!r}", err=True)
    if wrong:
        raise click.ClickException(f"{len(wrong)} quotes are not what their page says")
