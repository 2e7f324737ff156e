"""What does not stand on its page never leaves: with faults seeded to be caught."""

import sqlite3
from dataclasses import replace

import pytest

from evidence_search.checker import check
from evidence_search.generations import current
from evidence_search.types import Answer, AnswerStatus, Citation, Statement


@pytest.fixture
def answer(engine):
    """Two statements, each the first sentence of a passage."""
    statements = []
    for passage in engine.index.store.passages([0, 1]):
        citation = Citation(passage, 0, passage.text.index(".") + 1)
        statements.append(Statement(citation.quote, (citation,)))
    return Answer(AnswerStatus.ANSWERED, "quotations", tuple(statements))


def test_an_answer_that_stands_is_left_alone(engine, answer):
    assert check(answer, engine.index.store) is answer


def test_white_space_alone_may_differ(engine, answer):
    first, other = answer.statements
    spaced = replace(
        answer, statements=(replace(first, text=first.text.replace(" ", "\n ")), other)
    )
    assert check(spaced, engine.index.store) is spaced


@pytest.mark.parametrize(
    "fault",
    [
        lambda text: text.replace("reduced", "increased"),
        lambda text: text.replace("reduced", "did not reduce"),
        lambda text: text.lower(),
        lambda text: text[:-1],
        lambda text: f"{text} It is proven.",
    ],
)
def test_a_statement_that_says_other_than_its_quote_is_dropped(engine, answer, fault):
    first, other = answer.statements
    changed = replace(answer, statements=(replace(first, text=fault(first.text)), other))
    found = check(changed, engine.index.store)
    assert (found.statements, found.dropped) == ((other,), 1)
    assert found.status is AnswerStatus.ANSWERED


def test_a_quote_from_another_page_or_place_is_dropped(engine, answer):
    first, other = answer.statements
    passage = first.citations[0].passage
    elsewhere = replace(passage, text=passage.text[1:] + " ")
    moved = Citation(elsewhere, 0, 10)
    changed = replace(answer, statements=(Statement(moved.quote, (moved,)), other))
    assert check(changed, engine.index.store).dropped == 1


def test_an_answer_of_which_nothing_stands_becomes_a_refusal(engine, answer):
    wrong = tuple(replace(one, text="Invented.") for one in answer.statements)
    found = check(replace(answer, statements=wrong), engine.index.store)
    assert (found.status, found.statements, found.dropped) == (AnswerStatus.NO_EVIDENCE, (), 2)


def test_a_page_that_changed_under_a_passage_is_noticed(small_index, engine, answer):
    with sqlite3.connect(current(small_index) / "library.sqlite") as store:
        store.execute("UPDATE page SET text = replace(text, 'reduced', 'raised')")
    reopened = type(engine.index.store)(current(small_index) / "library.sqlite")
    assert check(answer, reopened).dropped == 1
    reopened.close()
