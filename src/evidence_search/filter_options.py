"""The options that confine a search, for the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar

import click

from evidence_search.ratings import (
    BANDS,
    NO_RATING,
    Design,
    Dimension,
    Direction,
    DocumentStatus,
    Provenance,
)

Command = TypeVar("Command", bound=Callable[..., Any])


def choice(values: Iterable[StrEnum], *more: str) -> click.Choice[str]:
    """Offer the values themselves: click would offer the names that code has for them."""
    return click.Choice([*(one.value for one in values), *more])


YEARS = click.IntRange(1000, 9999)
ABOUT = {"cost": Dimension.ECONOMICS} | {
    one.value: one for one in Dimension if one is not Dimension.ECONOMICS
}


def _dimensions(
    context: click.Context, option: click.Parameter, names: tuple[str, ...]
) -> tuple[Dimension, ...]:
    del context, option
    return tuple(ABOUT[name] for name in names)


OPTIONS = (
    click.option(
        "--about",
        "emmie",
        multiple=True,
        type=click.Choice(list(ABOUT)),
        callback=_dimensions,
        help="Only passages that speak to this.",
    ),
    click.option("--standard", default="", help="Only what this standard rates, by its id."),
    click.option("--at-least", default="", help="Only this level of --standard, or a stronger."),
    click.option(
        "--band",
        type=click.Choice(BANDS),
        help="Only this band of strength: approximate, not equivalent between standards.",
    ),
    click.option(
        "--no-benefit", is_flag=True, help="Only rigorous findings of no benefit or harm."
    ),
    click.option("--direction", "directions", multiple=True, type=choice(Direction)),
    click.option("--design", "designs", multiple=True, type=choice(Design)),
    click.option("--country", "countries", multiple=True, help="Letters in any case."),
    click.option("--population", "populations", multiple=True, help="As `facets` lists them."),
    click.option("--from", "year_from", type=YEARS, help="Published in this year or later."),
    click.option("--to", "year_to", type=YEARS, help="Published in this year or earlier."),
    click.option("--status", "statuses", multiple=True, type=choice(DocumentStatus)),
    click.option(
        "--rated",
        "provenances",
        multiple=True,
        type=choice(Provenance, NO_RATING),
        help="Only what has a rating of this origin.",
    ),
)


def filter_options(command: Command) -> Command:
    for option in reversed(OPTIONS):
        command = option(command)
    return command
