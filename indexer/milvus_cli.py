"""The commands that keep a library in Milvus."""

from importlib.util import find_spec
from pathlib import Path

import click

import indexer
from evidence_search.errors import SettingsInvalid

to = click.option(
    "--to",
    "uri",
    envvar="EVIDENCE_SEARCH_MILVUS",
    required=True,
    help="Address of Milvus, as http://127.0.0.1:19530.  [env: EVIDENCE_SEARCH_MILVUS]",
)


@click.group()
def milvus() -> None:
    """Keep a library that outgrew one machine in Milvus."""
    if find_spec("pymilvus") is None:
        raise SettingsInvalid("pymilvus is not installed: pip install '.[milvus]'")


@milvus.command()
@click.argument(
    "parts",
    metavar="INDEX...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
)
@to
@click.option(
    "--update",
    is_flag=True,
    help="Bring the current generation up to date in place: only what changed is written.",
)
def push(parts: tuple[Path, ...], uri: str, update: bool) -> None:
    """Write an index, or the shards of one, as a new generation and lead readers to it."""
    indexer.milvus_commands.push(parts, uri, in_place=update)


@milvus.command("list")
@to
def list_(uri: str) -> None:
    """List the generations in Milvus."""
    indexer.milvus_commands.list_generations(uri)


@milvus.command()
@click.argument("generation", type=click.IntRange(1), required=False)
@to
def rollback(generation: int | None, uri: str) -> None:
    """Lead readers to GENERATION, or to the one before the current."""
    indexer.milvus_commands.rollback(uri, generation)


@milvus.command()
@to
def clean(uri: str) -> None:
    """Drop the generations beyond the three newest."""
    indexer.milvus_commands.clean(uri)
