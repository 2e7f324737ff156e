"""evidence-search: ask a question of an index, or search it, from a terminal."""

from pathlib import Path

import click

import evidence_search as library
from evidence_search.command_line import Commands, index_option, json_option

question = click.argument("question")
confirmed = click.option(
    "--confirmed", is_flag=True, help="A name in QUESTION is not that of a person in a case."
)
about = click.option(
    "--about",
    type=click.Choice(["effect", "mechanism", "moderator", "implementation", "cost"]),
    multiple=True,
    help="Only passages that speak to this; may be given more than once.",
)


@click.group(cls=Commands, context_settings={"max_content_width": 80})
def main() -> None:
    """Ask what research says, and read it with its page and its rating."""


@main.command()
@question
@index_option
@about
@click.option(
    "--group-by", type=click.Choice(["emmie"]), help="Answer once more for each dimension."
)
@confirmed
@json_option
def ask(
    question: str,
    directory: Path,
    about: tuple[str, ...],
    group_by: str | None,
    confirmed: bool,
    as_json: bool,
) -> None:
    """Answer QUESTION in sentences of the library, or say that it has no answer."""
    with library.terminal.opened(directory) as engine:
        filters = library.emmie.filters_about(about)
        grouped = group_by is not None
        answer = engine.answer(question, filters, confirmed=confirmed, by_dimension=grouped)
        library.terminal.print_answer(engine, answer, as_json=as_json)


@main.command()
@question
@index_option
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True)
@about
@confirmed
@json_option
def search(
    question: str,
    directory: Path,
    limit: int,
    about: tuple[str, ...],
    confirmed: bool,
    as_json: bool,
) -> None:
    """List the passages nearest to QUESTION, best first."""
    with library.terminal.opened(directory) as engine:
        filters = library.emmie.filters_about(about)
        hits = engine.search(question, limit, filters, confirmed=confirmed)
        library.terminal.print_hits(engine, hits, as_json=as_json)
