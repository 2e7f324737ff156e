"""
Real PDFs in, the figures of docs/reading.md out: `python -m tests.indexer.figures`.

Speeds are pages per second of one core, counted in processor time: what else the machine does at
the same time matters little.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench.reading import Clock, read_in_steps
from evidence_search.isolate import ALONE, Limits, run_isolated
from indexer import ocr
from indexer.headings import key
from indexer.metadata import read_metadata
from indexer.pdf import read_pdf
from indexer.read import Reader
from indexer.records import read_records
from indexer.scans import read_scans
from tests.indexer.scanned import scan
from tests.indexer.test_reading_order import DATA, out_of_order, transcripts
from tests.indexer.watch import peak_of_children

TITLES = Path(__file__).parent / "data" / "titles.txt"
REAL = DATA / "pdfs"
SCANNED = (10, 20, 33, 60)
LIMITS = Limits(seconds=600.0)


def titles() -> dict[str, str]:
    """Give the words of each title by the first letters of the name of its file."""
    lines = TITLES.read_text(encoding="utf-8").splitlines()
    return dict(line.split(" | ") for line in lines if line and not line.startswith("#"))


def is_right(title: str, file: str) -> bool:
    return any(
        key(words) in key(title) for name, words in titles().items() if file.startswith(name)
    )


def main() -> None:
    clock, pages, worded, labelled = Clock(), 0, 0, 0
    sources: Counter[str] = Counter()
    hidden: list[tuple[str, int]] = []
    otherwise: list[tuple[str, int]] = []
    right: list[str] = []
    texts: dict[tuple[str, int], str] = {}
    files = sorted(REAL.glob("*.pdf"))
    for path in files:
        steps = read_in_steps(path, clock)
        raw, text, differing = steps.raw, steps.text, steps.otherwise
        pages += len(raw.pages)
        worded += sum(bool(page.text) for page in text.pages)
        labelled += sum(bool(page.label) for page in text.pages)
        sources[text.labels.value] += 1
        hidden += [(path.name, page.number) for page in raw.pages if page.hidden]
        otherwise += [(path.name, number) for number in differing]
        right += [path.name] * is_right(
            read_metadata(read_records(path), text, path).title, path.name
        )
        texts |= {(f"pdfs/{path.name}", page.number): page.text for page in text.pages}
    for name, seconds in clock.items():
        click.echo(f"{name}: {pages / seconds:.0f} pages a second and core")
    click.echo(f"OCR: {ocr_speed(files[1]):.2f} pages a second and core")
    click.echo(f"pages with text: {worded} of {pages}; with a printed label: {labelled}")
    click.echo("labels: " + "; ".join(f"{name} ({count})" for name, count in sources.items()))
    ordered = {page: blocks for page, blocks in transcripts().items() if page in texts}
    inside = sum(not out_of_order(texts[page], blocks) for page, blocks in ordered.items())
    click.echo(f"pages in reading order: {inside} of {len(ordered)}")
    click.echo(f"titles right: {len(right)} of {len(files)}")
    click.echo(f"hidden text flagged: {len(hidden)} of {pages} pages {hidden}")
    click.echo(f"readings differ: {len(otherwise)} of {pages} pages {otherwise}")
    with peak_of_children() as peak:
        read = sum(1 for _ in run_isolated(Reader(), files, LIMITS, 1))
    click.echo(f"largest of {read} children: {peak[0] / 2**20:.0f} MB")


def ocr_speed(path: Path) -> float:
    with TemporaryDirectory() as folder:
        scanned = Path(folder) / "scanned.pdf"
        scan(path, scanned, SCANNED)
        raw, clock = read_pdf(scanned), Clock()
        with clock.on("OCR"):
            _, scans = read_scans(raw, scanned, ocr.chosen(auto=True), ALONE)
        return len(scans.confidence) / clock["OCR"]


if __name__ == "__main__":
    main()
