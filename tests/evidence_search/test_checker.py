"""What does not stand on its page never leaves: with faults seeded to be caught."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from evidence_search.answer import ExtractiveAnswerer, Selection
from evidence_search.checker import misquoted
from evidence_search.generations import current
from evidence_search.statements import Answer, AnswerStatus, Statement
from evidence_search.store import Store
from evidence_search.types import Citation


@pytest.fixture
def answer(engine):
    """Two statements, each the first sentence of a passage."""
    statements = []
    for passage in engine.index.store.passages([0, 1]):
        citation = Citation(passage, 0, passage.text.index(".") + 1)
        statements.append(Statement(citation.quote, (citation,)))
    return Answer(AnswerStatus.ANSWERED, "quotations", tuple(statements))


def test_an_answer_that_stands_has_nothing_misquoted(engine, answer):
    assert misquoted(answer, engine.index.store) == []


def test_white_space_alone_may_differ(engine, answer):
    first, other = answer.statements
    spaced = replace(
        answer, statements=(replace(first, text=first.text.replace(" ", "\n ")), other)
    )
    assert misquoted(spaced, engine.index.store) == []


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
def test_a_statement_that_says_other_than_its_quote_is_found(engine, answer, fault):
    first, other = answer.statements
    wrong = replace(first, text=fault(first.text))
    changed = replace(answer, statements=(wrong, other))
    assert misquoted(changed, engine.index.store) == [wrong]


def test_a_quote_from_another_page_or_place_is_found(engine, answer):
    first, other = answer.statements
    passage = first.citations[0].passage
    elsewhere = replace(passage, text=passage.text[1:] + " ")
    moved = Citation(elsewhere, 0, 10)
    wrong = Statement(moved.quote, (moved,))
    changed = replace(answer, statements=(wrong, other))
    assert misquoted(changed, engine.index.store) == [wrong]


def test_a_gap_that_its_page_does_not_tell_is_found(engine, answer):
    invented = Statement("No evidence exists.", answer.statements[0].citations)
    assert misquoted(replace(answer, gap=invented), engine.index.store) == [invented]


def test_a_page_that_changed_under_a_passage_is_noticed(small_index, answer):
    with sqlite3.connect(current(small_index) / "library.sqlite") as store:
        store.execute("UPDATE page SET text = replace(text, 'reduced', 'raised')")
    with closing(Store(current(small_index) / "library.sqlite")) as reopened:
        assert misquoted(answer, reopened) == [answer.statements[0]]


def test_what_is_misquoted_is_counted_and_the_next_best_is_told(engine):
    class Inventing(ExtractiveAnswerer):
        def answer(self, asked, hits, watch):
            found = super().answer(asked, hits, watch)
            said = [
                replace(one, text=one.text.replace("reduced", "raised")) for one in found.statements
            ]
            return replace(found, statements=tuple(said))

    asked = (
        "Have family group conferences reduced entry to care, "
        "and have cash transfers for care leavers improved housing stability?"
    )
    faulty = replace(engine, answerer=Inventing(engine.encoder, Selection())).answer(asked)
    assert "reduced entry to care" in str(engine.answer(asked).statements)
    assert faulty.dropped == 1
    assert "improved housing" in faulty.statements[0].text
    assert "entry to care" not in " ".join(one.text for one in faulty.statements)
