from dataclasses import replace

import pytest

from evidence_search import (
    AnswerStatus,
    Document,
    Engine,
    Filters,
    Passage,
    Settings,
    Span,
)
from evidence_search.answer import ExtractiveAnswerer, Selection
from evidence_search.confidence import load_confidence
from evidence_search.encode import HashEncoder
from evidence_search.evidence import Evidence
from evidence_search.index import write_generation
from evidence_search.statements import Searched
from evidence_search.types import Page


def test_an_answer_is_a_sentence_of_the_library_with_its_page(engine):
    answer = engine.answer("family group conferences reduced entry to care")
    assert answer.status is AnswerStatus.ANSWERED
    [citation] = answer.statements[0].citations
    assert citation.quote == "Family group conferences reduced entry to care."
    assert (citation.passage.document.id, citation.page) == ("conferences", 1)
    page = engine.index.store.page("conferences", 1)
    assert page.text[citation.span.start : citation.span.end] == citation.quote


def test_off_topic_is_refused_and_the_nearest_documents_are_named(engine):
    answer = engine.answer("the speed of sound in seawater")
    assert answer.status is AnswerStatus.NO_EVIDENCE
    assert answer.statements == ()
    assert answer.nearest
    assert "does not mean that no evidence exists" in answer.message


def test_the_evidence_counts_only_what_is_cited(engine):
    answer = engine.answer("cash transfers for care leavers improved housing")
    evidence = Evidence.of(answer.documents)
    assert (evidence.documents, evidence.rated, evidence.newest) == (1, 0, 2020)


TOLD = "Mentoring lifted school attendance by 4 days a year in Leeds."
GAP = "No evidence was found here on what mentoring costs."


ASKED = "Does mentoring lift school attendance for girls?"
DENIED = "The sources read here do not say."


def one_page(place, text, passages):
    """Give an engine over a report of one page; each passage is its start, end and headings."""
    with write_generation(place, HashEncoder(), {}) as writer:
        document = Document("mentoring", "mentoring.pdf", "School mentors", "0" * 64)
        made = [
            Passage(f"m#{start}", document, text[start:end], (Span(1, start, end),), headings)
            for start, end, headings in passages
        ]
        writer.add(document, [Page(1, text)], made)
    return Engine.open(Settings(index_dir=place, encoder="hash"))


@pytest.fixture
def mentoring(tmp_path):
    """Give an engine over a page that tells of attendance, and that the cost is not known."""
    text = f"{TOLD}\n{GAP}"
    opened = one_page(tmp_path, text, [(0, len(TOLD), ()), (len(TOLD) + 1, len(text), ())])
    yield opened
    opened.close()


def test_a_report_that_says_that_it_is_not_known_is_quoted_in_the_refusal(mentoring):
    answer = mentoring.answer("What evidence was found here on what mentoring costs?")
    assert answer.status is AnswerStatus.NO_EVIDENCE
    assert answer.gap
    assert answer.gap.text == GAP
    assert f"“{GAP}” (School mentors, p. 1)" in answer.message
    assert "Searched: 1 report, 1 page." in answer.message


def test_of_two_parts_the_one_that_is_not_known_is_named(mentoring):
    asked = (
        "Has mentoring lifted school attendance by some days a year in Leeds, "
        "and what evidence was found here on what mentoring costs?"
    )
    answer = mentoring.answer(asked)
    assert answer.status is AnswerStatus.PARTIAL
    assert [one.text for one in answer.statements] == [TOLD]
    assert answer.missing == ("what evidence was found here on what mentoring costs?",)
    assert "Not found here: what evidence was found here on what mentoring costs?" in answer.message


def test_a_question_of_the_report_is_told_with_its_answer_and_its_section_says_what_is_not_known(
    tmp_path,
):
    text = f"{TOLD} {ASKED} {DENIED}"
    heading = ("What the evidence does not tell us",)
    mentors = one_page(tmp_path, text, [(len(TOLD) + 1, len(text), heading), (0, len(TOLD), ())])
    answer = mentors.answer("Does mentoring lift school attendance for girls in Leeds?")
    assert answer.status is AnswerStatus.NO_EVIDENCE
    assert answer.gap.text == f"{ASKED} {DENIED}"
    mentors.close()


def test_what_points_back_is_told_with_the_sentence_before_it_and_an_imprint_is_not_told(tmp_path):
    imprint = "Mentoring and attendance of girls and boys at every school · Licence: CC BY 4.0"
    text = f"{imprint}\n{TOLD} It did so for girls and boys at every school of the city."
    mentors = one_page(tmp_path, text, [(0, len(text), ())])
    said = mentors.answer("Did mentoring lift attendance for girls and boys at every school?")
    assert [one.text for one in said.statements] == [text.removeprefix(f"{imprint}\n")]
    mentors.close()


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("Does mentoring work for girls at school?", 1),
        ("What is mentoring for girls at school?", 0),
    ],
)
def test_whether_something_works_is_told_by_what_it_changed_not_by_what_it_is(
    tmp_path, asked, first
):
    is_, did = (
        "Mentoring is for girls at school who want to work with a grown-up.",
        "Mentoring made no significant difference to attendance in a trial of 684 pupils.",
    )
    mentors = one_page(tmp_path, f"{is_} {did}", [(0, len(is_) + 1 + len(did), ())])
    assert mentors.answer(asked).statements[0].text == (is_, did)[first]
    mentors.close()


def test_the_first_sentence_holds_the_quantity_that_is_asked_for(tmp_path):
    told = "Mentoring weeks at school help girls who asked for mentoring."
    counted = "Mentoring at school lasts twelve weeks."
    mentors = one_page(tmp_path, f"{told} {counted}", [(0, len(told) + 1 + len(counted), ())])
    asked = "How many weeks of mentoring at school help girls who asked for mentoring?"
    assert mentors.answer(asked).statements[0].text == counted
    assert mentors.answer("Do girls want mentoring weeks at school").statements[0].text == told
    mentors.close()


def test_a_refusal_counts_the_words_that_no_report_uses(mentoring):
    answer = mentoring.answer("What does reablement cost?")
    assert answer.status is AnswerStatus.NO_EVIDENCE
    assert answer.reading.unused == 1
    assert "No report here uses 1 word of the question." in answer.message


def test_a_misspelt_word_is_not_called_unused(mentoring):
    assert mentoring.answer("What does mentorng cost?").reading.unused == 0


def test_a_refusal_says_how_much_the_filters_let_through(engine):
    answer = engine.answer("the speed of sound in seawater", Filters(documents=("conferences",)))
    assert answer.searched == Searched(1, 1, 3)
    assert "1 report, 1 page that the filters let through, of 3 reports" in answer.message


def test_an_answer_is_surer_of_what_it_says_than_of_what_it_refuses(engine):
    fitted = replace(load_confidence(HashEncoder.fingerprint), fitted_on="these")
    sure = replace(engine, answerer=ExtractiveAnswerer(HashEncoder(), Selection(), fitted))
    told = sure.answer("family group conferences reduced entry to care").confidence
    refused = sure.answer("the speed of sound in seawater").confidence
    assert 0 <= refused < told <= 1


def test_what_was_not_fitted_with_these_models_is_told_as_no_probability(engine):
    answer = engine.answer("family group conferences reduced entry to care")
    assert answer.statements
    assert answer.confidence is None
