"""Command line to measurements."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "run": "Score an index on the judged queries of a collection.",
    "check": "Measure again what eval/expected.json holds, and compare.",
    "compare": "Test whether two runs differ by more than chance.",
    "quotes": "Read every quote of every answer again in the stored pages.",
    "train-reranker": "Train a small cross-encoder on open questions and passages.",
    "import-pages": "Write a collection from questions that name the pages of their evidence.",
}


class LazyGroup(click.Group):
    """Imports a command when it is called: what they need takes seconds to load."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"eval.{cmd_name.replace('-', '_')}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=LazyGroup)
def main() -> None:
    """Measure how well an index answers."""


if __name__ == "__main__":
    main()
