from __future__ import annotations

import json
import subprocess
import sys

import pytest

from eval.corpus import index_corpus
from evidence_search.errors import IndexMismatch
from evidence_search.generations import generations

ZERO = {"nDCG@10": 0.0, "R@10": 0.0, "Success@1": 0.0}


def test_a_collection_with_its_own_corpus_is_indexed_and_scored(run_eval, own_corpus, tmp_path):
    out = tmp_path / "run"
    result = run_eval(
        "run", "--collection", own_corpus, "--index", tmp_path / "i", "--out", out, "--json"
    )
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report == json.loads((out / "report.json").read_text())
    # two of the three queries find their document first, the third finds nothing
    assert report["measures"]["document"]["Success@1"] == pytest.approx(2 / 3)
    assert report["queries"] == {
        "judged": 3,
        "without_results": 1,
        "unanswerable": 1,
        "judged_but_not_in_index": 0,
    }
    assert report["about"]["index"]["encoder"] == "hash-256"
    assert report["about"]["settings"]["encoder"] == "hash"
    assert report["about"]["generation"] == "000001"
    groups = {(one["value"], one["queries"]): one["measures"]["R@10"] for one in report["groups"]}
    assert groups == {("home", 1): 1.0, ("other", 2): 0.5}


def test_a_query_that_found_nothing_is_zero_in_the_saved_scores(run_eval, own_corpus, tmp_path):
    out = tmp_path / "run"
    run_eval("run", "--collection", own_corpus, "--index", tmp_path / "i", "--out", out)
    rows = [json.loads(line) for line in (out / "scores.jsonl").read_text().splitlines()]
    assert [row["query"] for row in rows] == ["q1", "q2", "q3"]
    assert rows[2]["measures"]["document"].items() >= ZERO.items()


def test_the_saved_run_falls_strictly_in_score_by_rank(run_eval, own_corpus, tmp_path):
    out = tmp_path / "run"
    run_eval("run", "--collection", own_corpus, "--index", tmp_path / "i", "--out", out)
    scores: dict[str, list[float]] = {}
    for line in (out / "run.trec").read_text().splitlines():
        query, _, _, rank, value, _ = line.split()
        own = scores.setdefault(query, [])
        own.append(float(value))
        assert len(own) == int(rank)
    assert all(own == sorted(set(own), reverse=True) for own in scores.values())


def test_the_table_fits_80_columns(run_eval, own_corpus, tmp_path):
    arguments = ("--index", tmp_path / "i", "--out", tmp_path / "run")
    result = run_eval("run", "--collection", own_corpus, *arguments)
    assert "nDCG@10" in result.stdout
    assert "1 queries found nothing and count as zero" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_an_index_of_the_corpus_is_built_once(own_corpus, tmp_path):
    corpus = own_corpus / "corpus.jsonl"
    for _ in range(2):
        index_corpus(corpus, "hash", tmp_path / "i")
    assert len(generations(tmp_path / "i")) == 1


def test_an_index_of_something_else_is_refused_and_left_alone(run_eval, own_corpus, page_index):
    with pytest.raises(IndexMismatch, match="was not made from"):
        index_corpus(own_corpus / "corpus.jsonl", "hash", page_index)
    assert run_eval("run", "--collection", own_corpus, "--index", page_index).exit_code == 3
    assert len(generations(page_index)) == 1


def test_pages_of_an_index_are_scored_by_page_and_by_document(
    run_eval, write_collection, page_index, tmp_path
):
    queries = [
        {"_id": "right", "text": "Did weekly tutoring improve the reading of pupils?"},
        {"_id": "next", "text": "Do smaller caseloads keep experienced social workers?"},
    ]
    # the second is judged to stand on the page before the one that says it
    qrels = (("right", "report#1"), ("next", "guide#1"))
    directory = write_collection("pages", queries, {"qrels.tsv": qrels})
    arguments = ("--index", page_index, "--out", tmp_path / "run", "--json")
    result = run_eval("run", "--collection", directory, *arguments)
    measures = json.loads(result.stdout)["measures"]
    assert measures["page"]["Success@1"] == 0.5
    assert measures["document"]["Success@1"] == 1.0


def test_judged_pages_that_the_index_lacks_are_counted(
    run_eval, write_collection, page_index, tmp_path
):
    queries = [{"_id": "q", "text": "tutoring"}]
    qrels = (("q", "report#1"), ("q", "report#9"), ("q", "elsewhere#1"))
    directory = write_collection("pages", queries, {"qrels.tsv": qrels})
    arguments = ("--index", page_index, "--out", tmp_path / "run", "--json")
    result = run_eval("run", "--collection", directory, *arguments)
    assert json.loads(result.stdout)["queries"]["judged_but_not_in_index"] == 2


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--index", "nowhere"), 3, "no index at nowhere"),
        (("--set", "weight_dense"), 2, "NAME=VALUE"),
        (("--set", "weight_dense=-1"), 2, "EVIDENCE_SEARCH_WEIGHT_DENSE"),
        (("--split", "dev"), 1, "no split 'dev'"),
    ],
)
def test_what_cannot_be_run_says_so_in_one_line(run_eval, write_collection, arguments, code, says):
    queries = [{"_id": "q", "text": "tutoring"}]
    directory = write_collection("pages", queries, {"qrels.tsv": (("q", "report#1"),)})
    result = run_eval("run", "--collection", directory, *arguments)
    assert result.exit_code == code
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_help_comes_without_loading_the_libraries():
    code = (
        "import sys, eval.__main__ as e\n"
        "e.main(['--help'], standalone_mode=False)\n"
        "assert not {'numpy', 'torch', 'scipy', 'evidence_search.engine'} & sys.modules.keys()"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "import-pages" in shown.stdout
