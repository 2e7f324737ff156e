import json

import pytest

from eval.designs import figures, tally
from eval.judged import Sources
from eval.rows import CollectionInvalid
from evidence_search.ratings import Design
from tests.eval.library import write_index, write_lines

TRIAL = "This was a randomised trial. Families were randomly allocated to two groups."
TALK = "A qualitative study. We held 20 semi-structured interviews."
NOTHING = "Bread is made of flour, water and salt."


def judged(name, *components, split="test", arguable=()):
    rows = [{"design": design} for design in components]
    return {"_id": name, "split": split, "components": rows, "arguable": list(arguable)}


@pytest.fixture
def sources(tmp_path):
    sample = write_index(tmp_path / "sample", {"a": (TRIAL,), "b": (TALK,), "c": (TRIAL,)})
    public = write_index(tmp_path / "public", {"d": (NOTHING,)})
    for name in ("pubmedqa_l", "scifact"):
        folder = tmp_path / "ir" / name
        folder.mkdir(parents=True)
        rows = [{"_id": "1", "title": "", "text": TRIAL}, {"_id": "2", "title": "T", "text": TALK}]
        write_lines(folder / "corpus.jsonl", rows)
        write_lines(folder / "queries.jsonl", [{"_id": "q1", "text": "Does it work?"}])
    return Sources(sample, public, tmp_path / "ir")


@pytest.fixture
def judgements(tmp_path):
    folder = tmp_path / "judgements"
    folder.mkdir()
    trial, talk = "randomised trial", "qualitative"
    write_lines(
        folder / "sample_library.jsonl",
        [
            judged("a", trial, split="dev"),
            judged("b", trial),  # it is suggested to be qualitative: one wrong, one missed
            judged("c", arguable=[trial]),  # suggested and arguable: counted neither way
        ],
    )
    write_lines(folder / "public_reports.jsonl", [judged("d", talk)])
    write_lines(folder / "pubmedqa.jsonl", [judged("1", trial)])
    pooled = {"_id": "2", "source": "scifact", "design": talk, "right": False}
    gone = {"_id": "1", "source": "scifact", "design": talk, "right": False}
    write_lines(folder / "pooled.jsonl", [pooled, gone])
    return folder


def test_suggestions_are_counted_against_what_a_person_read(judgements, sources):
    found, lacking = tally(judgements, sources)
    assert lacking == []
    assert found["dev"].right == {Design.TRIAL: 1}
    assert found["test"].right == {Design.TRIAL: 1}
    assert found["test"].wrong == {Design.QUALITATIVE: 1}
    assert found["test"].missed == {Design.TRIAL: 1, Design.QUALITATIVE: 1}
    assert found["test"].recall(Design.TRIAL) == "0.50 1/2"
    assert found["test"].precision(Design.QUALITATIVE) == "0.00 0/1"
    assert found["pooled"].wrong == {Design.QUALITATIVE: 1}
    assert not found["pooled"].right


def test_what_is_not_on_this_machine_is_named(judgements, sources, tmp_path):
    elsewhere = Sources(sources.sample, tmp_path / "none", tmp_path / "none")
    found, lacking = tally(judgements, elsewhere)
    assert lacking == ["public_reports", "pubmedqa", "scifact (pooled)"]
    assert found["dev"].right == {Design.TRIAL: 1}


def test_a_design_that_nobody_knows_is_refused_with_its_line(judgements, sources):
    path = judgements / "public_reports.jsonl"
    path.write_text(json.dumps(judged("d", "a good study")) + "\n")
    with pytest.raises(CollectionInvalid, match=r"public_reports\.jsonl:1: components\.0\.design"):
        tally(judgements, sources)


def test_figures_are_the_shares_of_the_tally(judgements, sources):
    judged, found = figures(judgements, sources)
    assert judged == 6
    assert found["dev precision, randomised trial"] == 1
    assert found["test recall, randomised trial"] == 0.5
    assert found["pooled precision, qualitative"] == 0
    assert "pooled recall, qualitative" not in found
