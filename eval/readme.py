"""Measured entries to the table of scores in a README, between two markers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from eval.expected import Entry
from eval.rows import CollectionInvalid

START, END = "<!-- scores -->", "<!-- /scores -->"
OF_ANSWERS = (
    "evidence@1",
    "evidence@3",
    "answers@3",
    "page@3",
    "answered",
    "false answer",
    "calibration error",
    "quotes verbatim",
)
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
    """Give the tables in Markdown: of search a line for each unit judged, then of answers."""
    answers = [row for entry in entries for row in _answers(entry)]
    lines = [
        f"Measured on {day.isoformat()} with `python -m eval check --full`.",
        "",
        f"| collection | judged | queries | {' | '.join(SHOWN)} | settings |",
        f"|---|---|--:|{'--:|' * len(SHOWN)}---|",
        *(row for entry in entries for row in _rows(entry)),
    ]
    if answers:
        lines += [
            "",
            f"| answers | questions | {' | '.join(OF_ANSWERS)} |",
            f"|---|--:|{'--:|' * len(OF_ANSWERS)}",
            *answers,
        ]
    return "\n".join(lines)


def _rows(entry: Entry) -> Iterator[str]:
    settings = ", ".join(f"`{name}={value}`" for name, value in entry.settings.items())
    for unit, values in entry.values.items():
        if entry.what == "search":
            numbers = " | ".join(f"{values[name]:.4f}" for name in SHOWN)
            yield (
                f"| {entry.name} | {unit}s | {entry.queries} | {numbers} "
                f"| {settings or 'default'} |"
            )


def _answers(entry: Entry) -> Iterator[str]:
    for values in entry.values.values():
        if entry.what == "answers":
            numbers = (f"{values[name]:.4f}" if name in values else "–" for name in OF_ANSWERS)
            yield f"| {entry.name} | {entry.queries} | {' | '.join(numbers)} |"
