"""Programmes that a question names, and answers where no report mentions them."""

import pytest

from evidence_search import AnswerStatus
from evidence_search.programmes import find_programmes, is_mentioned, look_up
from evidence_search.reading import Expansion, Reading


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Does functional family therapy cut offending?", ("Functional Family Therapy",)),
        ("Family-group conferences or Triple P?", ("Family Group Conference", "Triple P")),
        ("Is Head Start any good?", ("Head Start",)),
        ("What gives children a head start?", ()),
        ("Does staying close to a sibling help?", ()),
        ("Does family therapy help?", ()),
        ("Who held the videointeraction guidance?", ()),
    ],
)
def test_programmes_are_told_from_other_words(question, named):
    assert find_programmes(question) == named


def test_a_name_is_mentioned_where_its_words_stand_side_by_side_in_any_form(engine):
    assert is_mentioned("Family Group Conference", engine.index)
    assert not is_mentioned("Conference Group Family", engine.index)
    assert not is_mentioned("Functional Family Therapy", engine.index)


def test_a_programme_that_no_report_mentions_is_not_answered_for_by_another(engine):
    asked = "Did {} reduce entry to care?"
    answer = engine.answer(asked.format("functional family therapy"))
    assert answer.status is AnswerStatus.NO_EVIDENCE
    assert "No report here mentions Functional Family Therapy." in answer.message
    assert answer.nearest
    assert engine.answer(asked.format("family group conferences")).statements


def test_an_abbreviation_counts_as_the_name_that_it_stands_for(engine):
    answer = engine.answer("Did FFT reduce entry to care?")
    assert answer.status is AnswerStatus.NO_EVIDENCE
    assert "No report here mentions Functional Family Therapy." in answer.message


def test_a_report_that_has_the_abbreviation_alone_mentions_the_programme(engine):
    reading = Reading(
        (Expansion("care", ("functional family therapy",)),), question="Does care work?"
    )
    assert look_up(reading, engine.index).unmentioned == ()


def test_of_two_programmes_the_one_that_no_report_mentions_is_named(engine):
    answer = engine.answer(
        "Did family group conferences or functional family therapy reduce entry to care?"
    )
    assert answer.statements
    assert "No report here mentions Functional Family Therapy." in answer.message
