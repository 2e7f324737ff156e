import pytest

from evidence_search.designs import (
    in_words,
    measured,
    read_designs,
    suggest,
    trusted_designs,
)
from evidence_search.ratings import SUGGESTED, Design
from evidence_search.types import Cue, Document, Passage, Span, SuggestedDesign

TRIAL = (
    "A cluster randomised trial of tutoring. Schools were randomly allocated to tutoring or to a "
    "waiting list."
)
INTERVIEWS = "We held 40 semi-structured interviews. The thematic analysis gave four themes."


def passage(text, page=1, headings=("Summary",)):
    document = Document("report", "report.pdf", "A report", "0" * 64)
    return Passage(f"report#{page}:0", document, text, (Span(page, 0, len(text)),), headings)


def designs(*passages):
    return {one.design for one in read_designs(passages)}


def test_two_independent_cues_suggest_a_trial_and_are_quoted_from_their_page():
    read = passage(TRIAL, page=2)
    [found] = read_designs([read])
    assert found.design is Design.TRIAL
    assert [cue.quote for cue in found.cues] == [
        "randomised trial", "randomly allocated", "waiting list",
    ]  # fmt: skip
    for cue in found.cues:
        assert cue.span.page == 2
        assert read.text[cue.span.start : cue.span.end] == cue.quote


def test_a_cue_on_the_second_page_of_a_passage_is_quoted_from_that_page():
    document = Document("report", "report.pdf", "A report", "0" * 64)
    first, second = "This was a randomised controlled trial. ", "Schools were randomly assigned."
    text = first + second
    spans = (Span(1, 10, 10 + len(first)), Span(2, 0, len(second)))
    [found] = read_designs([Passage("report#1:10", document, text, spans, ("Summary",))])
    assert [(cue.span.page, cue.span.start) for cue in found.cues] == [(1, 21), (2, 13)]


@pytest.mark.parametrize(
    "text",
    [
        "A cluster randomised trial of tutoring in 20 schools.",  # one cue alone
        "A randomised trial. It was a randomised study.",  # the same cue twice
        "The study was not a randomised trial. Pupils were not randomly allocated to a group.",
        "No randomised trials were found. No study randomly assigned families.",
        "Without a randomised trial, and without families randomly allocated, little is known.",
        "Smith et al. (2010) ran a randomised trial. Families were randomly assigned [4].",
        "An earlier trial was a randomised trial. Previous studies randomly assigned families.",
        "There will be a randomised trial next year. Families will be randomly allocated.",
        "Further randomised trials are needed, in which families would be randomly assigned.",
        "We used a random sample of schools and a random-effects model.",
    ],
)
def test_denied_cited_planned_and_single_cues_suggest_nothing(text):
    assert designs(passage(text)) == set()


def test_a_review_of_trials_is_a_review_and_no_trial():
    text = (
        "A systematic review of tutoring. We searched five databases. Twelve trials were included, "
        "all of them randomised controlled trials in which pupils were randomly allocated. "
        "Each was a randomised trial. Effects were pooled."
    )
    assert designs(passage(text)) == {Design.REVIEW}


def test_a_report_may_have_several_components():
    found = read_designs([passage(TRIAL, 1), passage(INTERVIEWS, 3, ("Process study: methods",))])
    assert {one.design for one in found} == {Design.TRIAL}
    report = [
        passage("We used difference-in-differences with a comparison group.", 2, ("Methods",)),
        passage(INTERVIEWS, 3, ("Process study: methods",)),
    ]
    assert designs(*report) == {Design.QUASI_EXPERIMENT, Design.QUALITATIVE}


def test_a_protocol_is_planned_and_so_is_said():
    text = (
        "PROTOCOL: tutoring in care. This is the protocol for a systematic review. We will search "
        "electronic databases, and effects will be pooled."
    )
    [found] = read_designs([passage(text)])
    assert found.planned
    assert "planned and without results yet" in in_words(found)


def test_only_the_front_the_summary_and_the_methods_are_read():
    assert designs(passage(TRIAL, 9, ("4 Results",))) == set()
    assert designs(passage(TRIAL, 9, ("3 Methods",))) == {Design.TRIAL}
    assert designs(passage(TRIAL, 9, ("Summary", "Previous research"))) == set()


def test_a_briefing_on_trials_is_no_trial():
    texts = (
        "Evidence briefing\nA short summary of published research, for people who work with "
        "families. " + TRIAL
    )
    assert designs(passage(texts)) == {Design.GUIDANCE}


def test_what_is_not_measured_to_be_right_often_enough_is_not_suggested():
    text = (
        "Knowledge was measured before and after the course. A paired t-test compared the scores."
    )
    [found] = read_designs([passage(text)])
    assert found.design is Design.BEFORE_AFTER
    assert found.design not in trusted_designs()
    assert suggest([passage(text)]) == ()
    assert {one.design for one in suggest([passage(TRIAL)])} == {Design.TRIAL}


def test_every_design_that_is_suggested_was_measured_at_nine_in_ten():
    assert trusted_designs()
    assert all(measured()[design].precision >= 0.9 for design in trusted_designs())


def test_a_suggestion_says_that_it_is_one():
    [found] = read_designs([passage(TRIAL)])
    assert in_words(found) == (
        f"randomised trial ({SUGGESTED}): “randomised trial” (page 1), “randomly allocated” "
        "(page 1), “waiting list” (page 1)"
    )


def test_a_suggestion_needs_two_kinds_of_cue_and_a_cue_its_own_place():
    cue = Cue("name", Span(1, 0, 5), "trial")
    with pytest.raises(ValueError, match="fewer than 2 kinds of cue"):
        SuggestedDesign(Design.TRIAL, (cue, Cue("name", Span(1, 9, 14), "trial")))
    with pytest.raises(ValueError, match="does not fill its place on page 1"):
        Cue("name", Span(1, 0, 4), "trial")
