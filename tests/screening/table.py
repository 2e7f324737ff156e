"""
Made questions in, what the screening did with them out, by kind and by half.

`python -m tests.screening.table` prints it; `--missed` also lists what went wrong on the half that
rules may be tuned on, and never a question of the other.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import click

from evidence_search.screen import find_personal_data, screen
from evidence_search.screening import Screening
from tests.screening.made import Case, Part
from tests.screening.made_identifiers import identifiers
from tests.screening.made_ordinary import ordinary
from tests.screening.made_people import people

SEED = 2026
EACH, PEOPLE, ORDINARY = 120, 900, 1000


@dataclass(frozen=True, slots=True)
class Line:
    """Of `cases` of a kind in a half: how many were stopped, and how many beyond confirming."""

    kind: str
    part: Part
    cases: int
    stopped: int
    blocked: int

    @property
    def recall(self) -> float:
        return self.blocked / self.cases


def make(seed: int = SEED) -> list[Case]:
    random = Random(seed)
    return [*identifiers(random, EACH), *people(random, PEOPLE), *ordinary(random, ORDINARY)]


def is_blocked(case: Case, seen: Screening) -> bool:
    """Tell whether no confirmation helps and the value itself, not something else, was found."""
    if seen.status is None or seen.confirmable:
        return False
    start = case.text.index(case.value)
    end = start + len(case.value)
    found = find_personal_data(case.text)
    return not case.value or any(one.start < end and start < one.end for one in found)


def measure(
    cases: Sequence[Case], look: Callable[[str], Screening] = screen
) -> tuple[list[Line], list[Case]]:
    """Give the lines of the table, and what went wrong."""
    counts: dict[tuple[str, Part], list[tuple[bool, bool]]] = defaultdict(list)
    wrong = []
    for case in cases:
        seen = look(case.text)
        result = seen.status is not None, is_blocked(case, seen)
        counts[case.kind, case.part].append(result)
        if (result[1] if case.kind else result[0]) != bool(case.kind):
            wrong.append(case)
    lines = [
        Line(kind, part, len(found), sum(s for s, _ in found), sum(b for _, b in found))
        for (kind, part), found in sorted(counts.items())
    ]
    return lines, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", action="store_true")
    chosen = parser.parse_args()
    cases = make()
    screen("warm up")
    started = time.perf_counter()
    for case in cases:
        screen(case.text)
    each = (time.perf_counter() - started) / len(cases) * 1000
    lines, wrong = measure(cases)
    click.echo(f"{'kind':28} {'half':9} {'made':>5} {'stopped':>8} {'blocked':>8}")
    for line in lines:
        shares = f"{line.stopped / line.cases:8.3f} {line.blocked / line.cases:8.3f}"
        click.echo(f"{line.kind or 'none (ordinary)':28} {line.part:9} {line.cases:5} {shares}")
    click.echo(f"{each:.2f} ms a question")
    if chosen.missed:
        for case in wrong:
            if case.part is Part.TUNED:
                click.echo(f"{case.kind or 'ordinary':24} [{case.value}] {case.text}")


if __name__ == "__main__":
    main()
