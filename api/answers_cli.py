"""The switch for answers on the command line: on or off in, what it stands at out."""

from pathlib import Path

import click

import evidence_search
from api.answers import are_answered, switch
from evidence_search.command_line import index_option


@click.command()
@index_option
@click.argument("to", type=click.Choice(["on", "off"]), required=False)
def answers(directory: Path, to: str | None) -> None:
    """
    Switch answers on or off for every service of an index, at once; searching stays on.

    Without ON or OFF, say what they stand at.
    """
    if to:
        switch(directory, on=to == "on")
    settings = evidence_search.Settings.for_index(directory)
    click.echo(f"answers are {'on' if are_answered(settings) else 'off'}")
    if to == "on" and not settings.answers:
        click.echo("EVIDENCE_SEARCH_ANSWERS still keeps them off", err=True)
