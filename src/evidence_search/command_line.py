"""What the three command lines share: exit codes, and errors said in one line."""

import sys
from typing import Any

import click

from evidence_search.errors import EvidenceSearchError, IndexUnusable

DONE, FAILED, WRONG_USE, INDEX_UNUSABLE = 0, 1, 2, 3


class Commands(click.Group):
    """A group whose commands end an error raised on purpose in one line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        try:
            return super().invoke(ctx)
        except EvidenceSearchError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(INDEX_UNUSABLE if isinstance(error, IndexUnusable) else FAILED)
