"""evidence-search: ask a question of an index, or search it, from a terminal."""

from pathlib import Path
from typing import Any

import click

import evidence_search as library
from evidence_search.command_line import Commands, index_option, json_option
from evidence_search.filter_options import filter_options

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
@click.option(
    "--group-by", type=click.Choice(["emmie"]), help="Answer once more for each dimension."
)
@confirmed
@expand
@filter_options
@json_option
def ask(
    question: str,
    directory: Path,
    group_by: str | None,
    confirmed: bool,
    expand: bool,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Answer QUESTION in sentences of the library, or say that it has no answer."""
    with library.terminal.opened(directory) as engine:
        answer = engine.answer(
            question,
            library.terminal.filters(engine, **chosen),
            confirmed=confirmed,
            expand=expand,
            by_dimension=group_by is not None,
        )
        library.terminal.print_answer(engine, answer, as_json=as_json)


@main.command()
@question
@index_option
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True)
@click.option(
    "--prefer", metavar="STANDARD", help="Let this standard's levels break ties of relevance."
)
@confirmed
@expand
@filter_options
@json_option
def search(
    question: str,
    directory: Path,
    limit: int,
    prefer: str | None,
    confirmed: bool,
    expand: bool,
    as_json: bool,
    **chosen: Any,
) -> None:
    """List the passages nearest to QUESTION, best first."""
    with library.terminal.opened(directory) as engine:
        filters = library.terminal.filters(engine, **chosen)
        found = engine.find(
            question, limit, filters, confirmed=confirmed, expand=expand, prefer=prefer
        )
        order = library.terminal.order(engine, prefer, chosen["band"])
        library.terminal.print_found(engine, found, order, as_json=as_json)


@main.command()
@index_option
@filter_options
@json_option
def facets(directory: Path, as_json: bool, **chosen: Any) -> None:
    """Count the reports for each value that they can be filtered by."""
    with library.terminal.opened(directory) as engine:
        filters = library.terminal.filters(engine, **chosen)
        library.listing.print_facets(engine, filters, as_json=as_json)


@main.command()
@click.argument("standard", metavar="[ID]", required=False)
@json_option
def standards(standard: str | None, as_json: bool) -> None:
    """List the standards of evidence, or say what the levels of one mean."""
    library.listing.print_standards(standard, as_json=as_json)
