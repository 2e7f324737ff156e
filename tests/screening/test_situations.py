"""Danger, what is not for research and what is too vague are told; what is in scope is not."""

from collections import Counter

import pytest

from eval.rows import read_rows
from eval.situations import HERE, Written
from evidence_search import AnswerStatus
from evidence_search.screen import screen
from evidence_search.situations import features, find_situation, load_situations
from evidence_search.words import MESSAGES, refuse
from tests.screening.made_situations import DANGER, IN_SCOPE, OUT_OF_SCOPE, VAGUE

UNSEEN = [one for one in read_rows(HERE / "questions.jsonl", Written) if one.split == "test"]


def told(texts, tell=find_situation):
    """Give the share of the texts that each status is given to."""
    counts = Counter(tell(text) for text in texts)
    return {status: count / len(texts) for status, count in counts.items()}


def unseen(kind):
    return [one.text for one in UNSEEN if one.kind == kind]


@pytest.mark.parametrize(
    ("kind", "status", "least"),
    [
        ("danger", AnswerStatus.SAFEGUARDING, 0.97),
        ("out_of_scope", AnswerStatus.OUT_OF_SCOPE, 0.65),
        ("vague", AnswerStatus.NEEDS_CLARIFICATION, 0.7),
        ("ordinary", None, 0.99),
    ],
)
def test_texts_of_writers_that_nothing_was_learnt_from_are_told(kind, status, least):
    assert told(unseen(kind))[status] >= least


def test_a_model_that_knows_no_word_tells_nothing():
    blind = load_situations().model_copy(update={"weights": {}})
    assert told(unseen("danger"), blind.of) == {None: 1}


@pytest.mark.parametrize("text", DANGER)
def test_danger_is_heard_and_answered_with_the_signpost(text):
    found = screen(text)
    assert found.status is AnswerStatus.SAFEGUARDING
    assert "999" in refuse(found)


def test_what_is_not_for_research_is_out_of_scope():
    assert told(OUT_OF_SCOPE)[AnswerStatus.OUT_OF_SCOPE] >= 0.8


@pytest.mark.parametrize("text", VAGUE)
def test_a_question_without_a_subject_is_to_be_made_clear(text):
    found = screen(text)
    assert found.status is AnswerStatus.NEEDS_CLARIFICATION
    assert refuse(found) == MESSAGES[AnswerStatus.NEEDS_CLARIFICATION]
    assert screen(f"{text} kinship carers").status is None


@pytest.mark.parametrize("text", ["?!", "مرحبا", " "])
def test_a_text_without_a_word_is_to_be_made_clear(text):
    assert find_situation(text) is AnswerStatus.NEEDS_CLARIFICATION


def test_questions_of_practice_are_searched():
    assert told(IN_SCOPE)[None] >= 0.94


def test_what_is_seen_of_a_text_does_not_hang_on_its_spelling_of_signs():
    assert features("Does it work?") == {
        *("does", "it", "work", "^ does", "does it", "it work", "work $", "2+"),
        *("*<doe", "*does", "*oes>", "*<it>", "*<wor", "*work", "*ork>"),
    }
    assert features("I’m SCARED") == features("i'm scared")
    assert "10+" not in features("word " * 10)
