"""Measured entries to the table of scores in a README, between two markers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from eval.expected import Entry
from eval.rows import CollectionInvalid

START, END = "<!-- scores -->", "<!-- /scores -->"
SHOWN = ("nDCG@10", "R@100", "AP", "RR@10", "Success@1", "Success@3", "Success@5")


def write_scores(path: Path, entries: Sequence[Entry], day: date) -> None:
    """Replace what stands between the markers; raises CollectionInvalid where one is missing."""
    before, start, rest = path.read_text(encoding="utf-8").partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise CollectionInvalid(f"{path} has no {START} … {END} to write the table between")
    table = render(entries, day)
    path.write_text(f"{before}{START}\n{table}\n{END}{after}", encoding="utf-8")


def render(entries: Sequence[Entry], day: date) -> str:
    """Give the table in Markdown: a line for each collection and unit judged."""
    lines = [
        f"Measured on {day.isoformat()} with `python -m eval check --full`.",
        "",
        f"| collection | judged | queries | {' | '.join(SHOWN)} | settings |",
        f"|---|---|--:|{'--:|' * len(SHOWN)}---|",
        *(row for entry in entries for row in _rows(entry)),
    ]
    return "\n".join(lines)


def _rows(entry: Entry) -> Iterator[str]:
    settings = ", ".join(f"`{name}={value}`" for name, value in entry.settings.items())
    for unit, values in entry.values.items():
        numbers = " | ".join(f"{values[name]:.4f}" for name in SHOWN)
        yield (
            f"| {entry.name} | {unit}s | {entry.queries} | {numbers} | {settings or 'default'} |"
        )
