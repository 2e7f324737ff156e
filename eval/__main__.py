"""Command line to measurements."""

from __future__ import annotations

from importlib import import_module

import click

from evidence_search.command_line import Commands
from evidence_search.models import wait_passively

COMMANDS = {
    "run": "Score an index on the judged queries of a collection.",
    "answers": "Ask the questions of a collection, and judge what is told.",
    "calibrate": "Fit how likely an answer is to be right.",
    "check": "Measure again what eval/expected.json holds, and compare.",
    "compare": "Test whether two runs differ by more than chance.",
    "ablate": "Switch off the steps of a search one at a time.",
    "report": "Write one page of HTML about a run, or about two runs of the same queries.",
    "quotes": "Read every quote of every answer again in the stored pages.",
    "designs": "Score the suggested study designs against what a person read.",
    "emmie": "Score the EMMIE tags of passages against what a person read.",
    "situations": "Measure how danger and what is not for research are told; or fit it.",
    "train-answerability": "Teach the reranker which sentences answer a question.",
    "train-reranker": "Train a small reranker on open questions and passages.",
    "import-pages": "Write a collection from questions that name the pages of their evidence.",
}


class LazyGroup(Commands):
    """Imports a command when it is called: what they need takes seconds to load."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        wait_passively()
        found: click.Command = import_module(f"eval.{cmd_name.replace('-', '_')}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=LazyGroup)
def main() -> None:
    """
    Measure how well an index answers.

    Exit codes: 0 done, 1 something in the data failed and is named, 2 wrong use, 3 the index is
    missing, damaged or of another make.
    """


if __name__ == "__main__":
    main()
