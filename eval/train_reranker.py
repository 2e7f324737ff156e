"""Command: open questions and passages to a small reranker, trained from the encoder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from eval.collection import read_queries
from eval.command import folder
from eval.negatives import Example, mine
from eval.pairs import Source, read_sources, reports
from eval.training import KINDS, Recipe, train
from evidence_search.index import Index

DATA = Path("../shared/data")


@click.command("train-reranker")
@folder("out", help="Folder for the model and its checkpoints.", required=True)
@folder("data", help=f"Folder of the open training data.  [default: {DATA}]")
@folder("index", help="Index of open reports: adds headings and first sentences.")
@folder("without", help="Collection whose questions are not to be learnt.")
@click.option("--source", "only", multiple=True, metavar="NAME", help="Learn from these alone.")
@click.option("--kind", type=click.Choice(KINDS), default="late", show_default=True)
@click.option("--layers", default=6, show_default=True, help="Layers of the encoder to keep.")
@click.option("--length", default=160, show_default=True, help="Tokens of a passage (cross: pair).")
@click.option("--questions", default=800, show_default=True, help="At most, of each source.")
@click.option("--negatives", default=4, show_default=True, help="Wrong passages a question.")
@click.option("--rate", default=5e-5, show_default=True, help="Learning rate.")
@click.option("--steps", default=-1, help="0 trains nothing.  [default: each question once]")
@click.option("--minutes", default=60.0, show_default=True, help="Stop after this time.")
@click.option("--seed", default=1, show_default=True)
def command(  # noqa: PLR0913 - one for each option
    *,
    out: Path,
    data: Path | None,
    index: Path | None,
    without: Path | None,
    only: tuple[str, ...],
    kind: str,
    layers: int,
    length: int,
    questions: int,
    negatives: int,
    rate: float,
    steps: int,
    minutes: float,
    seed: int,
) -> None:
    """
    Train a reranker from the weights of the packaged encoder.

    It learns to put the passage that answers before those that BM25 confuses with it. `cross`
    reads question and passage together; `late` reads them apart and finds for each word of the
    question its best match in the passage. The same data, options and seed give the same examples
    in the same order. EVIDENCE_SEARCH_RERANKER=OUT then serves it.
    """
    sources = list(read_sources(data or DATA))
    if index:
        sources.append(_reports(index, without))
    if only:
        sources = named(sources, only)
    examples = gather(sources, questions, negatives, seed)
    click.echo(f"{len(examples)} questions, {negatives + 1} passages each")
    made = train(examples, Recipe(kind, layers, length, rate, steps, seed), minutes, out)
    click.echo(f"{made} steps; the model is in {out}")


def named(sources: Sequence[Source], names: Sequence[str]) -> list[Source]:
    """Give the sources of these names; raises BadParameter for a name that none has."""
    known = {source.name: source for source in sources}
    if lacking := [name for name in names if name not in known]:
        raise click.BadParameter(f"no source {lacking[0]!r}; there are {', '.join(known)}")
    return [known[name] for name in names]


def gather(sources: Iterable[Source], questions: int, negatives: int, seed: int) -> list[Example]:
    """Give up to `questions` examples of each source, and say how many each gave."""
    examples: list[Example] = []
    for source in sources:
        found = mine(source, questions, negatives, seed)
        click.echo(f"{source.name}: {len(found)} of {len(source.questions)} questions")
        examples += found
    return examples


def _reports(index: Path, without: Path | None) -> Source:
    unwanted = [query.text for query in read_queries(without)] if without else []
    opened = Index.open(index)
    try:
        return reports(opened, unwanted)
    finally:
        opened.close()
