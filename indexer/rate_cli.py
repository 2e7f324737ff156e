"""The command line of `rate`: a researcher's ratings, each step with who and why."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

import indexer
from evidence_search.command_line import index_option, json_option
from evidence_search.filter_options import choice
from evidence_search.ratings import Design
from indexer.design_checks import Verdict

Command = TypeVar("Command", bound=Callable[..., Any])
NAMES = {
    "intervention": "What was rated, such as a programme.",
    "outcome": "The outcome that was rated.",
    "standard": "The standard, by its id: `evidence-search standards` lists them.",
    "version": "The version of the standard.",
    "level": "The level, in the standard's own words.",
    "direction": "positive, mixed, none, negative, or 'not assessed'.",
    "unit": "What the standard rates.",
    "provenance": "assigned (by you), published (needs --source), or suggested.",
    "date": "When it was rated: a year, year and month, or day.",
    "source": "Where it was published.",
}
NEEDED = ("intervention", "standard", "level", "direction")
rating = click.argument("rating")
who = click.option("--by", "who", required=True, help="Who does this: a name.")
why = click.option("--why", required=True, help="Why: the log keeps it.")


def _fields(*needed: str) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        for name, text in reversed(NAMES.items()):
            command = click.option(f"--{name}", required=name in needed, help=text)(command)
        return command

    return decorate


def _of_a_rating(command: Command) -> Command:
    """Give a command what every step with RATING needs."""
    return rating(index_option(who(why(command))))


def _given(values: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}


@click.group()
def rate() -> None:
    """List, add, change, withdraw and confirm ratings, and check designs; the log keeps it all."""


@rate.command("list")
@index_option
@click.option("--document", help="Only the ratings of this document.")
@click.option("--all", "everything", is_flag=True, help="Also what is withdrawn or set aside.")
@json_option
def list_(directory: Path, document: str | None, everything: bool, as_json: bool) -> None:
    """List the ratings with their ids and how they stand."""
    indexer.rate.list_(directory, document, everything=everything, as_json=as_json)


@rate.command()
@click.argument("document")
@index_option
@who
@why
@_fields(*NEEDED)
def add(document: str, directory: Path, who: str, why: str, **values: str | None) -> None:
    """Rate an outcome that DOCUMENT reports."""
    indexer.rate.add(directory, document, _given(values), who, why)


@rate.command()
@_of_a_rating
@_fields()
def change(rating: str, directory: Path, who: str, why: str, **values: str | None) -> None:
    """Change what RATING says; what is not given stays."""
    indexer.rate.change(directory, rating, _given(values), who, why)


@rate.command()
@_of_a_rating
def withdraw(rating: str, directory: Path, who: str, why: str) -> None:
    """Show RATING no more; the log keeps it."""
    indexer.rate.withdraw(directory, rating, who, why)


@rate.command()
@_of_a_rating
def confirm(rating: str, directory: Path, who: str, why: str) -> None:
    """Settle a difference for RATING: other raters' are set aside, and stay in the log."""
    indexer.rate.confirm(directory, rating, who, why)


@rate.command()
@click.argument("document")
@click.argument("design", type=choice(Design))
@index_option
@click.option(
    "--verdict",
    type=choice(Verdict),
    required=True,
    help="Your verdict; 'not checked' takes an earlier one back.",
)
@who
@why
def design(document: str, design: str, directory: Path, verdict: str, who: str, why: str) -> None:
    """Confirm or refuse a DESIGN that the software suggests for DOCUMENT."""
    indexer.rate.design(directory, document, Design(design), Verdict(verdict), who, why)


@rate.command()
@index_option
@click.option("--document", help="Only the designs of this document.")
@json_option
def designs(directory: Path, document: str | None, as_json: bool) -> None:
    """List the suggested designs, their cues, and who checked them."""
    indexer.rate.designs(directory, document, as_json=as_json)


@rate.command()
@index_option
@json_option
def log(directory: Path, as_json: bool) -> None:
    """Print every step, oldest first, once the log is found whole."""
    indexer.rate.log(directory, as_json=as_json)


@rate.command()
@index_option
@json_option
def agreement(directory: Path, as_json: bool) -> None:
    """Say how far each two raters agree (weighted kappa)."""
    indexer.rate.agreement(directory, as_json=as_json)


@rate.command()
@index_option
def publish(directory: Path) -> None:
    """Publish a generation with the ratings of the log, without encoding anything."""
    indexer.rate.publish(directory)
