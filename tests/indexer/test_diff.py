"""What changed between two generations, and what it did to saved questions."""

import json
import shutil

import pytest
from click.testing import CliRunner

from evidence_search.generations import current
from indexer.cli import main

FILES = ("family-group-conferences.pdf", "supervision.pdf", "book-gifting.pdf")


@pytest.fixture
def library(sample, tmp_path, monkeypatch):
    """A folder of three reports and an index of them, and the environment that reads it."""
    folder = tmp_path / "pdfs"
    folder.mkdir()
    for name in FILES:
        shutil.copy(sample / "briefings" / name, folder / name)
    monkeypatch.setenv("EVIDENCE_SEARCH_ENCODER", "hash")
    monkeypatch.setenv("EVIDENCE_SEARCH_INDEX_DIR", str(tmp_path / "index"))
    assert run("build", folder).exit_code == 0
    return folder


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def change(library, sample):
    (library / "supervision.pdf").unlink()
    shutil.copy(sample / "briefings" / "staying-close.pdf", library / "staying-close.pdf")
    shutil.copy(sample / "briefings" / "kinship-or-foster-care.pdf", library / "book-gifting.pdf")
    assert run("build", library).exit_code == 0


def test_documents_that_came_went_and_changed_are_named(library, sample):
    change(library, sample)
    differ = json.loads(run("diff", "--json").stdout)
    assert (differ["before"], differ["after"]) == ("000001", "000002")
    assert {one["id"]: one["changes"] for one in differ["documents"]} == {
        "book-gifting": ["the file", "catalogue fields"],
        "staying-close": ["added"],
        "supervision": ["removed"],
    }
    assert "supervision: removed" in run("diff").stdout
    assert json.loads(run("diff", "1", "1", "--json").stdout)["documents"] == []


def test_a_change_of_ratings_alone_is_called_that(sample, tmp_path, monkeypatch):
    folder, index = tmp_path / "source", tmp_path / "index"
    shutil.copytree(sample, folder)
    monkeypatch.setenv("EVIDENCE_SEARCH_ENCODER", "hash")
    monkeypatch.setenv("EVIDENCE_SEARCH_INDEX_DIR", str(index))
    assert run("build", folder / "catalogue.csv").exit_code == 0
    ratings = folder / "ratings.csv"
    lines = ratings.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = lines.pop().split(",")[0]
    ratings.write_text("".join(lines), encoding="utf-8")
    assert run("build", folder / "catalogue.csv").exit_code == 0
    differ = json.loads(run("diff", "--json").stdout)
    assert differ["documents"] == [{"id": gone, "changes": ["ratings"]}]


def test_saved_questions_show_which_answers_and_citations_change(library, sample, tmp_path):
    change(library, sample)
    saved = tmp_path / "queries.jsonl"
    questions = [
        "Which review of supervision found 21 studies of supervision?",
        "In which English trial were children looked after after a family group conference?",
    ]
    saved.write_text("".join(json.dumps({"text": q}) + "\n" for q in questions))
    differ = json.loads(run("diff", "--questions", saved, "--json").stdout)
    assert differ["questions"] == 2
    assert questions[0] in [one["question"] for one in differ["answers"]]
    before = next(one for one in differ["answers"] if one["question"] == questions[0])["before"]
    assert any(cited.startswith("supervision, page") for cited in before["citations"])
    printed = run("diff", "--questions", saved).stdout
    assert "of 2 questions are answered otherwise" in printed
    assert "    - supervision, page" in printed
    assert json.loads(run("diff", "2", "2", "--questions", saved, "--json").stdout)["answers"] == []


def test_what_cannot_be_compared_is_said_in_a_line(library, tmp_path):
    alone = run("diff")
    assert alone.exit_code == 3
    assert "no generation before 000001" in alone.output
    unknown = run("diff", "1", "7")
    assert unknown.exit_code == 3
    assert "there is no generation 7; there are: 000001" in unknown.output
    saved = tmp_path / "saved.jsonl"
    saved.write_text('\n{"txt": "x"}\n')
    assert run("build", library, "--full").exit_code == 0
    bad = run("diff", "--questions", saved)
    assert bad.exit_code == 1
    assert "saved.jsonl, line 2: a line of JSON needs a field `text` or `question`" in bad.output


@pytest.mark.usefixtures("library")
def test_verify_in_full_finds_a_vector_that_the_hashes_call_right(tmp_path, monkeypatch):
    index = tmp_path / "index"
    assert run("verify", "--full").exit_code == 0
    file = current(index) / "vectors.faiss"
    content = bytearray(file.read_bytes())
    content[-400:] = bytes(400)
    file.write_bytes(content)
    assert run("verify").exit_code == 3
    monkeypatch.setattr("evidence_search.index.check_files", lambda *_: None)
    assert run("verify").exit_code == 0
    found = run("verify", "--full")
    assert found.exit_code == 3
    assert "is not of length 1" in found.output
