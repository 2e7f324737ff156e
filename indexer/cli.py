"""The command line of the indexer."""

import os
from dataclasses import replace
from pathlib import Path

import click

import indexer
from evidence_search.command_line import Commands, index_option, json_option
from evidence_search.filter_options import choice
from evidence_search.manifest import VectorKind
from indexer.milvus_cli import milvus
from indexer.rate_cli import rate
from indexer.shard import Shard

source = click.argument("source", type=click.Path(path_type=Path))
workers = click.option(
    "--workers", type=click.IntRange(1, 256), help="Files to read at once.  [default: all cores]"
)
ocr = click.option(
    "--ocr",
    type=click.Choice(["auto", "off"]),
    default="auto",
    show_default=True,
    help="Read scanned pages, where Tesseract is installed.",
)
words = click.option(
    "--words", type=click.IntRange(5, 400), default=80, show_default=True, help="Of a passage."
)
overlap = click.option(
    "--overlap",
    type=click.IntRange(0, 200),
    default=20,
    show_default=True,
    help="Words of a passage that the next one may repeat.",
)


def parse_kind(_: click.Context, option: click.Parameter, name: str | None) -> VectorKind | None:
    del option
    return VectorKind(name) if name else None


vectors = click.option(
    "--vectors",
    type=choice(VectorKind),
    callback=parse_kind,
    help="How vectors are kept.  [default: as suits how many they are]",
)
full = click.option("--full", is_flag=True, help="Read and encode everything again.")

retractions = click.option(
    "--retractions",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The CSV of the Retraction Watch database: DOIs in it are marked retracted, also by later "
    "builds.",
)


def parse_shard(_: click.Context, option: click.Parameter, text: str | None) -> Shard | None:
    try:
        return Shard.parse(text) if text else None
    except ValueError as error:
        raise click.BadParameter(str(error), param=option) from error


@click.group(cls=Commands, context_settings={"max_content_width": 80})
def main() -> None:
    """
    Build an index from research PDFs, and look after it.

    SOURCE is a folder of PDFs or a catalogue (catalogue.csv, with ratings.csv beside it). Exit
    codes: 0 done, 1 something in the data failed and is named, 2 wrong use, 3 the index is
    missing, damaged or of another make.
    """


@main.command()
@source
@index_option
@workers
@ocr
@words
@overlap
@vectors
@full
@retractions
@click.option(
    "--shard",
    metavar="I/N",
    callback=parse_shard,
    help="Build part I of N, to be merged with the others; see merge.",
)
@click.option(
    "--ray",
    metavar="ADDRESS",
    default="",
    help="Read and encode on a Ray cluster: its address, auto, or local for this machine alone; "
    "--workers are then processes there.",
)
@json_option
def build(
    source: Path,
    directory: Path,
    workers: int | None,
    ocr: str,
    words: int,
    overlap: int,
    vectors: VectorKind | None,
    full: bool,
    retractions: Path | None,
    shard: Shard | None,
    ray: str,
    as_json: bool,
) -> None:
    """Read, cut and encode SOURCE into a new generation of the index."""
    count = workers or os.cpu_count() or 1
    size = indexer.chunk.PassageSize(words, overlap)
    plan = indexer.build.Plan(
        size, workers=count, full=full, ocr=ocr == "auto", shard=shard, vectors=vectors
    )
    if ray:
        plan = replace(plan, elsewhere=indexer.on_ray.cluster(ray))
    indexer.commands.build(source, directory, plan, retractions, as_json=as_json)


@main.command()
@click.argument(
    "parts",
    metavar="SHARD...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
)
@index_option
def merge(parts: tuple[Path, ...], directory: Path) -> None:
    """
    Make one index of those that builds with --shard left; nothing is read again.

    It holds what one build of the whole SOURCE would.
    """
    indexer.commands.merge(parts, directory)


@main.command()
@source
@index_option
@ocr
@words
@overlap
@vectors
@full
@json_option
def plan(
    source: Path,
    directory: Path,
    ocr: str,
    words: int,
    overlap: int,
    vectors: VectorKind | None,
    full: bool,
    as_json: bool,
) -> None:
    """Say what a build of SOURCE would do, and change nothing."""
    size = indexer.chunk.PassageSize(words, overlap)
    made = indexer.build.Plan(size, full=full, ocr=ocr == "auto", vectors=vectors)
    indexer.commands.plan(source, directory, made, as_json=as_json)


@main.command()
@index_option
@json_option
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a web page to this file."
)
def report(directory: Path, as_json: bool, html: Path | None) -> None:
    """Say how well each document was read, and what to look at, worst first."""
    indexer.commands.report(directory, html, as_json=as_json)


@main.command()
@index_option
@click.option("--full", is_flag=True, help="Look at every passage and vector, not at samples.")
def verify(directory: Path, full: bool) -> None:
    """Check every file of every generation against its manifest."""
    indexer.commands.verify(directory, full=full)


@main.command()
@click.argument("before", type=click.IntRange(1), required=False)
@click.argument("after", type=click.IntRange(1), required=False)
@click.option(
    "--questions",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Also ask these: a question a line, or the queries.jsonl of a collection.",
)
@index_option
@json_option
def diff(
    before: int | None, after: int | None, questions: Path | None, directory: Path, as_json: bool
) -> None:
    """Say how generation AFTER (the current) differs from BEFORE (the one before it)."""
    indexer.commands.diff(directory, before, after, questions, as_json=as_json)


@main.command("list")
@index_option
@json_option
def list_(directory: Path, as_json: bool) -> None:
    """List the generations of the index."""
    indexer.commands.list_generations(directory, as_json=as_json)


@main.command()
@click.argument("generation", type=click.IntRange(1), required=False)
@index_option
def rollback(generation: int | None, directory: Path) -> None:
    """Go back to GENERATION, or to the one before the current."""
    indexer.commands.rollback(directory, generation)


@main.command()
@index_option
@click.option(
    "--failed", is_flag=True, help="Also what failed and interrupted builds left to be looked at."
)
def gc(directory: Path, failed: bool) -> None:
    """Remove generations beyond the three newest that nothing has open."""
    indexer.commands.gc(directory, failed=failed)


main.add_command(rate)
main.add_command(milvus)
