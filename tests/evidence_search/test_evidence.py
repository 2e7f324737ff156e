"""The head of an answer: seven states that are never merged, and findings that disagree."""

from dataclasses import replace
from itertools import combinations

import pytest

from evidence_search import Citation, Document, EvidenceRating, Passage, Span, Statement
from evidence_search.evidence import Evidence, State, head_of
from evidence_search.evidence_words import STANDINGS, STATES, tell
from evidence_search.ratings import Design, Direction, DocumentStatus, Provenance, Study
from evidence_search.standards import load_standards
from evidence_search.statements import Answer, AnswerStatus
from evidence_search.wire import AnswerOut
from evidence_search.words import MESSAGES, NOTHING

STANDARDS = load_standards()
RATING = EvidenceRating(
    "A programme", "entry to care", "grade", "", "High", Direction.POSITIVE, "outcome",
    Provenance.PUBLISHED, "A centre", "2012", "https://example.org",
)  # fmt: skip
STUDY = Study(
    "A trial", "A programme", "entry to care", Direction.NONE, Design.TRIAL, ("England",), 2020,
    rater="Ann", date="2026-11-01",
)  # fmt: skip


def document(*ratings, studies=(), name="a", **given):
    return Document(name, f"{name}.pdf", name, "0" * 64, ratings=ratings, studies=studies, **given)


def rated(level, direction=Direction.POSITIVE, standard="grade", **changed):
    return replace(RATING, standard=standard, level=level, direction=direction, **changed)


def programme(level, standard, direction):
    return rated(level, direction, standard, unit="programme")


@pytest.mark.parametrize(
    ("ratings", "state"),
    [
        ([rated("High")], State.BENEFIT),
        ([rated("Low")], State.WEAK),
        ([rated("Very low", Direction.NONE)], State.WEAK),
        ([rated("Moderate", Direction.NONE)], State.NO_EFFECT),
        ([rated("High", Direction.NEGATIVE)], State.HARM),
        ([rated("High", Direction.MIXED)], State.DIFFERS),
        ([rated("High"), rated("High", Direction.NONE)], State.DIFFERS),
        ([programme("NE", "eif-guidebook", Direction.NONE)], State.NO_EFFECT),
        ([programme("NE", "eif-guidebook", Direction.NEGATIVE)], State.HARM),
        ([programme("NL2", "eif-guidebook", Direction.POSITIVE)], State.WEAK),
        ([programme("4", "cebc", Direction.NONE)], State.NO_EFFECT),
        ([programme("5", "cebc", Direction.NEGATIVE)], State.HARM),
        ([programme("NR", "cebc", Direction.NOT_ASSESSED)], State.UNKNOWN),
    ],
)
def test_the_state_of_an_outcome_follows_strength_and_direction(ratings, state):
    [outcome] = head_of([document(*ratings)], STANDARDS).outcomes
    assert outcome.state is state


@pytest.mark.parametrize(
    ("design", "direction", "state"),
    [
        (Design.TRIAL, Direction.NONE, State.NO_EFFECT),
        (Design.QUASI_EXPERIMENT, Direction.NEGATIVE, State.HARM),
        (Design.BEFORE_AFTER, Direction.POSITIVE, State.WEAK),
        (Design.OBSERVATION, Direction.POSITIVE, State.WEAK),
        (Design.REVIEW, Direction.NOT_ASSESSED, State.WEAK),
        (Design.REVIEW, Direction.POSITIVE, State.UNKNOWN),
        (Design.NOT_STATED, Direction.POSITIVE, State.UNKNOWN),
    ],
)
def test_without_a_rating_of_strength_it_is_how_the_study_compared(design, direction, state):
    study = replace(STUDY, design=design, direction=direction)
    [outcome] = head_of([document(studies=(study,))], STANDARDS).outcomes
    assert outcome.state is state


def test_a_rating_of_weak_evidence_is_not_overruled_by_a_trial_but_both_are_shown():
    [outcome] = head_of([document(rated("Low"), studies=(STUDY,))], STANDARDS).outcomes
    assert outcome.state is State.WEAK
    assert len(outcome.findings) == 2


def test_the_four_states_have_words_of_their_own():
    four = (State.NOTHING, State.WEAK, State.NO_EFFECT, State.HARM)
    assert set(STATES) == set(State)
    for one, other in combinations(four, 2):
        assert STATES[one] != STATES[other]
        assert one.value != other.value
    assert "does not mean that it works, or that it does not" in STATES[State.NOTHING]
    assert "not a gap" in STATES[State.NO_EFFECT]


