"""Command: questions that name a PDF and its pages to a collection over an index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Annotated

import click
from pydantic import AliasChoices, BaseModel, BeforeValidator, Field

from eval.command import folder
from eval.rows import CollectionInvalid, read_rows, write_rows
from evidence_search.index import Index
from evidence_search.types import Document


def _listed(value: object) -> object:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


class _Row(BaseModel):
    id: str
    question: str = Field(validation_alias=AliasChoices("question", "query"))
    pdf: str | None = None
    pages: Annotated[list[int], BeforeValidator(_listed)] = Field(
        default=[], validation_alias=AliasChoices("pages", "page")
    )
    answerable: bool = True
    evidence: Annotated[list[str], BeforeValidator(_listed)] = []


@click.command("import-pages")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@folder("index", help="Index that holds the PDFs.", required=True)
def command(file: Path, directory: Path, index: Path) -> None:
    """
    Write a collection from questions that name the pages of their evidence.

    FILE has a JSON object a line: id, question (or query), pdf (path or name of the file), pages
    (or page; 1-based pages of the file), answerable (default true) and evidence (sentences of
    those pages, kept for judging answers). DIRECTORY gets queries.jsonl and qrels.tsv.
    """
    rows = list(read_rows(file, _Row))
    opened = Index.open(index)
    documents = opened.store.documents()
    opened.close()
    qrels = [(row.id, page) for row in rows if row.answerable for page in _pages(row, documents)]
    directory.mkdir(parents=True, exist_ok=True)
    write_rows(directory / "queries.jsonl", map(_query, rows))
    (directory / "qrels.tsv").write_text(_tsv(qrels), encoding="utf-8")
    click.echo(f"{len(rows)} questions, {len(qrels)} judged pages written to {directory}")


def _query(row: _Row) -> dict[str, object]:
    record: dict[str, object] = {"_id": row.id, "text": row.question, "answerable": row.answerable}
    return record | ({"evidence": row.evidence} if row.evidence else {})


def _pages(row: _Row, documents: Sequence[Document]) -> list[str]:
    if row.pdf is None or not row.pages:
        raise CollectionInvalid(f"question {row.id} is answerable, but names no pdf and page")
    document = _find(row.pdf, documents)
    return [f"{document.id}#{page}" for page in row.pages]


def _find(pdf: str, documents: Sequence[Document]) -> Document:
    """Give the document whose file has this path's name; raises CollectionInvalid."""
    name = PurePosixPath(pdf).name
    found = [document for document in documents if PurePosixPath(document.file).name == name]
    exact = [document for document in found if document.file == pdf]
    match exact or found:
        case [document]:
            return document
        case []:
            raise CollectionInvalid(f"the index holds no file {name}")
        case several:
            files = ", ".join(document.file for document in several)
            raise CollectionInvalid(f"the index holds several files {name}: {files}")


def _tsv(qrels: Iterable[tuple[str, str]]) -> str:
    rows = [("query-id", "corpus-id", "score"), *((query, page, "1") for query, page in qrels)]
    return "".join("\t".join(row) + "\n" for row in rows)
