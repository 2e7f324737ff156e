"""Errors of the library to exit codes of the command line, and the options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from evidence_search.errors import EvidenceSearchError, IndexUnusable, SettingsInvalid


class Command(click.Command):
    """A command that ends with one line and an exit code where the library raises."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        try:
            return super().invoke(ctx)
        except EvidenceSearchError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(_code(error))


def folder(name: str, *, help: str, required: bool = False) -> Callable[..., Any]:  # noqa: A002 - as click has it
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option(f"--{name}", type=kind, help=help, required=required)


def _code(error: EvidenceSearchError) -> int:
    """Give 3 for the index, 2 for wrong use and 1 for something in the data."""
    if isinstance(error, IndexUnusable):
        return 3
    return 2 if isinstance(error, SettingsInvalid) else 1
