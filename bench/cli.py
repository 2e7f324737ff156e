"""The options of `python -m bench`."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import click

from bench.assumptions import ASSUMPTIONS, read_assumptions
from bench.effort import Effort
from bench.figures import read_figures, write_figures
from bench.plan import write_plan
from bench.publish import publish
from bench.run import Wanted, extend, run
from evidence_search.command_line import Commands
from evidence_search.filter_options import choice
from evidence_search.manifest import VectorKind
from evidence_search.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
WORK = Path("data/bench")
DOCS = ROOT / "docs"
TEXTS = (DATA / "ir", DATA / "train", Path("/usr/share/doc"), Path(sysconfig.get_path("purelib")))
ASKED = (
    ROOT / "eval/collections/sample_library/queries.jsonl",
    DATA / "qa/csc_questions_dev.jsonl",
    DATA / "qa/heading_pages_dev.jsonl",
    *(DATA / "ir" / name / "queries.jsonl" for name in ("scifact", "pubmedqa_l")),
)
path = click.Path(path_type=Path, exists=True)


def parse_sizes(_: click.Context, option: click.Parameter, text: str) -> tuple[int, ...]:
    try:
        sizes = tuple(int(part) for part in text.replace(",", " ").split())
    except ValueError as error:
        raise click.BadParameter("write it as 1000,10000,100000", param=option) from error
    if not sizes or min(sizes) < 1:
        raise click.BadParameter("name a size of at least one passage", param=option)
    return sizes


@click.group(cls=Commands)
def main() -> None:
    """
    Measure what the work costs as a library grows, and plan by what was measured.

    Exit codes: 0 done, 1 something failed and is named, 2 wrong use, 3 an index is damaged.
    """


@main.command("run")
@click.option(
    "--sizes",
    callback=parse_sizes,
    default="1000,10000,100000",
    show_default=True,
    help="Passages of the libraries, with commas or spaces between.",
)
@click.option(
    "--pdfs",
    type=path,
    help="A folder of PDFs to read and build.  [default: ../shared/data/pdfs, else sample]",
)
@click.option(
    "--text",
    "texts",
    type=path,
    multiple=True,
    help="A file or folder of real text, several times.  [default: what is there of "
    "../shared/data/ir and train, /usr/share/doc, the installed packages]",
)
@click.option(
    "--questions",
    type=path,
    multiple=True,
    help="A file of JSON lines with a text or question.  [default: the sample library's, and "
    "what is there of ../shared/data]",
)
@click.option("--limit", type=float, default=600, show_default=True, help="Seconds of encoding.")
@click.option(
    "--vectors",
    type=choice(VectorKind),
    help="How vectors are kept.  [default: as their number suits]",
)
@click.option("--work", type=click.Path(path_type=Path), default=WORK, show_default=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=WORK,
    show_default=True,
    help="Folder for bench.json, bench.md and bench.svg.",
)
@click.option(
    "--add", is_flag=True, help="Only measure --sizes, and add them to what is in --out and --work."
)
def measure(
    sizes: tuple[int, ...],
    pdfs: Path | None,
    texts: tuple[Path, ...],
    questions: tuple[Path, ...],
    limit: float,
    vectors: str | None,
    work: Path,
    out: Path,
    add: bool,
) -> None:
    """Measure reading, encoding, building, searching and answering."""
    wanted = Wanted(
        sizes=sizes,
        pdfs=pdfs or (DATA / "pdfs" if (DATA / "pdfs").is_dir() else ROOT / "sample"),
        texts=texts or tuple(filter(Path.exists, TEXTS)),
        questions=questions or tuple(filter(Path.exists, ASKED)),
        work=work,
        encoder=Settings.from_env().encoder,
        effort=Effort(encoding=limit, vectors=vectors or ""),
    )
    out.mkdir(parents=True, exist_ok=True)
    file = out / "bench.json"
    found = extend(read_figures(file), wanted, click.echo) if add else run(wanted, click.echo)
    for figures in found:
        write_figures(figures, file)
        publish(figures, out)
    click.echo(f"written: {file}, bench.md and bench.svg beside it")


@main.command("plan")
@click.option(
    "--figures",
    type=click.Path(path_type=Path, dir_okay=False),
    default=DOCS / "bench.json",
    help="What python -m bench run wrote.  [default: docs/bench.json]",
)
@click.option(
    "--assumptions",
    type=path,
    default=ASSUMPTIONS,
    help="Machines and prices, as TOML.  [default: bench/assumptions.toml]",
)
@click.option(
    "--write",
    type=path,
    help="Put the tables between the markers of this file, such as docs/cost.md.",
)
def plan(figures: Path, assumptions: Path, write: Path | None) -> None:
    """Say what libraries of given sizes cost on given machines, by what was measured."""
    made = write_plan(read_figures(figures), read_assumptions(assumptions), write)
    click.echo(made)
