"""The options that commands share, and the folder that a run is written to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

RUNS = Path("data/eval/runs")


def folder(name: str, *, help: str, required: bool = False) -> Callable[..., Any]:  # noqa: A002 - as click has it
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option(f"--{name}", type=kind, help=help, required=required)


set_option = click.option(
    "--set", "changes", multiple=True, metavar="NAME=VALUE", help="Change a setting."
)
json_option = click.option("--json", "json_", is_flag=True, help="Print JSON, for machines.")
out_option = folder("out", help=f"Folder for the run.  [default: {RUNS}/COLLECTION-TIME]")


def run_folder(out: Path | None, collection: str) -> Path:
    return out or RUNS / f"{collection}-{datetime.now(UTC):%Y%m%dT%H%M%S}"
