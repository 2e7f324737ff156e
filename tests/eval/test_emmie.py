import pytest

from eval.emmie import HERE, Case, Labelled, f1
from eval.rows import read_rows
from evidence_search.ratings import Dimension

COST, EFFECT = frozenset({Dimension.ECONOMICS}), frozenset({Dimension.EFFECT})


def test_precision_recall_and_f1_are_as_worked_by_hand():
    cases = [
        Case(("Economics",), "One.", COST),
        Case(("Economics",), "Two.", EFFECT),
        Case(("Economics",), "Three.", COST),
        Case(("Other",), "Four.", COST),
    ]
    assert f1(cases, Dimension.ECONOMICS) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert f1(cases, Dimension.EFFECT) == (0, 0, 0)


def test_the_command_scores_each_half_and_says_what_it_lacks(run_eval, tmp_path):
    result = run_eval("emmie", "--public", tmp_path)
    assert result.exit_code == 0
    assert "sample library, test: 124 passages" in result.output
    assert "not scored: public reports" in result.output


@pytest.mark.parametrize("dimension", list(Dimension))
def test_the_tags_hold_on_the_half_that_the_cues_were_not_chosen_on(dimension):
    rows = [row for row in read_rows(HERE / "passages.jsonl", Labelled) if row.split == "test"]
    cases = [Case(row.headings, row.text, frozenset(row.dimensions)) for row in rows]
    _, _, score = f1(cases, dimension)
    assert score >= 0.8
    shifted = [
        Case(one.headings, one.text, other.dimensions)
        for one, other in zip(cases, cases[1:] + cases[:1], strict=True)
    ]
    assert f1(shifted, dimension)[2] < score  # a control: labels of other passages do worse
