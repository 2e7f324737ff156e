"""Command: a collection to a table of this service and its neighbours."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from pydantic import BaseModel, Field

from bench.neighbours.compare import Measured, compare
from bench.neighbours.measure import Work
from bench.neighbours.system import Passage
from bench.neighbours.systems import NEIGHBOURS, OURS
from bench.neighbours.table import as_markdown, summarise, versions
from eval.collection import Collection, load_collection
from eval.measures import Qrels
from eval.rows import CollectionInvalid, read_rows
from evidence_search.errors import EvidenceSearchError

DEPTH = 10
WARM = 10


class _DocumentRow(BaseModel):
    id: str = Field(alias="_id")
    title: str = ""
    text: str


@click.command()
@click.argument("collection", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--split", default="test", show_default=True, help="Whose questions are asked.")
@click.option(
    "--passages",
    type=click.IntRange(DEPTH),
    help="Take those judged, and the first others up to so many.",
)
@click.option("--rounds", type=click.IntRange(1), default=1, show_default=True)
@click.option(
    "--system",
    "systems",
    multiple=True,
    type=click.Choice([*OURS, *NEIGHBOURS]),
    help="Only these.",
)
@click.option(
    "--python",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path(".venv-neighbours/bin/python"),
    show_default=True,
    help="Where requirements.txt beside this command is installed.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Keep every figure as JSON lines.")
def main(  # noqa: PLR0913 - one for each option
    *,
    collection: Path,
    split: str,
    passages: int | None,
    rounds: int,
    systems: Sequence[str],
    python: Path,
    out: Path | None,
) -> None:
    """Build and ask each system over the passages of COLLECTION, a folder in BEIR layout."""
    try:
        judged = load_collection(collection, split)
        work = make_work(judged, passages)
        chosen = systems or [*OURS, *NEIGHBOURS]
        measured = list(_told(compare(chosen, work, rounds, python), out))
    except EvidenceSearchError as error:
        raise click.ClickException(str(error)) from error
    rows = summarise(measured, len(work.passages), judged.qrels)
    click.echo(f"{len(work.passages)} passages, {len(work.questions)} questions, {rounds} rounds\n")
    click.echo(as_markdown(rows))
    told = ", ".join(f"{name} {one}" for name, one in versions(measured).items())
    click.echo(f"\n{told}")


def make_work(collection: Collection, passages: int | None = None) -> Work:
    """Take passages and the judged questions; questions of no judgement here warm the systems."""
    if collection.corpus is None:
        raise CollectionInvalid(f"{collection.directory} has no corpus.jsonl to build from")
    rows = list(read_rows(collection.corpus, _DocumentRow))
    kept = _kept(rows, collection.qrels, passages)
    judged = {query.id: query.text for query in collection.judged}
    others = [query.text for query in collection.queries if query.id not in judged]
    return Work(kept, judged, others[:WARM], DEPTH)


def _kept(rows: Sequence[_DocumentRow], qrels: Qrels, most: int | None) -> list[Passage]:
    needed = {passage for judged in qrels.values() for passage in judged}
    spare = [row.id for row in rows if row.id not in needed]
    taken = needed.union(spare if most is None else spare[: max(0, most - len(needed))])
    return [Passage(row.id, row.title, row.text) for row in rows if row.id in taken]


def _told(measured: Iterable[Measured], out: Path | None) -> Iterable[Measured]:
    """Say what each took as it comes, and keep it."""
    for one in measured:
        took = one.took
        click.echo(
            f"round {one.round + 1}, {one.system}: loaded in {took.load_seconds:.1f} s, "
            f"built in {took.build_seconds:.1f} s",
            err=True,
        )
        if out:
            out.parent.mkdir(parents=True, exist_ok=True)
            with out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(one)) + "\n")
        yield one


if __name__ == "__main__":
    main()
