"""The groups of an answer as text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from evidence_search.emmie import words
from evidence_search.grouped import GroupedAnswer


def print_groups(console: Console, answer: GroupedAnswer, numbers: Mapping[str, int]) -> None:
    """Print each dimension with its statements, or that it has none; `numbers` are of sources."""
    for group in answer.groups:
        told = words(group.dimension)
        console.print()
        console.print(Text(f"{told.name.capitalize()}: {told.asks}", style="bold"))
        if group.message:
            console.print(Text(group.message))
        for statement in group.statements:
            places = [
                f"{numbers.get(c.passage.document.id, c.passage.document.title)}, page {c.page}"
                for c in statement.citations
            ]
            console.print(Padding(Text(f"“{statement.text}” ({'; '.join(places)})"), (0, 0, 0, 2)))
