"""A small corpus of its own, a small index of pages, and the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eval.__main__ import main
from tests.eval.library import PAGES, write_index, write_lines

CORPUS = {
    "siblings": ("Siblings", "Brothers and sisters who are placed together move less often."),
    "kinship": ("Kinship care", "Grandparents and aunts raise many of the children in care."),
    "reading": ("", "Weekly tutoring improved the reading of primary pupils in foster homes."),
    "staff": ("Social workers", "Smaller caseloads keep experienced social workers in post."),
}
QUERIES = {
    "q1": "Do brothers and sisters placed together move less?",
    "q2": "Does tutoring improve reading in foster homes?",
    "q3": "???",
}
QRELS = (("q1", "siblings"), ("q2", "reading"), ("q3", "staff"))
Eval = Callable[..., Result]
WriteCollection = Callable[..., Path]


@pytest.fixture
def run_eval() -> Eval:
    """Call `python -m eval` with the encoder that needs no model."""

    def call(*arguments: object) -> Result:
        environment = {"EVIDENCE_SEARCH_ENCODER": "hash", "COLUMNS": "80"}
        return CliRunner().invoke(main, [str(one) for one in arguments], env=environment)

    return call


@pytest.fixture
def write_collection(tmp_path: Path) -> WriteCollection:
    def write(
        name: str,
        queries: list[dict[str, object]],
        qrels: dict[str, tuple[tuple[str, str], ...]],
    ) -> Path:
        directory = tmp_path / name
        directory.mkdir()
        write_lines(directory / "queries.jsonl", queries)
        for file, pairs in qrels.items():
            rows = ["query-id\tcorpus-id\tscore", *(f"{query}\t{unit}\t1" for query, unit in pairs)]
            (directory / file).write_text("\n".join(rows) + "\n")
        return directory

    return write


@pytest.fixture
def own_corpus(write_collection: WriteCollection) -> Path:
    """A collection with four documents and three judged queries, of which one is no question."""
    queries: list[dict[str, object]] = [
        {"_id": name, "text": text, "topic": "home" if name == "q1" else "other"}
        for name, text in QUERIES.items()
    ]
    queries.append({"_id": "q4", "text": "Who won the cup?", "answerable": False})
    directory = write_collection("small", queries, {"qrels.tsv": QRELS})
    corpus = [{"_id": name, "title": t, "text": text} for name, (t, text) in CORPUS.items()]
    write_lines(directory / "corpus.jsonl", corpus)
    return directory


@pytest.fixture
def page_index(tmp_path: Path) -> Path:
    """An index of two documents of two pages, a passage a page."""
    return write_index(tmp_path / "index", PAGES)
