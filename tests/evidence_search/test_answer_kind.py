"""Sentences that hold what is asked for, and those that do not."""

import pytest

from evidence_search.answer_kind import holds_what_is_asked, only_defines


@pytest.mark.parametrize(
    ("question", "sentence", "holds"),
    [
        ("How many families took part?", "In all, 684 families took part.", True),
        ("How many families took part?", "Seven families took part [1].", True),
        ("How many families took part?", "Families took part in 2018 [1], [2].", False),
        ("How many families took part?", "In total 1987 families took part.", True),
        ("How many children came home?", "Eighteen children came home.", True),
        ("How long does it last?", "It lasts four to six weeks.", True),
        ("What does it cost?", "Each Round cost £470.", True),
        ("What does it cost?", "A review of 21 studies looked at stress.", False),
        ("What does it cost?", "Trust is fundamental to it, and parents valued it.", False),
        ("What helps children who spent years in care?", "A close friend helps them.", True),
        ("When is it safe that a child goes home?", "It is safe once drug use has stopped.", True),
        ("When will we know?", "The report is expected in summer 2027.", True),
        ("When will we know?", "Nobody read the report.", False),
        ("Does it help?", "Nobody read the report.", True),
    ],
)
def test_a_quantity_money_or_a_time_is_looked_for_where_it_is_asked_for(question, sentence, holds):
    assert holds_what_is_asked(question, sentence) is holds


MEETING = "A family group conference (FGC) is a meeting led by the family."
ROUND = "A Schwartz Round is an open meeting of staff."


@pytest.mark.parametrize(
    ("question", "sentence", "defines"),
    [
        ("Do FGCs keep children out of care?", MEETING, True),
        ("Do Rounds lower stress?", ROUND, True),
        ("Does MST cut crime?", "Multisystemic Therapy (MST, at home) gives intensive help.", True),
        ("What is an FGC?", MEETING, False),
        ("what does a schwartz round involve", ROUND, False),
        ("How does an FGC work?", MEETING, False),
        ("Do FGCs keep children out of care?", "The offer of an FGC lowered entry to care.", False),
        ("Do FGCs work?", "The trial (N = 2,548) of FGCs is large.", False),
        ("Do FGCs work?", "The design of the study is a randomised trial.", False),
        ("Do FGCs work?", "It is a good idea that a fair test did not support.", False),
    ],
)
def test_what_something_is_answers_only_who_asks_for_that(question, sentence, defines):
    assert only_defines(question, sentence) is defines
