"""Errors of the library to exit codes of the command line, and the options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from evidence_search.errors import EvidenceSearchError, IndexUnusable, SettingsInvalid


class Failure(click.ClickException):
    """What stopped a command: 1 something in the data, 2 wrong use, 3 the index."""

    def __init__(self, error: EvidenceSearchError) -> None:
        super().__init__(str(error))
        self.exit_code = {IndexUnusable: 3, SettingsInvalid: 2}.get(_kind(error), 1)


class Command(click.Command):
    """A command that ends with one line and an exit code where the library raises."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        try:
            return super().invoke(ctx)
        except EvidenceSearchError as error:
            raise Failure(error) from error


def folder(name: str, *, help: str, required: bool = False) -> Callable[..., Any]:  # noqa: A002 - as click has it
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option(f"--{name}", type=kind, help=help, required=required)


def _kind(error: EvidenceSearchError) -> type[EvidenceSearchError]:
    return next(
        (kind for kind in (IndexUnusable, SettingsInvalid) if isinstance(error, kind)),
        EvidenceSearchError,
    )
