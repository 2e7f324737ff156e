"""evidence-search: ask a question of an index, or search it, from a terminal."""

from pathlib import Path

import click

import evidence_search as library
from evidence_search.command_line import Commands, index_option, json_option

question = click.argument("question")
confirmed = click.option(
    "--confirmed", is_flag=True, help="A name in QUESTION is not that of a person in a case."
)
expand = click.option(
    "--expand/--no-expand",
    default=True,
    help="Search also for what the vocabulary adds.  [default: expand]",
)


@click.group(cls=Commands, context_settings={"max_content_width": 80})
def main() -> None:
    """Ask what research says, and read it with its page and its rating."""


@main.command()
@question
@index_option
@confirmed
@expand
@json_option
def ask(question: str, directory: Path, confirmed: bool, expand: bool, as_json: bool) -> None:
    """Answer QUESTION in sentences of the library, or say that it has no answer."""
    with library.terminal.opened(directory) as engine:
        answer = engine.answer(question, confirmed=confirmed, expand=expand)
        library.terminal.print_answer(engine, answer, as_json=as_json)


@main.command()
@question
@index_option
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True)
@confirmed
@expand
@json_option
def search(
    question: str, directory: Path, limit: int, confirmed: bool, expand: bool, as_json: bool
) -> None:
    """List the passages nearest to QUESTION, best first."""
    with library.terminal.opened(directory) as engine:
        found = engine.find(question, limit, confirmed=confirmed, expand=expand)
        library.terminal.print_found(engine, found, as_json=as_json)
