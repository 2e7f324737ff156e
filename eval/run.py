"""Command: a collection to measures, a table and a folder that holds the run."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console

from eval.collection import load_collection
from eval.command import folder, json_option, out_option, run_folder, set_option
from eval.measure import measure
from eval.saved import as_json, write_run
from eval.table import WIDTH, print_report
from evidence_search.errors import SettingsInvalid
from evidence_search.settings import PREFIX, Settings


@click.command("run")
@folder("collection", help="Folder in BEIR layout.", required=True)
@folder("index", help="Index to search, or to build where the collection has a corpus.")
@click.option("--split", help="Judgements to use: NAME of qrels_NAME.tsv.")
@out_option
@set_option
@json_option
def command(  # noqa: PLR0913 - one for each option
    *,
    collection: Path,
    index: Path | None,
    split: str | None,
    out: Path | None,
    changes: tuple[str, ...],
    json_: bool,
) -> None:
    """
    Score an index on the judged queries of a collection.

    A collection is a folder with queries.jsonl (_id, text; answerable, and text fields that name
    subgroups), qrels.tsv or qrels_SPLIT.tsv (query-id, corpus-id, score), and corpus.jsonl (_id,
    title, text) where it brings its own documents. Without corpus.jsonl it is measured over an
    index, and a corpus-id is DOCUMENT#PAGE.
    """
    settings = settings_with(changes)
    measured = measure(load_collection(collection, split), settings, index)
    report = measured.report
    place = run_folder(out, report.about.collection)
    write_run(measured, place)
    if json_:
        click.echo(as_json(asdict(report)))
    else:
        console = Console(width=WIDTH)
        print_report(report, console)
        console.print(f"written to {place}")


def settings_with(changes: Sequence[str]) -> Settings:
    """Give the environment's settings with each NAME=VALUE put in; raises SettingsInvalid."""
    if wrong := [text for text in changes if "=" not in text]:
        raise SettingsInvalid(f"--set {wrong[0]}: write it as NAME=VALUE")
    given = dict(text.split("=", 1) for text in changes)
    variables = {PREFIX + name.upper(): value for name, value in given.items()}
    return Settings.from_env({**os.environ, **variables})
