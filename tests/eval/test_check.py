from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from eval.about import ROOT
from eval.expected import Verdict, judge, read_entries
from eval.readme import render, write_scores
from eval.rows import CollectionInvalid
from tests.eval.library import PAGES

EMMIE = ROOT / "eval" / "collections" / "emmie"
README = ROOT / "README.md"
DAY = date(2026, 1, 2)


@pytest.fixture
def expected(own_corpus, tmp_path):
    """The small collection's true numbers, and an entry whose data is not there."""
    path = tmp_path / "expected.json"
    settings = {"encoder": "hash"}
    small = {"name": "small", "collection": str(own_corpus), "scope": "quick", "settings": settings}
    path.write_text(json.dumps([small, {"name": "large", "collection": "not/there"}]))
    return path


@pytest.fixture
def updated(expected, run_eval, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run_eval("check", "--update", "--expected", expected).exit_code == 0
    return expected


def seed(path: Path, name: str, *, by: float) -> None:
    entries = json.loads(path.read_text())
    entries[0]["values"]["document"][name] += by
    path.write_text(json.dumps(entries))


@pytest.mark.parametrize(
    ("expected_value", "measured", "verdict"),
    [
        (0.7412, 0.74124, Verdict.OK),
        (0.7412, 0.7416, Verdict.OKISH),
        (0.7412, 0.7408, Verdict.OKISH),
        (0.7412, 0.7418, Verdict.FAIL),
        (0.7412, 0.7000, Verdict.FAIL),
        (0.7412, float("nan"), Verdict.FAIL),
    ],
)
def test_a_number_is_judged_by_how_far_it_is_off(expected_value, measured, verdict):
    assert judge(expected_value, measured) is verdict


def test_numbers_that_were_just_written_are_ok(run_eval, updated):
    result = run_eval("check", "--expected", updated)
    assert result.exit_code == 0, result.output
    assert "OK: small: nDCG@10, by document 0.6667" in result.stdout
    assert "1 OK, 0 OKish, 0 FAIL, 0 not checked" in result.stdout


def test_a_seeded_wrong_number_fails(run_eval, updated):
    seed(updated, "AP", by=0.4)
    result = run_eval("check", "--expected", updated)
    assert result.exit_code == 1
    assert "FAIL AP, by document: expected 1.0667, measured 0.6667" in result.stdout


def test_figures_of_another_precision_may_be_a_few_queries_off(run_eval, updated):
    seed(updated, "AP", by=-0.3)
    entries = json.loads(updated.read_text())
    entries[0] |= {"precision": "bf16"}
    updated.write_text(json.dumps(entries))
    result = run_eval("check", "--expected", updated)
    assert result.exit_code == 0, result.output
    assert "expected bf16: figures may differ by 3 queries" in result.stdout
    seed(updated, "AP", by=2)
    assert run_eval("check", "--expected", updated).exit_code == 1


@pytest.fixture
def answered(run_eval, write_collection, page_index, tmp_path, monkeypatch):
    """The true numbers of answers to two questions, one of which has none."""
    monkeypatch.chdir(tmp_path)
    sentence = PAGES["report"][1]
    queries = [
        {"_id": "a", "text": f"Is it so: {sentence}", "evidence": [sentence]},
        {"_id": "b", "text": "zebra", "answerable": False},
    ]
    collection = write_collection("asked", queries, {"qrels.tsv": (("a", "report#2"),)})
    entry: dict[str, object] = {"name": "asked", "what": "answers", "scope": "quick"}
    entry |= {"collection": str(collection), "index": str(page_index)}
    entry |= {"settings": {"encoder": "hash"}}
    path = tmp_path / "answers.json"
    path.write_text(json.dumps([entry]))
    assert run_eval("check", "--update", "--expected", path).exit_code == 0
    return path


def test_answers_are_checked_with_their_refusals_and_quotes(run_eval, answered):
    result = run_eval("check", "--expected", answered)
    assert result.exit_code == 0, result.output
    assert "OK: asked: evidence@1, of answers 1.0000" in result.stdout
    values = read_entries(answered)[0].values["answers"]
    assert values["recall of no_evidence"] == values["quotes verbatim"] == 1
    assert values["false answer"] == 0


@pytest.mark.parametrize("name", ["false answer", "quotes verbatim", "calibration error"])
def test_a_seeded_wrong_number_of_answers_fails(run_eval, answered, name):
    entries = json.loads(answered.read_text())
    entries[0]["values"]["answers"][name] += 0.1
    answered.write_text(json.dumps(entries))
    result = run_eval("check", "--expected", answered)
    assert result.exit_code == 1
    assert f"FAIL {name}, of answers" in result.stdout


def test_two_entries_of_one_name_are_refused(run_eval, updated):
    updated.write_text(json.dumps(json.loads(updated.read_text())[:1] * 2))
    result = run_eval("check", "--expected", updated)
    assert result.exit_code == 1
    assert "two entries of the name 'small'" in result.stderr


def test_a_query_that_went_missing_fails(run_eval, updated, own_corpus):
    lines = (own_corpus / "qrels.tsv").read_text().splitlines()
    (own_corpus / "qrels.tsv").write_text("\n".join(lines[:-1]))
    result = run_eval("check", "--expected", updated)
    assert result.exit_code == 1
    assert "3 queries expected, 2 measured" in result.stdout


def test_an_entry_without_numbers_fails_until_they_are_written(run_eval, expected, monkeypatch):
    monkeypatch.chdir(expected.parent)
    assert run_eval("check", "--expected", expected).exit_code == 1


def test_data_that_is_not_there_is_named_and_passed_over(run_eval, updated):
    result = run_eval("check", "--full", "--expected", updated)
    assert result.exit_code == 0
    assert "not checked: large: data not there (not/there)" in result.stdout
    assert "1 not checked" in result.stdout


def test_an_update_leaves_what_was_not_measured(updated):
    small, large = read_entries(updated)
    assert (small.queries, small.values["document"]["Success@1"]) == (3, 0.6667)
    assert (large.queries, large.values) == (0, {})


def test_the_table_of_scores_goes_between_the_markers(run_eval, updated, tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("# Title\n<!-- scores -->\nold\n<!-- /scores -->\nend\n")
    arguments = ("check", "--full", "--expected", updated, "--write-readme", readme)
    assert run_eval(*arguments).exit_code == 1
    assert "old" in readme.read_text()
    updated.write_text(json.dumps(json.loads(updated.read_text())[:1]))
    assert run_eval(*arguments).exit_code == 0
    text = readme.read_text()
    assert text.startswith("# Title\n<!-- scores -->\nMeasured on 20")
    assert text.endswith("<!-- /scores -->\nend\n")
    assert "| small | documents | 3 | 0.6667 |" in text
    assert "old" not in text


def test_a_file_without_markers_is_left_alone(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("no markers")
    with pytest.raises(CollectionInvalid, match="to write the table between"):
        write_scores(readme, [], DAY)
    assert readme.read_text() == "no markers"


def test_the_readme_needs_every_collection(run_eval, updated):
    result = run_eval("check", "--expected", updated, "--write-readme", updated)
    assert result.exit_code == 2


@pytest.mark.skipif(
    not README.is_file() or "<!-- scores -->" not in README.read_text(),
    reason="no table of scores in the README yet",
)
def test_the_scores_in_the_readme_are_the_committed_ones():
    text = README.read_text()
    table = render(read_entries(ROOT / "eval" / "expected.json"), DAY)
    assert table in re.sub(r"Measured on \S+", f"Measured on {DAY}", text)


@pytest.fixture
def tags(run_eval, tmp_path):
    entry = {"name": "tags", "what": "emmie", "scope": "quick", "collection": str(EMMIE)}
    path = tmp_path / "tags.json"
    path.write_text(json.dumps([entry]))
    assert run_eval("check", "--update", "--expected", path).exit_code == 0
    return path


def test_tags_are_checked_and_a_seeded_wrong_number_fails(run_eval, tags):
    assert "OK: tags: dev F1, effect, by passage" in run_eval("check", "--expected", tags).stdout
    entries = json.loads(tags.read_text())
    entries[0]["values"]["passage"]["test F1, economics"] -= 0.01
    tags.write_text(json.dumps(entries))
    result = run_eval("check", "--expected", tags)
    assert result.exit_code == 1
    assert "FAIL test F1, economics, by passage: expected 0.99, measured 1.0" in result.stdout


@pytest.mark.parametrize("what", ["designs", "emmie"])
def test_designs_and_tags_without_their_texts_are_named_and_passed_over(
    run_eval, tmp_path, monkeypatch, what
):
    monkeypatch.setattr("eval.designs.ROOT", tmp_path)
    entry = {"name": what, "what": what, "scope": "quick", "collection": str(EMMIE)}
    path = tmp_path / "none.json"
    path.write_text(json.dumps([entry | {"index": str(tmp_path / "none")}]))
    result = run_eval("check", "--expected", path)
    assert result.exit_code == 0
    assert f"not checked: {what}: data not there" in result.stdout


def test_another_reranker_than_expected_is_named(run_eval, updated):
    entries = json.loads(updated.read_text())
    entries[0] |= {"reranker": "cross:1"}
    updated.write_text(json.dumps(entries))
    result = run_eval("check", "--expected", updated)
    assert "reranked by none, expected cross:1; the packaged one comes with pip" in result.stdout