def test_nothing_found_is_said_and_never_counted():
    answer = Answer(AnswerStatus.NO_EVIDENCE, MESSAGES[AnswerStatus.NO_EVIDENCE])
    evidence = AnswerOut.of(answer, STANDARDS, "1").evidence
    assert evidence.states == [State.NOTHING]
    assert evidence.summary == NOTHING
    assert evidence.lines == [NOTHING]


def test_outcomes_that_point_different_ways_are_kept_apart():
    ratings = (
        rated("3", Direction.POSITIVE, "wwcsc-strength", outcome="going home"),
        rated("3", Direction.NONE, "wwcsc-strength", outcome="re-entry"),
    )
    head = head_of([document(*ratings)], STANDARDS)
    assert [(o.name, o.state) for o in head.outcomes] == [
        ("going home", State.BENEFIT),
        ("re-entry", State.NO_EFFECT),
    ]
    assert head.states == (State.BENEFIT, State.NO_EFFECT)
    assert head.differences == ()


def test_effectiveness_0_and_mixed_are_kept_apart():
    def state(level, direction):
        own = rated(level, direction, "wwcsc-effectiveness")
        strength = rated("3", direction, "wwcsc-strength")
        [outcome] = head_of([document(own, strength)], STANDARDS).outcomes
        return outcome.state

    assert state("0", Direction.NONE) is State.NO_EFFECT
    assert state("mixed", Direction.MIXED) is State.DIFFERS


def test_studies_that_disagree_are_both_shown_with_what_differs_and_no_vote():
    abroad = replace(STUDY, name="Another", direction=Direction.POSITIVE, countries=("Norway",))
    head = head_of(
        [document(studies=(STUDY,)), document(studies=(abroad, abroad), name="b")], STANDARDS
    )
    [difference] = head.differences
    assert {finding.name for finding in difference.findings} == {"A trial", "Another"}
    assert [name for name, _ in difference.aspects] == ["country"]
    said = " ".join(tell(head))
    assert "A trial (randomised trial, England, 2020): no effect found" in said
    assert "Another (randomised trial, Norway, 2020): points to benefit" in said
    assert "They are not counted against each other" in said


def test_what_differs_is_named_and_what_is_not_noted_is_not_said_to_differ():
    abroad = replace(
        STUDY, name="Another", direction=Direction.POSITIVE, countries=("Norway",), stage="early"
    )
    said = " ".join(tell(head_of([document(studies=(STUDY, abroad))], STANDARDS)))
    assert "What else differs: country. Not noted for all of them: stage." in said
    assert "Another (randomised trial, Norway, 2020, early): points to benefit" in said


def test_each_finding_at_the_head_is_told_with_who_says_so_also_beside_one_that_disagrees():
    whole = programme("4+", "eif-guidebook", Direction.POSITIVE)
    own = document(replace(whole, outcome="programme as a whole"), studies=(STUDY,))
    _, disagreeing, *_ = tell(head_of([own], STANDARDS, ["entry to care"]))
    assert "A trial (randomised trial, England, 2020): no effect found (=) [noted by" in disagreeing
    assert "several rigorous evaluations" in disagreeing
    assert "points to benefit (+) [published by A centre, 2012]" in disagreeing


def test_a_rating_at_the_head_says_its_place_on_its_scale_and_what_that_is_in_words():
    [first, *_] = tell(head_of([document(rated("3", standard="wwcsc-strength"))], STANDARDS))
    assert "strength of evidence: 3 of 3, high (2012): points to benefit (+)" in first


def test_studies_of_another_outcome_do_not_disagree():
    other = replace(STUDY, direction=Direction.POSITIVE, outcome="wellbeing")
    assert head_of([document(studies=(STUDY, other))], STANDARDS).differences == ()


def test_a_cost_rating_says_nothing_on_effect():
    cost = rated("5", Direction.NOT_ASSESSED, "eif-cost", unit="programme", version="2018")
    assert head_of([document(cost)], STANDARDS).outcomes == ()


def test_what_people_liked_is_not_an_effect():
    liked = replace(STUDY, design=Design.QUALITATIVE, direction=Direction.POSITIVE)
    head = head_of([document(studies=(liked,))], STANDARDS)
    assert head.outcomes == ()
    assert head.experience == (liked,)
    assert State.WEAK not in head.states


def test_each_outcome_of_a_study_of_what_people_felt_is_told_once():
    liked = replace(STUDY, design=Design.QUALITATIVE, outcome="trust")
    feared = replace(liked, outcome="stigma")
    reports = [document(studies=(liked, feared)), document(studies=(replace(liked, page=9),))]
    experience = head_of(reports, STANDARDS).experience
    assert [study.outcome for study in experience] == ["trust", "stigma"]
    assert head_of(reports, STANDARDS).studies == 1


