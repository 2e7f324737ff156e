"""What may be searched, and what is stopped before."""

import json
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from evidence_search import AnswerStatus, Document
from evidence_search.identifiers import is_nhs_number
from evidence_search.library_names import library_names
from evidence_search.screen import screen
from evidence_search.screening import DataKind
from evidence_search.situations import find_situation
from evidence_search.words import MESSAGES, refuse
from tests.screening.values import nhs

SAMPLE = Path(__file__).parents[2] / "eval/collections/sample_library/queries.jsonl"
STOPPED = {
    AnswerStatus.PERSONAL_DATA,
    AnswerStatus.SAFEGUARDING,
    AnswerStatus.OUT_OF_SCOPE,
    AnswerStatus.NEEDS_CLARIFICATION,
}
CONFIRMED = "Does Priya benefit from mentoring?"


def is_blocked(text):
    found = screen(text, confirmed=True)
    return found.status is AnswerStatus.PERSONAL_DATA and not found.confirmable


def test_the_questions_of_the_sample_library_pass_as_judged():
    asked = [json.loads(line) for line in SAMPLE.read_text().splitlines()]
    plain = [one for one in asked if one["expected_status"] not in STOPPED]
    assert len(plain) == 339
    odd = [one for one in asked if one["split"] == "dev" and one["expected_status"] in STOPPED]
    assert len(odd) == 21
    assert sum(screen(one["text"]).status is not None for one in odd) >= 20
    # Those of the test half were not read while the rules were made.
    stopped = Counter(one["split"] for one in plain if screen(one["text"]).status is not None)
    assert stopped["dev"] <= 1
    assert stopped["test"] <= 3


@pytest.mark.parametrize(
    "text",
    [
        "Do 9 in 10 children stay with kin?",
        "What did the SE1 pilot find?",
        "What does Munro say on early help?",
        "Has the number of children in care rose or fell in England?",
        "Does Mockingbird, or Signs of Safety, help children aged 7?",
        "What share of Section 47 enquiries does Table 3 give?",
        "What did Thomas et al. (2019) and the Brandon Centre find?",
        "Which postcode lottery do care leavers face, and who rings 0808 800 5000?",
    ],
)
def test_ordinary_questions_pass(text):
    assert screen(text).status is None
    assert is_blocked(f"{text} Jayden, 7, is my client.")


def test_ten_digits_are_an_nhs_number_only_with_the_right_check_digit():
    # 943 476 5919 is the example of the NHS Data Dictionary.
    assert is_nhs_number("9434765919")
    random = Random(14)
    for _ in range(100):
        right = nhs(random)
        wrong = f"{right[:-1]}{(int(right[-1]) + 1) % 10}"
        assert is_blocked(f"what helps {right}?")
        assert screen(f"what helps {wrong}?").status is not AnswerStatus.PERSONAL_DATA


def test_several_kinds_at_once_are_each_named_and_counted():
    text = "My client Sarah Smith, born 3 May 2016, SE1 7PB: ring 07700 900123 or 020 7946 0958"
    found = screen(text)
    assert dict(found.kinds) == {
        DataKind.PHONE: 2,
        DataKind.POSTCODE: 1,
        DataKind.BIRTH_DATE: 1,
        DataKind.PERSON: 1,
    }
    assert "2 phone numbers, 1 full postcode, 1 date of birth, 1 name of a person" in refuse(found)
    assert all(word not in refuse(found) for word in ("Sarah", "2016", "7PB", "0958"))


def test_a_lone_name_is_doubtful_and_passes_once_confirmed():
    doubtful = screen(CONFIRMED)
    assert (doubtful.status, doubtful.confirmable) == (AnswerStatus.PERSONAL_DATA, True)
    assert screen(CONFIRMED, confirmed=True).status is None
    assert is_blocked(f"{CONFIRMED} She is my foster child.")


def test_a_wording_without_the_data_is_suggested_only_where_it_would_pass():
    found = screen("Jayden, 7, keeps running away and Jayden is at SE1 7PB. What works?")
    assert (
        found.suggestion == "[name], 7, keeps running away and [name] is at [postcode]. What works?"
    )
    assert "Jayden" not in repr(found) + str(found)
    assert "[name]" not in repr(found)
    assert screen("Which council is worst? Jayden, 7, lives there.").suggestion == ""
    assert screen("What works?").suggestion == ""


@pytest.mark.parametrize(
    "text",
    [
        "he is hitting her right now",
        "I want to kill myself",
        "a child told me today that her uncle comes into her room",
        "My stepdad hits me, what can I do?",
        "I think my neighbour is hurting her children",
        "Jayden, 7: he is hitting him right now",
    ],
)
def test_danger_gets_the_signpost_at_once(text):
    found = screen(text, confirmed=True)
    assert found.status is AnswerStatus.SAFEGUARDING
    assert refuse(found) == MESSAGES[AnswerStatus.SAFEGUARDING]


@pytest.mark.parametrize(
    ("text", "control"),
    [
        ("Should I remove this child?", "When are children removed?"),
        ("Write my court statement", "How do social workers write court statements?"),
        ("Which council is worst?", "Which council has tried Mockingbird?"),
        (
            "Is Leeds better than Kent for this?",
            "Is foster care better than kinship care for teenagers?",
        ),
        ("What is the legal threshold?", "Does legal advocacy help parents?"),
        ("What helps a child? He is hitting her right now", "What helps children who were hit?"),
        ("My child is in danger", "What are the rates of re-referral when a child is in danger?"),
        ("She is being hurt right now", "What helps children who are being hurt right now?"),
        ("I feel suicidal", "What helps care leavers who feel suicidal?"),
    ],
)
def test_a_situation_is_told_by_a_clear_cue_only(text, control):
    assert find_situation(text) is not None
    assert find_situation(control) is None


@pytest.mark.parametrize(
    "piece", ["a ", "Aa ", "1 ", "my child ", "he ", "a.", "07700 ", "Aa-", "i "]
)
def test_a_long_question_is_screened_quickly(piece):
    started = time.perf_counter()
    screen((piece * 2000)[:2000])
    assert time.perf_counter() - started < 5


def test_a_name_of_the_library_is_no_doubtful_name_but_still_one_beside_a_case():
    report = Document("r", "r.pdf", "Theralink in Ypsley", "0" * 64, authors=("Priya Zandermann",))
    names = library_names([report])
    asked = "What did Priya Zandermann find about Theralink?"
    assert screen(asked).confirmable
    assert screen(asked, known=names).status is None
    assert screen("Does it help Priya?", known=names).confirmable
    assert screen("Priya Zandermann, aged 7, ran away", known=names).status is not None
