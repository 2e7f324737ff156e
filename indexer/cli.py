"""The command line of the indexer."""

import os
from pathlib import Path

import click

import indexer
from evidence_search.command_line import Commands, index_option, json_option
from indexer.rate_cli import rate

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
full = click.option("--full", is_flag=True, help="Read and encode everything again.")

retractions = click.option(
    "--retractions",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The CSV of the Retraction Watch database: DOIs in it are marked retracted, also by later "
    "builds.",
)


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
@full
@retractions
@json_option
def build(
    source: Path,
    directory: Path,
    workers: int | None,
    ocr: str,
    words: int,
    overlap: int,
    full: bool,
    retractions: Path | None,
    as_json: bool,
) -> None:
    """Read, cut and encode SOURCE into a new generation of the index."""
    count = workers or os.cpu_count() or 1
    size = indexer.chunk.PassageSize(words, overlap)
    plan = indexer.build.Plan(size, workers=count, full=full, ocr=ocr == "auto")
    indexer.commands.build(source, directory, plan, retractions, as_json=as_json)


@main.command()
@source
@index_option
@ocr
@words
@overlap
@full
@json_option
def plan(
    source: Path,
    directory: Path,
    ocr: str,
    words: int,
    overlap: int,
    full: bool,
    as_json: bool,
) -> None:
    """Say what a build of SOURCE would do, and change nothing."""
    size = indexer.chunk.PassageSize(words, overlap)
    made = indexer.build.Plan(size, full=full, ocr=ocr == "auto")
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