def test_a_suggested_rating_is_named_as_such_at_the_head():
    own = rated("High", provenance=Provenance.SUGGESTED)
    said = " ".join(tell(head_of([document(own)], STANDARDS)))
    assert "[suggested by the software, not checked]" in said


def test_an_old_rating_shows_its_year_at_the_head():
    assert "published by A centre, 2012" in " ".join(tell(head_of([document(RATING)], STANDARDS)))


OTHER = replace(STUDY, outcome="wellbeing of parents")
REVIEW = replace(STUDY, outcome="re-referral", design=Design.REVIEW, name="A review")


@pytest.mark.parametrize(
    ("asked", "leading"),
    [
        (("Does it prevent entry to care?", "wellbeing"), ["entry to care"]),
        (("Is a parent's wellbeing better?", ""), ["wellbeing of parents"]),
        (("What is it?", "Re-referrals fell."), ["re-referral"]),
        (("What is it?", "It is a programme."), ["entry to care", "wellbeing of parents"]),
    ],
)
def test_what_the_question_or_else_the_quotes_name_leads_and_else_all_does(asked, leading):
    head = head_of([document(studies=(STUDY, OTHER, REVIEW))], STANDARDS, asked)
    led = [outcome.name for outcome in head.outcomes if outcome.leads]
    assert led[: len(leading)] == leading
    assert len(led) == (3 if asked[1] == "It is a programme." else 1)


def test_what_does_not_lead_is_named_with_what_is_known_of_it():
    head = head_of([document(studies=(STUDY, OTHER))], STANDARDS, ["entry to care"])
    first, also, *_ = tell(head)
    assert first.startswith("A programme, entry to care. Careful research looked for an effect")
    assert also == "Also in these reports: wellbeing of parents (good evidence of no effect)."


def test_harm_and_what_is_said_of_a_whole_programme_lead_unasked():
    harm = replace(OTHER, direction=Direction.NEGATIVE)
    whole = programme("NE", "eif-guidebook", Direction.NONE)
    own = document(replace(whole, outcome="programme as a whole"), studies=(STUDY, harm, REVIEW))
    head = head_of([own], STANDARDS, ["entry to care"])
    assert {o.name for o in head.outcomes if not o.leads} == {"re-referral"}


def test_the_words_of_a_programmes_name_do_not_ask_about_an_outcome():
    named = replace(OTHER, intervention="Wellbeing of parents course")
    head = head_of([document(studies=(STUDY, named))], STANDARDS, ["wellbeing of parents: care?"])
    assert [o.name for o in head.outcomes if o.leads] == ["entry to care"]


def test_a_report_that_no_longer_stands_counts_for_nothing_beside_one_that_does():
    gone = document(RATING, studies=(STUDY,), name="b", status=DocumentStatus.RETRACTED)
    both = [document(), gone]
    head, evidence = head_of(both, STANDARDS), Evidence.of(both)
    assert (head.studies, head.unnoted, head.unrated) == (0, 1, 1)
    assert (evidence.documents, evidence.rated, evidence.by_direction) == (2, 0, ())


def test_counts_tell_reviews_from_studies_and_the_uk_from_elsewhere():
    review = replace(STUDY, name="A review", design=Design.REVIEW, countries=("Norway",), year=1999)
    head = head_of([document(studies=(STUDY, review, STUDY))], STANDARDS)
    assert (head.studies, head.reviews, head.from_uk) == (1, 1, 1)
    assert (head.oldest, head.newest, head.elsewhere) == (1999, 2020, ("Norway",))
    said = "tell of 1 study and 1 review (1999 to 2020; 1 from the UK; elsewhere: Norway)."
    assert any(line.endswith(said) for line in tell(head))


def test_a_study_that_two_reports_tell_of_is_listed_once():
    both = [document(studies=(STUDY,)), document(studies=(STUDY,), name="b")]
    [outcome] = head_of(both, STANDARDS).outcomes
    assert [finding.document for finding in outcome.findings] == ["a"]


@pytest.mark.parametrize("status", [s for s in DocumentStatus if s is not DocumentStatus.CURRENT])
def test_a_report_that_no_longer_stands_is_never_the_sole_support(status):
    said = "It worked."
    gone, stands = document(RATING, status=status), document(RATING, name="b")
    assert head_of([gone], STANDARDS).outcomes == ()
    assert STANDINGS[status].startswith(status.value.upper())
    alone, beside = (
        Citation(Passage(d.id, d, said, (Span(1, 0, len(said)),)), 0, len(said))
        for d in (gone, stands)
    )
    Answer(AnswerStatus.ANSWERED, "", (Statement(said, (alone, beside)),))
    with pytest.raises(ValueError, match=f"only {status.value} support: It worked"):
        Answer(AnswerStatus.ANSWERED, "", (Statement(said, (alone,)),))
