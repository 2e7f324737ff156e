"""Command: labelled passages to the precision, recall and F1 of their EMMIE tags."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click
from pydantic import BaseModel, ConfigDict, Field
from rich.console import Console
from rich.table import Table

from eval.about import ROOT
from eval.command import folder
from eval.rows import read_rows
from evidence_search.emmie import below_title, tag
from evidence_search.index import Index
from evidence_search.ratings import Dimension

HERE = ROOT / "eval" / "collections" / "emmie"
WORD = re.compile(r"[^\W_]+")
BEGINNING = 8


class Labelled(BaseModel):
    """A passage of the sample library and the dimensions that a person read in it."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(alias="_id")
    split: Literal["dev", "test"]
    headings: list[str]
    text: str
    dimensions: list[Dimension]


class Located(BaseModel):
    """The same of a public report, whose words are not kept here: `begins` hashes its first."""

    model_config = ConfigDict(extra="forbid")

    document: str
    page: int
    words: int
    begins: str
    dimensions: list[Dimension]


@dataclass(frozen=True, slots=True)
class Case:
    """What is tagged, and what is true of it."""

    headings: Sequence[str]
    text: str
    dimensions: frozenset[Dimension]


@click.command("emmie")
@folder("public", help="Index of the public reports.  [default: data/eval/public-reports]")
def command(*, public: Path | None) -> None:
    """
    Score the EMMIE tags of passages against what a person read.

    On the half of the sample library that the cues were chosen on (dev), on the other (test), on
    both without their headings, and on public reports where their index is there.
    """
    console = Console(width=80)
    for name, cases in sample_cases(HERE).items():
        console.print(_table(f"sample library, {name}", cases))
    place = public or ROOT / "data" / "eval" / "public-reports"
    if (place / "CURRENT").exists():
        found, lost = public_cases(HERE, place)
        console.print(_table("public reports", found))
        click.echo(f"{lost} of {len(found) + lost} passages were not found")
    else:
        click.echo(f"not scored: public reports: there is no index in {place}")


def sample_cases(directory: Path) -> dict[str, list[Case]]:
    """Give the passages of each half of the sample library, and of test without headings."""
    rows = list(read_rows(directory / "passages.jsonl", Labelled))
    cases = {
        split: [Case(r.headings, r.text, frozenset(r.dimensions)) for r in rows if r.split == split]
        for split in ("dev", "test")
    }
    bare = [Case((), case.text, case.dimensions) for case in cases["test"]]
    return cases | {"test, headings not seen": bare}


def public_cases(directory: Path, place: Path) -> tuple[list[Case], int]:
    """Give the passages of the public reports, and how many of them are not found."""
    located = list(read_rows(directory / "public.jsonl", Located))
    found = list(_find(located, place))
    return found, len(located) - len(found)


def figures(directory: Path, public: Path | None) -> tuple[int, dict[str, float]]:
    """Give how many passages were labelled, and the F1 of each dimension."""
    named = {"public": public_cases(directory, public)[0]} if public else sample_cases(directory)
    found = {
        f"{name} F1, {dimension}": f1(cases, dimension)[2]
        for name, cases in named.items()
        for dimension in Dimension
        if any(dimension in case.dimensions for case in cases)
    }
    return sum(map(len, named.values())), found


def f1(cases: Sequence[Case], dimension: Dimension) -> tuple[float, float, float]:
    """Give precision, recall and F1; each is 0 where nothing was tagged or nothing is there."""
    tagged = [dimension in tag(case.headings, case.text) for case in cases]
    true = [dimension in case.dimensions for case in cases]
    right = sum(a and b for a, b in zip(tagged, true, strict=True))
    share: Callable[[int, int], float] = lambda part, whole: part / whole if whole else 0.0  # noqa: E731
    return (
        share(right, sum(tagged)),
        share(right, sum(true)),
        share(2 * right, sum(tagged) + sum(true)),
    )


def _table(title: str, cases: Sequence[Case]) -> Table:
    table = Table("dimension", title=f"{title}: {len(cases)} passages", title_justify="left")
    for heading in ("passages", "precision", "recall", "F1"):
        table.add_column(heading, justify="right")
    for dimension in Dimension:
        count = sum(dimension in case.dimensions for case in cases)
        scores = (f"{score:.2f}" for score in f1(cases, dimension))
        table.add_row(dimension.value, str(count), *scores)
    return table


def _find(located: Sequence[Located], place: Path) -> Iterator[Case]:
    """Give the words that were labelled, under the headings that the index has for them now."""
    index = Index.open(place)
    for one in located:
        page = index.store.text(one.document, one.page) or ""
        words = list(WORD.finditer(page))
        for first in range(len(words)):
            if _hash([w[0] for w in words[first : first + BEGINNING]]) == one.begins:
                last = words[min(first + one.words, len(words)) - 1]
                start = words[first].start()
                headings = _headings(index, one, start)
                text = page[start : last.end()]
                yield Case(headings, text, frozenset(one.dimensions))
                break
    index.close()


def _headings(index: Index, one: Located, start: int) -> tuple[str, ...]:
    for passage in index.store.passages(index.store.rows_of(one.document)):
        if any(s.page == one.page and s.start <= start < s.end for s in passage.spans):
            return below_title(passage)
    return ()


def _hash(words: Sequence[str]) -> str:
    text = " ".join(word.casefold() for word in words)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
