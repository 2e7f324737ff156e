"""Sentences that hold what is asked for, and those that do not."""

import pytest

from evidence_search.answer_kind import holds_what_is_asked


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
