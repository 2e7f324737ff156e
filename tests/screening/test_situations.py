"""Danger, what is not for research and what is too vague are told; what is in scope is not."""

import pytest

from evidence_search import AnswerStatus
from evidence_search.screen import screen
from evidence_search.words import MESSAGES, refuse
from tests.screening.made_situations import DANGER, IN_SCOPE, OUT_OF_SCOPE, VAGUE


@pytest.mark.parametrize("text", DANGER)
def test_danger_is_heard_and_answered_with_the_signpost(text):
    found = screen(text)
    assert found.status is AnswerStatus.SAFEGUARDING
    assert "999" in refuse(found)


@pytest.mark.parametrize("text", OUT_OF_SCOPE)
def test_what_is_not_for_research_is_out_of_scope(text):
    assert screen(text).status is AnswerStatus.OUT_OF_SCOPE


@pytest.mark.parametrize("text", VAGUE)
def test_a_question_without_a_subject_is_to_be_made_clear(text):
    found = screen(text)
    assert found.status is AnswerStatus.NEEDS_CLARIFICATION
    assert refuse(found) == MESSAGES[AnswerStatus.NEEDS_CLARIFICATION]
    assert screen(f"{text} kinship carers").status is None


@pytest.mark.parametrize("text", IN_SCOPE)
def test_questions_of_practice_are_searched(text):
    assert screen(text).status is None
