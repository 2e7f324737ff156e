"""What a researcher says of suggested designs: logged as ratings are, and published alike."""

import pytest

from evidence_search.generations import current
from evidence_search.index import Index
from indexer.ledger import read_ledger
from indexer.rating_log import NAME
from indexer.report import as_text
from tests.indexer.rating import add, entries, held, make_index, rate


@pytest.fixture
def index(tmp_path):
    return make_index(tmp_path)


def design(index, verdict, *, by="Ann", about=("fgc", "randomised trial"), code=0):
    said = ("--verdict", verdict, "--by", by, "--why", "page 3 says so")
    return rate(index, "design", *about, *said, code=code)


def designs_shown(index):
    opened = Index.open(index)
    found = opened.store.document("fgc")
    opened.close()
    assert found
    return found.designs


def test_a_suggested_design_is_confirmed_refused_and_taken_back_and_the_log_keeps_each(index):
    design(index, "confirmed")
    assert [one.confirmed_by for one in designs_shown(index)] == ["Ann"]
    design(index, "refused", by="Ben")
    assert designs_shown(index) == ()
    assert "[refused by Ben" in rate(index, "designs")
    design(index, "not checked")
    assert [one.confirmed_by for one in designs_shown(index)] == [""]
    steps = [(e["who"], e["design"]["before"], e["design"]["after"]) for e in entries(index)]
    assert steps == [
        ("Ann", "not checked", "confirmed"),
        ("Ben", "confirmed", "refused"),
        ("Ann", "refused", "not checked"),
    ]
    assert {e["why"] for e in entries(index)} == {"page 3 says so"}
    assert "randomised trial: confirmed -> refused" in rate(index, "log")


def test_a_checked_design_survives_a_rating_and_stands_in_the_report_card(index):
    design(index, "confirmed")
    add(index)
    [one] = designs_shown(index)
    assert one.confirmed_by == "Ann"
    [row] = read_ledger(current(index))
    assert any("confirmed by Ann" in line for _, line in as_text([row]))
    assert len(held(index)) == 2


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"about": ("lost", "economic")}, "no document has the id lost"),
        ({"about": ("fgc", "economic")}, "the designs suggested for fgc are: randomised trial"),
        ({"by": " "}, "say who rates"),
    ],
)
def test_a_design_that_nothing_suggests_is_refused_and_not_logged(index, given, message):
    assert message in design(index, "confirmed", **given, code=1)
    assert entries(index) == []


def test_a_verdict_that_stands_already_is_not_logged_again(index):
    design(index, "refused")
    assert "refused already" in design(index, "refused", code=1)
    assert len(entries(index)) == 1


def test_a_verdict_edited_in_the_log_is_told(index):
    design(index, "refused")
    path = index / NAME
    path.write_text(path.read_text().replace('"after": "refused"', '"after": "confirmed"'))
    assert "line 1" in design(index, "confirmed", code=1)
