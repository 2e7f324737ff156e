from __future__ import annotations

import json
from dataclasses import replace

import pytest

from eval.collection import Query
from eval.told import tell
from evidence_search.engine import Engine
from evidence_search.index import Index
from evidence_search.settings import Settings
from tests.eval.library import PAGES, write_index

SIBLINGS = "Do brothers and sisters who are placed together move less often than others?"
QUERIES = [
    {"_id": "a", "text": SIBLINGS, "evidence": [PAGES["report"][1]], "split": "dev"},
    {"_id": "b", "text": "Did weekly tutoring improve the reading of primary pupils by months?"}
    | {"evidence": [PAGES["guide"][0]], "split": "test"},
    {"_id": "c", "text": "zebra", "answerable": False, "split": "dev"},
    {"_id": "d", "text": "???", "answerable": False, "split": "test"},
]
QRELS = {"qrels_dev.tsv": (("a", "report#2"),), "qrels_test.tsv": (("b", "guide#1"),)}


@pytest.fixture
def questions(write_collection):
    return write_collection("questions", QUERIES, QRELS)


def test_every_split_is_measured_by_itself(run_eval, questions, page_index, tmp_path):
    arguments = ("--collection", questions, "--index", page_index, "--out", tmp_path / "run")
    result = run_eval("answers", *arguments, "--json")
    assert result.exit_code == 0, result.output
    dev, test = json.loads(result.stdout).values()
    values = [
        {name: one["value"] for name, one in report["measures"].items()} for report in (dev, test)
    ]
    # dev quotes the evidence and refuses what it has not; test quotes the wrong page
    assert values[0]["evidence@1"] == values[0]["recall of no_evidence"] == 1
    assert values[0]["false answer"] == 0
    assert (values[1]["answered"], values[1]["evidence@3"], values[1]["page@3"]) == (1, 0, 0)
    assert values[1]["precision of needs_clarification"] == 0
    assert dev["questions"] == {"answerable": 1, "unanswerable": 1, "declined": 0}
    assert dev["quotes"]["wrong"] == []
    kept = json.loads((tmp_path / "run" / "dev" / "answers.json").read_text())
    assert kept == dev


def test_the_table_fits_80_columns(run_eval, questions, page_index, tmp_path):
    arguments = ("--collection", questions, "--index", page_index, "--out", tmp_path / "run")
    result = run_eval("answers", *arguments, "--split", "dev")
    assert "100.00% of" in result.stdout
    assert "calibration error" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert (tmp_path / "run" / "answers.jsonl").is_file()


@pytest.mark.parametrize("letter", ["s", "t"])
def test_a_quote_that_its_page_does_not_hold_is_never_told(page_index, tmp_path, letter):
    # the control: an engine that finds in one library and reads its pages in another
    first, second = PAGES["report"]
    altered = PAGES | {"report": (first, second.replace("sisters", f"si{letter}ters"))}
    other = Index.open(write_index(tmp_path / "other", altered))
    engine = Engine.open(Settings(index_dir=page_index, encoder="hash"))
    told = tell(replace(engine, index=other), [Query("a", SIBLINGS)])[0]
    other.close()
    engine.close()
    quotes = [quote for said in told.said for quote in said.quotes]
    assert (second in quotes) is (letter == "s")
    assert told.misquoted == ()


def test_questions_without_evidence_cannot_be_judged(run_eval, write_collection, page_index):
    queries = [{"_id": "a", "text": SIBLINGS}]
    directory = write_collection("bare", queries, {"qrels.tsv": (("a", "report#2"),)})
    result = run_eval("answers", "--collection", directory, "--index", page_index)
    assert result.exit_code == 1
    assert "names no evidence" in result.stderr
