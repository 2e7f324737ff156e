"""What the command lines share: options, exit codes, and errors said in one line."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from evidence_search.errors import (
    EvidenceSearchError,
    IndexUnusable,
    QuestionInvalid,
    QuestionScreened,
    SettingsInvalid,
)

FAILED, WRONG_USE, INDEX_UNUSABLE = 1, 2, 3

index_option = click.option(
    "--index",
    "directory",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="EVIDENCE_SEARCH_INDEX_DIR",
    default=Path("data/index"),
    show_default=True,
    help="The index directory.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines.")


def told(work: Callable[..., Any], *given: Any) -> Any:  # noqa: ANN401 - whatever it is and gives
    """Do `work`; an error that it raises on purpose ends in one line and an exit code."""
    try:
        return work(*given)
    except EvidenceSearchError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(exit_code(error))
    except OSError as error:
        click.echo(f"Error: {error.strerror or error}: {error.filename or ''}", err=True)
        sys.exit(FAILED)


class Commands(click.Group):
    """A group whose commands end an error raised on purpose in one line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        return told(super().invoke, ctx)


def exit_code(error: EvidenceSearchError) -> int:
    match error:
        case IndexUnusable():
            return INDEX_UNUSABLE
        case SettingsInvalid() | QuestionInvalid() | QuestionScreened():
            return WRONG_USE
        case _:
            return FAILED
