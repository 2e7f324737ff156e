"""Programmes that a question names, and answers where no report mentions them."""

import pytest

from evidence_search import AnswerStatus, Document, Engine, Passage, Settings, Span
from evidence_search.asked import Asked
from evidence_search.encode import HashEncoder
from evidence_search.index import write_generation
from evidence_search.programmes import find_programmes, is_mentioned
from evidence_search.reading import Reading
from evidence_search.types import Page


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
    assert "Nothing found here mentions Functional Family Therapy." in answer.message
    assert answer.nearest
    assert engine.answer(asked.format("family group conferences")).statements


def test_an_abbreviation_counts_as_the_name_that_it_stands_for(engine):
    answer = engine.answer("Did FFT reduce entry to care?")
    assert answer.status is AnswerStatus.NO_EVIDENCE
    assert "Nothing found here mentions Functional Family Therapy." in answer.message


def write(place, text):
    """Give an engine over a report of one page and one passage."""
    with write_generation(place, HashEncoder(), {}) as writer:
        document = Document("one", "one.pdf", "Parents", "0" * 64)
        passage = Passage("one#0", document, text, (Span(1, 0, len(text)),))
        writer.add(document, [Page(1, text)], [passage])
    return Engine.open(Settings(index_dir=place, encoder="hash"))


@pytest.mark.parametrize(
    ("text", "name", "mentioned"),
    [
        ("FFT reduced offending by a fifth.", "Functional Family Therapy", True),
        ("Multi-systemic therapy reduced offending.", "Multisystemic Therapy", True),
        ("Dialectical behavior therapy reduced harm.", "Dialectical Behaviour Therapy", True),
        ("Schools that pause are schools that thrive.", "Pause", False),
        ("Schools asked Pause for help.", "Pause", True),
    ],
)
def test_a_name_is_known_in_its_other_spellings_and_by_its_abbreviation(
    tmp_path, text, name, mentioned
):
    engine = write(tmp_path, text)
    assert is_mentioned(name, engine.index) is mentioned
    engine.close()


def test_of_two_programmes_the_one_that_is_not_mentioned_is_named_beside_the_answer(engine):
    answer = engine.answer(
        "Did family group conferences or functional family therapy reduce entry to care?"
    )
    assert answer.statements
    assert "Nothing found here mentions Functional Family Therapy." in answer.message


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("Does functional family therapy cut offending by teenagers?", True),
        ("Does counselling help more than functional family therapy?", False),
        ("What alternatives are there to functional family therapy?", False),
        ("What are the alternatives to functional family therapy?", False),
        ("What keeps placements stable, and is functional family therapy effective?", False),
    ],
)
def test_only_who_asks_of_that_programme_alone_is_refused_for_it(question, unknown):
    named = find_programmes(question)
    asked = Asked.of(question, Reading(named=named, unmentioned=named), HashEncoder())
    assert asked.unknown is unknown
