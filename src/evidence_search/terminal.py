"""Hits and answers as text for a terminal, or as JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from evidence_search.designs import in_words as design_in_words
from evidence_search.emmie import words
from evidence_search.engine import Engine, Found
from evidence_search.evidence import Evidence, Head, Outcome, head_of_answer
from evidence_search.evidence_words import (
    STATES,
    difference_on,
    say_what_differs,
    say_whose,
    searched,
    standing,
    subject,
    summarise,
    tell_rest,
)
from evidence_search.filters import Filters
from evidence_search.grouped import GroupedAnswer
from evidence_search.reading import Reading
from evidence_search.scale import Standards
from evidence_search.settings import Settings
from evidence_search.standards import choose
from evidence_search.statements import Answer
from evidence_search.tie_break import say_order
from evidence_search.types import Document, Passage
from evidence_search.weigh import asks_whether
from evidence_search.wire import AnswerOut, HitOut, SearchOut, name_engine, read_as
from evidence_search.wire_standard import say_rating
from evidence_search.words import HEADINGS, UNRATED, recognised, tell


@contextmanager
def opened(directory: Path) -> Iterator[Engine]:
    engine = Engine.open(Settings.for_index(directory))
    try:
        yield engine
    finally:
        engine.close()


def print_answer(engine: Engine, answer: Answer, *, as_json: bool) -> None:
    if as_json:
        wire = AnswerOut.of(answer, engine.standards, engine.index.generation)
        click.echo(wire.model_dump_json(indent=2))
        return
    console = Console(highlight=False)
    console.print(Text(HEADINGS[answer.status], style="bold"))
    console.print(Text(_shown(answer.message)))
    _print_reading(console, answer.reading)
    numbers = {document.id: n for n, document in enumerate(answer.documents, 1)}
    leads = asks_whether(answer.reading.question)
    if answer.statements and leads:
        _print_strength(console, answer, engine.standards)
    for statement in answer.statements:
        console.print()
        marks = sorted({numbers[c.passage.document.id] for c in statement.citations})
        console.print(Text(_shown(f"“{statement.text}” ({', '.join(map(str, marks))})")))
        for citation in statement.citations:
            place = _place(citation.passage, citation.page)
            console.print(_indented(place))
    if answer.joined_by:
        console.print()
        console.print(Text(_shown(f"Answered by: {name_engine(answer)}")))
    if isinstance(answer, GroupedAnswer):
        _print_groups(console, answer, numbers)
    if answer.statements and not leads:
        _print_strength(console, answer, engine.standards)
    for document in answer.documents:
        console.print()
        _print_source(console, numbers[document.id], document, engine.standards)
    for hit in answer.nearest:
        console.print()
        console.print(Text("Nearest, not an answer:", style="bold"))
        console.print(_indented(_place(hit.passage, hit.page)))
        console.print(_indented(f"“{_shortened(hit.passage.text)}”"))


def _print_strength(console: Console, answer: Answer, standards: Standards) -> None:
    console.print()
    console.print(Text("How strong is this evidence?", style="bold"))
    _print_head(console, head_of_answer(answer, standards))
    console.print(Text(_shown(summarise(Evidence.of(answer.documents)))))


def filters(
    engine: Engine,
    *,
    standard: str = "",
    at_least: str = "",
    band: str | None = None,
    no_benefit: bool = False,
    **chosen: Any,  # noqa: ANN401 - the rest are fields of Filters
) -> Filters:
    """Give the filters that the options say; raises CatalogueInvalid."""
    levels = choose(engine.standards, standard, at_least, band or "", no_benefit=no_benefit)
    return Filters(levels=levels, **chosen)


def order(engine: Engine, prefer: str | None, band: str | None) -> str:
    return say_order(engine.preferred(prefer), engine.settings.prefer_within, band)


def print_found(engine: Engine, found: Found, order: str, *, as_json: bool) -> None:
    if as_json:
        wire = SearchOut(
            hits=[HitOut.of(hit, engine.standards) for hit in found.hits],
            next_cursor=None,
            order=order,
            generation=engine.index.generation,
            **read_as(found.reading),
        )
        click.echo(wire.model_dump_json(indent=2))
        return
    console = Console(highlight=False)
    _print_reading(console, found.reading)
    if not found.hits:
        console.print("Nothing was found.")
    else:
        console.print(Text(f"Ordered {order}.\n"))
    for number, hit in enumerate(found.hits, 1):
        _print_source(console, number, hit.passage.document, engine.standards)
        console.print(_indented(_page(hit.passage, hit.page)))
        console.print(_indented(f"“{' '.join(hit.passage.text.split())}”"))
        console.print()


def _print_head(console: Console, head: Head) -> None:
    """Print what leads: what it amounts to first, then each finding on a line of its own."""
    for outcome in head.outcomes:
        if outcome.leads:
            _print_outcome(console, head, outcome)
    for line in tell_rest(head):
        console.print(Text(_shown(line)))


def _print_outcome(console: Console, head: Head, outcome: Outcome) -> None:
    line = Text(_shown(f"{subject(outcome)}. "), style="bold")
    line.append(STATES[outcome.state], style="not bold")
    console.print(line)
    difference = difference_on(head, outcome)
    for finding in (difference or outcome).findings:
        console.print(_listed(say_whose(finding)))
    if difference:
        console.print(_indented(f"These disagree. {say_what_differs(difference)}"))


def _print_groups(console: Console, answer: GroupedAnswer, numbers: Mapping[str, int]) -> None:
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
            console.print(_indented(f"“{statement.text}” ({'; '.join(places)})"))


def _print_reading(console: Console, reading: Reading) -> None:
    for line in tell(reading):
        console.print(Text(line))


def page_words(document: Document, page: int) -> str:
    label = document.label(page)
    printed = f" (printed page {label})" if label and label != str(page) else ""
    return f"page {page}{printed}"


def _print_source(console: Console, number: int, document: Document, standards: Standards) -> None:
    line = Text(f"({number}) ")
    line.append(_shown(document.title), style="bold")
    about = [str(document.year or ""), document.publisher]
    line.append(_shown(" · ".join(["", *filter(None, about)])))
    console.print(line)
    for note in (standing(document), searched(document.searched)):
        if note:
            console.print(_indented(note))
    for rating in document.ratings:
        console.print(_indented(say_rating(rating, standards, document.ratings)))
    if not document.ratings:
        console.print(_indented(UNRATED))
    for one in document.designs:
        console.print(_indented(design_in_words(one)))


def _page(passage: Passage, page: int) -> str:
    """Name the page, and say where its text was recognised from a scan."""
    note = recognised(passage.ocr_confidence)
    return ", ".join(filter(None, [page_words(passage.document, page), note]))


def _place(passage: Passage, page: int) -> str:
    document = passage.document
    place = f"{document.title}, {document.year or 'no year'}, {_page(passage, page)}"
    return "; ".join(filter(None, (place, standing(document))))


def _shortened(text: str, most: int = 300) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[:most].rsplit(" ", 1)[0] + " …"


def _indented(text: str) -> Padding:
    return Padding(Text(_shown(text)), (0, 0, 0, 4))


def _listed(text: str) -> Table:
    """Give an item of a list: what runs over a line stands under its first word."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row("  -", Text(_shown(text)))
    return grid


def _shown(text: str) -> str:
    """Leave out what could steer a terminal or hide words: control and format characters."""
    return "".join(c for c in text if unicodedata.category(c)[0] != "C")
