from __future__ import annotations

import pytest

from eval.evidence import says, words_of

TRIAL = "In the trial, 36.2% of children were in care after 12 months, against 44.8% [1, 2]."


def test_words_are_lower_case_without_marks_hyphenation_and_points():
    assert words_of("Follow-up:\u00a036.2% of “LAC” [1–3] re\u00adunited, re\ufffe\nturned") == [
        *("follow", "up", "36.2", "of", "lac", "reunited", "returned"),
    ]


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        (TRIAL, "the sentence itself"),
        ("in the trial 36.2 % of children were in care after 12 months against 44.8 %", "marks"),
        (f"Families gained. {TRIAL} Costs are not known.", "in the middle of a longer quote"),
        # 12 of its 14 words (0.86), all numbers among them
        ("Trial: 36.2% of children were in care after 12 months, against 44.8%.", "a cut"),
    ],
)
def test_a_quote_that_holds_the_sentence_says_it(quote, why):
    assert says(quote, TRIAL), why


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        (TRIAL.replace("36.2", "63.2"), "another number"),
        (TRIAL.replace("12 months", "two years"), "a number is missing"),
        # 8 of its 14 words (0.57)
        ("36.2% of children in care, against 44.8%, 12 of them", "too few of its words"),
        ("", "nothing"),
    ],
)
def test_a_quote_that_says_something_else_does_not(quote, why):
    assert not says(quote, TRIAL), why


def test_a_clause_is_said_by_the_sentence_around_it():
    clause = "as soon as is practical after 28 days"
    assert says("The plan is reviewed as soon as is practical after 28 days, or earlier.", clause)
    # the control: its words in another order and without one of them, 7 of 8, lack no number
    assert says("After 28 days it is practical as soon as asked.", clause)
    assert not says("After 29 days it is practical as soon as asked.", clause)


def test_a_word_counts_as_often_as_it_is_there():
    # "no" twice of five words, once in the quote: 4 of 5 is enough, 3 of 5 is not
    assert says("no trial found effect", "no trial found no effect")
    assert not says("no trial effect", "no trial found no effect")
