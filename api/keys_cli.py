"""python -m api keys: make, list, rotate and revoke API keys."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from api.keys import Key, KeyFile, Scope
from evidence_search.command_line import Commands

FILE = "EVIDENCE_SEARCH_KEYS_FILE"


@click.group(cls=Commands)
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar=FILE,
    required=True,
    help=f"The file of keys; {FILE} names it for the service too.",
)
@click.pass_context
def keys(context: click.Context, path: Path) -> None:
    """
    Make, list, rotate and revoke API keys; the service needs no restart.

    A key is shown once, when it is made. The file holds its hash only.
    """
    context.obj = KeyFile(path)


scopes = click.option(
    "--scope",
    "scopes",
    type=click.Choice([str(scope) for scope in Scope]),
    multiple=True,
    required=True,
    help="What the key is good for; give it again for more.",
)
days = click.option(
    "--days", type=click.IntRange(1, 3650), help="How long the key is good; for ever if left out."
)


@keys.command()
@click.argument("label")
@scopes
@days
@click.pass_obj
def create(file: KeyFile, label: str, scopes: tuple[str, ...], days: int | None) -> None:
    """Make a key for LABEL: who is to use it, and for what."""
    _show(file.create(label, [Scope(scope) for scope in scopes], _end(days)))


@keys.command("list")
@click.pass_obj
def list_keys(file: KeyFile) -> None:
    """Name every key by its id, with what it is good for and until when."""
    now = datetime.now(UTC)
    for key in file.read():
        state = "active" if key.is_active(now) else "ended"
        click.echo(f"{key.id}  {state}  {' '.join(key.scopes)}  {_dates(key)}  {key.label}")


@keys.command()
@click.argument("key_id")
@click.option(
    "--grace-hours",
    type=click.IntRange(0, 720),
    default=24,
    show_default=True,
    help="How long the old key stays good beside the new one.",
)
@days
@click.pass_obj
def rotate(file: KeyFile, key_id: str, grace_hours: int, days: int | None) -> None:
    """Make a new key in the place of KEY_ID, with its label and scopes."""
    _show(file.rotate(key_id, timedelta(hours=grace_hours), _end(days)))


@keys.command()
@click.argument("key_id")
@click.pass_obj
def revoke(file: KeyFile, key_id: str) -> None:
    """End KEY_ID now."""
    file.revoke(key_id)
    click.echo(f"{key_id} has ended.")


def _show(key: str) -> None:
    click.echo(key)
    click.echo("Keep it now: it is shown this once. Send it as Authorization: Bearer …", err=True)


def _end(days: int | None) -> datetime | None:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(days=days) if days else None


def _dates(key: Key) -> str:
    end = f"until {key.ends:%Y-%m-%d %H:%M}" if key.ends else "for ever"
    return f"{key.created:%Y-%m-%d} {end}"
