"""How far two raters agree: a weighted kappa, and what is said where it has no value."""

from dataclasses import replace

import pytest

from evidence_search import EvidenceRating
from evidence_search.ratings import Provenance
from evidence_search.standards import load_standards
from indexer.agreement import agreements
from indexer.held import replay
from tests.indexer.rating import PUBLISHED, add, make_index, rate


@pytest.fixture
def index(tmp_path):
    return make_index(tmp_path)


def pairs(levels):
    """Held ratings of two raters, one outcome for each pair of levels."""
    given: dict[str, tuple[EvidenceRating, ...]] = {"report": ()}
    for number, two in enumerate(levels):
        for rater, level in zip("AB", two, strict=True):
            rating = replace(
                PUBLISHED, outcome=f"outcome {number}", standard="cebc", unit="programme",
                level=level, provenance=Provenance.ASSIGNED, rater=rater,
            )  # fmt: skip
            given["report"] += (rating,)
    return replay(given, ()).held


def test_agreement_is_the_weighted_kappa_worked_by_hand():
    # Ranks (5, 5), (5, 4), (3, 3), (1, 2): seen distance (0+1+0+1)/4 = 0.5; by chance the mean of
    # |a-b| over {5,5,3,1} x {5,4,3,2} = 26/16 = 1.625; kappa = 1 - 0.5/1.625 = 0.6923.
    [found] = agreements(pairs(["11", "12", "33", "54"]), load_standards())
    assert (found.outcomes, found.same, found.off_scale) == (4, 2, 0)
    assert found.kappa == pytest.approx(1 - 0.5 / 1.625)


def test_a_code_off_the_scale_has_no_distance_and_is_counted_apart():
    [found] = agreements(pairs([("1", "NR"), ("1", "1"), ("3", "3")]), load_standards())
    assert (found.outcomes, found.same, found.off_scale, found.kappa) == (3, 2, 1, 1.0)


def test_agreement_without_a_value_is_said_not_to_have_one(index):
    add(index, by="Ann")
    assert "no outcome was rated by two raters" in rate(index, "agreement")
    add(index, by="Ben")
    told = rate(index, "agreement")
    assert "weighted kappa no value yet" in told
    assert "the same level for 1 of 1 outcomes" in " ".join(told.split())
