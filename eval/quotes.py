"""Command: answers to the share of their quotes that stand in the stored pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from eval.collection import Query, read_queries
from eval.command import folder
from evidence_search.engine import Engine
from evidence_search.errors import QuestionInvalid
from evidence_search.library import LibraryStore
from evidence_search.settings import Settings
from evidence_search.types import Citation


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation in the answer to a query."""

    query: Query
    citation: Citation


@click.command("quotes")
@folder("index", help="Index to answer from.", required=True)
@folder("collection", help="Folder with the questions (queries.jsonl).", required=True)
def command(index: Path, collection: Path) -> None:
    """
    Read every quote of every answer again in the stored pages.

    Exit code 1 unless all are verbatim, or where no answer cites anything.
    """
    engine = Engine.open(Settings.for_index(index))
    try:
        queries = read_queries(collection)
        cited = [one for query in queries for one in citations(engine, query)]
        wrong = misquoted(cited, engine.index.store)
    finally:
        engine.close()
    for one in wrong:
        where = f"{one.citation.passage.document.id}#{one.citation.page}"
        click.echo(f"not verbatim: query {one.query.id}: {where}: {one.citation.quote!r}")
    if not cited:
        raise click.ClickException("nothing was checked: no answer cites anything")
    share = (len(cited) - len(wrong)) / len(cited)
    answered = len({one.query.id for one in cited})
    click.echo(
        f"{share:.4f} of {len(cited)} quotes verbatim, in {answered} answers "
        f"to {len(queries)} questions"
    )
    if wrong:
        raise click.ClickException(f"{len(wrong)} quotes are not what their page says")


def citations(engine: Engine, query: Query) -> list[Cited]:
    try:
        answer = engine.answer(query.text, confirmed=True)
    except QuestionInvalid:
        return []
    return [Cited(query, one) for statement in answer.statements for one in statement.citations]


def misquoted(cited: Sequence[Cited], store: LibraryStore) -> list[Cited]:
    """Give the citations whose page, between their offsets, does not read as they quote it."""
    return [one for one in cited if not _is_verbatim(one.citation, store)]


def _is_verbatim(citation: Citation, store: LibraryStore) -> bool:
    span = citation.span
    text = store.text(citation.passage.document.id, span.page) or ""
    return text[span.start : span.end] == citation.quote
