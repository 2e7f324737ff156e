"""
Names in questions that others wrote without sight of the rules, and questions that only look so.

Four AI assistants wrote `written.jsonl`; every person in it is invented. What the first three wrote
(`dev`) was read while the rules were made, what the fourth wrote (`test`) is only counted.
"""

import json
from pathlib import Path

import pytest

from evidence_search.screen import find_personal_data, screen
from evidence_search.screening import DataKind

WRITTEN = [
    json.loads(line)
    for line in Path(__file__).with_name("written.jsonl").read_text(encoding="utf-8").splitlines()
]


def share(kind, split, found):
    texts = [one for one in WRITTEN if (one["kind"], one["split"]) == (kind, split)]
    return sum(map(found, texts)) / len(texts)


def names_somebody(one, find=find_personal_data):
    """Tell whether one of the written names is found where it stands."""
    text = one["text"]
    places = [(text.index(value), text.index(value) + len(value)) for value in one["values"]]
    return any(
        found.start < end and start < found.end for found in find(text) for start, end in places
    )


def names_anybody(one):
    return any(found.kind is DataKind.PERSON for found in find_personal_data(one["text"]))


@pytest.mark.parametrize(("split", "least"), [("dev", 0.88), ("test", 0.9)])
def test_names_beside_a_case_are_found(split, least):
    assert share("name", split, names_somebody) >= least


@pytest.mark.parametrize("split", ["dev", "test"])
def test_half_of_the_initials_are_found(split):
    assert share("initials", split, names_somebody) >= 0.5


@pytest.mark.parametrize("split", ["dev", "test"])
def test_authors_programmes_and_places_are_seldom_taken_for_clients(split):
    assert share("ordinary", split, names_anybody) <= 0.05


def test_a_question_in_which_somebody_is_found_is_not_searched():
    found = [one for one in WRITTEN if one["kind"] == "name" and names_somebody(one)]
    assert all(screen(one["text"]).status for one in found)


def test_a_screening_that_finds_nothing_is_seen():
    assert share("name", "test", lambda one: names_somebody(one, lambda _: [])) == 0
