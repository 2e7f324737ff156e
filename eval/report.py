"""Command: one run, or two of the same queries, to one page of HTML."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval import sections
from eval.rows import CollectionInvalid
from eval.saved import has_answers, has_scores, read_answered, read_retrieved

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
TEMPLATES = Path(__file__).parent / "templates"


@click.command("report")
@click.argument("run", type=FOLDER)
@click.argument("run2", type=FOLDER, required=False)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The HTML file to write.",
)
def command(run: Path, run2: Path | None, out: Path) -> None:
    """
    Write one page of HTML about a run, or about two runs of the same queries.

    RUN is a folder that `run` or `answers` wrote, or both; RUN2 is compared with it. The page
    needs nothing but itself: no script, no font, no picture from elsewhere.
    """
    out.write_text(render([run, run2] if run2 else [run]), encoding="utf-8")
    click.echo(f"written to {out}")


def render(folders: Sequence[Path]) -> str:
    """Give the page; raises CollectionInvalid where a folder holds no run, or not of one kind."""
    names = ("A", "B") if len(folders) > 1 else ("This run",)
    shown, abouts = [], []
    if all(map(has_scores, folders)):
        shown.append(sections.retrieval(folders, names))
        abouts = [read_retrieved(folder).about for folder in folders]
    if all(map(has_answers, folders)):
        shown.append(sections.answers(folders, names))
        abouts = [read_answered(folder).about for folder in folders]
    if not shown:
        raise CollectionInvalid(
            f"no run of one kind in {' and '.join(map(str, folders))}: neither scores.jsonl nor "
            "answers.jsonl"
        )
    shown.append(sections.manifest(abouts, names))
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    named = zip(names, folders, abouts, strict=True)
    return environment.get_template("report.html").render(
        title=f"{abouts[-1].collection}, split {abouts[-1].split}",
        runs=[(name, folder.name, about.created) for name, folder, about in named],
        sections=shown,
    )
