from __future__ import annotations

import json

import pytest

from eval.collection import load_collection
from tests.eval.library import write_lines

ROWS = [
    {"id": "a", "question": "Who?", "pdf": "pdfs/report.pdf", "pages": [2, 1], "evidence": "They."},
    {"id": "b", "query": "What?", "pdf": "guide.pdf", "page": 2},
    {"id": "c", "question": "Why?", "pdf": None, "pages": [], "answerable": False},
]


@pytest.fixture
def import_rows(run_eval, page_index, tmp_path):
    def call(rows):
        write_lines(tmp_path / "rows.jsonl", rows)
        directory = tmp_path / "imported"
        return directory, run_eval(
            "import-pages", tmp_path / "rows.jsonl", directory, "--index", page_index
        )

    return call


def test_questions_with_pages_become_a_collection(import_rows):
    directory, result = import_rows(ROWS)
    assert result.exit_code == 0, result.output
    collection = load_collection(directory)
    assert collection.qrels == {"a": {"report#2": 1, "report#1": 1}, "b": {"guide#2": 1}}
    assert [query.id for query in collection.unanswerable] == ["c"]
    assert collection.corpus is None


def test_evidence_is_kept_beside_the_question(import_rows):
    directory, _ = import_rows(ROWS)
    first = json.loads((directory / "queries.jsonl").read_text().splitlines()[0])
    assert first == {"_id": "a", "text": "Who?", "answerable": True, "evidence": ["They."]}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"id": "x", "question": "?", "pdf": "other.pdf", "page": 1}, "holds no file other.pdf"),
        ({"id": "x", "question": "?"}, "question x is answerable, but names no pdf and page"),
        ({"question": "?"}, "rows.jsonl:1: id: "),
    ],
)
def test_a_row_that_cannot_be_used_is_named(import_rows, row, says):
    directory, result = import_rows([row])
    assert result.exit_code == 1
    assert says in result.stderr
    assert not directory.exists()
