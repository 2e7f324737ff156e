"""Whether a question asks if something works, and whether all that was found of it is weak."""

from dataclasses import replace

import pytest

from evidence_search import Citation, Document, EvidenceRating, Passage, Span, Statement
from evidence_search.ratings import Direction, Provenance
from evidence_search.reading import Reading
from evidence_search.standards import load_standards
from evidence_search.statements import Answer, AnswerStatus
from evidence_search.weigh import asks_whether, weigh
from evidence_search.words import MESSAGES

TEXT = "Mentors came every week."
QUESTION = "Does mentoring improve school attendance?"


def answered(*levels, question=QUESTION):
    ratings = tuple(
        EvidenceRating(
            "Mentoring", outcome, "grade", "", level, Direction.POSITIVE, "outcome",
            Provenance.PUBLISHED, "A centre", "2012", "https://example.org",
        )
        for outcome, level in levels
    )  # fmt: skip
    document = Document("a", "a.pdf", "Mentors", "0" * 64, ratings=ratings)
    passage = Passage("a#1:0", document, TEXT, (Span(1, 0, len(TEXT)),))
    said = Statement(TEXT, (Citation(passage, 0, len(TEXT)),))
    return Answer(AnswerStatus.ANSWERED, "quotations", (said,), reading=Reading(question=question))


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        (QUESTION, True),
        ("Do family group conferences keep children out of care?", True),
        ("Is MST effective for teenagers?", True),
        ("Doesn't it help?", True),
        ("Is mentoring worth what it costs?", False),
        ("What helps teenagers in care?", False),
        ("How many children were in the trial?", False),
        ("Island schools: what is known?", False),
    ],
)
def test_a_question_on_whether_something_works_is_told_from_others(question, asks):
    assert asks_whether(question) is asks


@pytest.mark.parametrize(
    ("levels", "status"),
    [
        ([("school attendance", "Low")], AnswerStatus.WEAK_EVIDENCE_ONLY),
        ([("school attendance", "High")], AnswerStatus.ANSWERED),
        ([("school attendance", "Low"), ("health", "High")], AnswerStatus.WEAK_EVIDENCE_ONLY),
        ([("school attendance", "High"), ("health", "Low")], AnswerStatus.ANSWERED),
        ([], AnswerStatus.ANSWERED),
    ],
)
def test_the_outcome_that_is_asked_about_decides_whether_all_is_weak(levels, status):
    found = weigh(answered(*levels), load_standards())
    assert found.status is status
    assert found.message == (
        MESSAGES[status] if found.status.value.startswith("weak") else "quotations"
    )
    assert found.statements


def test_only_what_was_answered_and_asks_whether_is_weighed():
    standards = load_standards()
    weak = answered(("school attendance", "Low"))
    other = replace(weak, reading=Reading(question="What do mentors do at school?"))
    part = replace(weak, status=AnswerStatus.PARTIAL)
    assert weigh(other, standards) is other
    assert weigh(part, standards) is part
