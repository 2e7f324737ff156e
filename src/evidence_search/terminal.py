"""Hits and answers as text for a terminal, or as JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from evidence_search.engine import Engine, Found
from evidence_search.reading import Reading
from evidence_search.settings import Settings
from evidence_search.standards import Standards, in_words
from evidence_search.types import Answer, Document, DocumentStatus, Passage
from evidence_search.wire import AnswerOut, HitOut, SearchOut, read_as
from evidence_search.words import HEADINGS, UNRATED, recognised, summarise, tell


@contextmanager
def opened(directory: Path) -> Iterator[Engine]:
    settings = Settings.from_env().model_copy(update={"index_dir": directory})
    engine = Engine.open(settings)
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
    console.print(Text(answer.message))
    _print_reading(console, answer.reading)
    numbers = {document.id: n for n, document in enumerate(answer.documents, 1)}
    for statement in answer.statements:
        console.print()
        marks = sorted({numbers[c.passage.document.id] for c in statement.citations})
        console.print(Text(_shown(f"“{statement.text}” ({', '.join(map(str, marks))})")))
        for citation in statement.citations:
            place = _place(citation.passage, citation.page)
            console.print(_indented(place))
    if answer.statements:
        console.print()
        console.print(Text("How strong is this evidence?", style="bold"))
        console.print(Text(summarise(answer.evidence)))
        for document in answer.documents:
            console.print()
            _print_source(console, numbers[document.id], document, engine.standards)
    for hit in answer.nearest:
        console.print()
        console.print(Text("Nearest, not an answer:", style="bold"))
        console.print(_indented(_place(hit.passage, hit.page)))
        console.print(_indented(f"“{_shortened(hit.passage.text)}”"))


def print_found(engine: Engine, found: Found, *, as_json: bool) -> None:
    if as_json:
        wire = SearchOut(
            hits=[HitOut.of(hit, engine.standards) for hit in found.hits],
            next_cursor=None,
            generation=engine.index.generation,
            **read_as(found.reading),
        )
        click.echo(wire.model_dump_json(indent=2))
        return
    console = Console(highlight=False)
    _print_reading(console, found.reading)
    if not found.hits:
        console.print("Nothing was found.")
    for number, hit in enumerate(found.hits, 1):
        _print_source(console, number, hit.passage.document, engine.standards)
        console.print(_indented(_page(hit.passage, hit.page)))
        console.print(_indented(f"“{' '.join(hit.passage.text.split())}”"))
        console.print()


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
    if document.status is not DocumentStatus.CURRENT:
        line.append(f" · {document.status.value.upper()}")
    console.print(line)
    for rating in document.ratings:
        console.print(_indented(in_words(rating, standards)))
    if not document.ratings:
        console.print(_indented(UNRATED))


def _page(passage: Passage, page: int) -> str:
    """Name the page, and say where its text was recognised from a scan."""
    note = recognised(passage.ocr_confidence)
    return ", ".join(filter(None, [page_words(passage.document, page), note]))


def _place(passage: Passage, page: int) -> str:
    document = passage.document
    return f"{document.title}, {document.year or 'no year'}, {_page(passage, page)}"


def _shortened(text: str, most: int = 300) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[:most].rsplit(" ", 1)[0] + " …"


def _indented(text: str) -> Padding:
    return Padding(Text(_shown(text)), (0, 0, 0, 4))


def _shown(text: str) -> str:
    """Leave out what could steer a terminal or hide words: control and format characters."""
    return "".join(c for c in text if unicodedata.category(c)[0] != "C")
