"""How much of the made personal data is found, and how often an ordinary question is stopped."""

from collections import Counter

import pytest

from evidence_search.identifiers import find_identifiers
from evidence_search.screen import screen
from evidence_search.screening import Screening
from tests.screening.made import Part
from tests.screening.table import make, measure

CASES = make()
NAMES = {"name with a case", "initials with a case"}
STRUCTURED = {case.kind for case in CASES} - NAMES - {""}


@pytest.fixture(scope="module")
def lines():
    found, _ = measure(CASES)
    return found


def share(lines, kinds, of="blocked", part=None):
    chosen = [one for one in lines if one.kind in kinds and part in {None, one.part}]
    return sum(getattr(one, of) for one in chosen) / sum(one.cases for one in chosen)


def test_there_are_as_many_cases_as_promised_and_both_halves_hold_each_kind():
    counts = Counter(bool(case.kind) for case in CASES)
    assert counts[True] >= 1500
    assert len({case.text for case in CASES if not case.kind}) >= 800
    assert len({(case.kind, case.part) for case in CASES}) == 2 * (len(STRUCTURED) + 3)


@pytest.mark.parametrize("kind", sorted(STRUCTURED))
@pytest.mark.parametrize("part", Part)
def test_identifiers_of_each_kind_are_blocked(lines, kind, part):
    assert share(lines, {kind}, part=part) >= 0.99


@pytest.mark.parametrize("part", Part)
def test_names_beside_a_case_are_stopped(lines, part):
    assert share(lines, NAMES, "stopped", part) >= 0.95
    assert share(lines, NAMES, "blocked", part) >= 0.90


@pytest.mark.parametrize("part", Part)
def test_ordinary_questions_are_hardly_ever_stopped(lines, part):
    assert share(lines, {""}, "stopped", part) <= 0.02


def test_the_table_sees_a_screening_that_lets_all_through_and_one_that_stops_all():
    lazy, _ = measure(CASES[::20], lambda _: Screening())
    assert share(lazy, STRUCTURED) == 0
    assert share(lazy, {""}, "stopped") == 0
    eager, _ = measure(CASES[::20], lambda text: screen(f"{text} Jayden, aged 7, ran away"))
    assert share(eager, {""}, "stopped") == 1


def test_without_the_value_no_identifier_is_found():
    plain = [case.text.replace(case.value, "Leeds") for case in CASES if case.kind in STRUCTURED]
    assert [text for text in plain if list(find_identifiers(text))] == []
