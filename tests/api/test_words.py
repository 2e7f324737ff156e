"""What the pages say."""

import re
from pathlib import Path

from api.feedback import Reason
from api.words import words
from evidence_search.evidence import Evidence
from evidence_search.evidence_words import NO_VOTE, WAYS, summarise
from evidence_search.ratings import Direction
from evidence_search.screening import DataKind
from evidence_search.statements import AnswerStatus
from evidence_search.wire import web_link
from evidence_search.words import HEADINGS, MESSAGES

PARTS = sorted((Path(__file__).parents[2] / "api/static/chat").glob("*.js"))


def test_every_status_and_direction_has_its_words():
    assert set(HEADINGS) == set(MESSAGES) == set(AnswerStatus)
    assert set(WAYS) == set(Direction)


def test_the_widget_uses_the_headings_and_messages_of_the_pages():
    said = {status: words()[f"heading.{status}"] for status in HEADINGS}
    assert said == HEADINGS
    written = {key[8:]: text for key, text in words().items() if key.startswith("message.")}
    stopped = {AnswerStatus.PERSONAL_DATA, AnswerStatus.SAFEGUARDING}
    assert written == {status: MESSAGES[status] for status in set(AnswerStatus) - stopped}


def test_no_vote_is_taken_in_the_same_words_in_widget_page_and_terminal():
    assert words()["no_vote"] == NO_VOTE
    assert NO_VOTE in (PARTS[0].parents[2] / "templates/evidence.html").read_text(encoding="utf-8")


def test_the_widget_names_every_kind_of_personal_data_and_every_reason():
    assert {key[5:] for key in words() if key.startswith("kind.")} == set(DataKind)
    assert {key[7:] for key in words() if key.startswith("reason.")} == set(Reason)


def test_every_word_the_widget_says_is_written_and_every_written_one_said():
    text = "".join(part.read_text(encoding="utf-8") for part in PARTS)
    said = {key for key in re.findall(r'"([a-z_ .]+)"', text) if key in words()}
    made = re.compile(r"(heading|next|reason|kind|aspect|fail|message)\.|_(one|other|soon)$")
    bands = {"high", "moderate", "low", "very low"}
    unused = {k for k in words() if not made.search(k)} - said - bands
    assert unused == set()


def test_welsh_says_what_english_says_with_the_same_values_in_it():
    english, welsh = words("en"), words("cy")
    assert set(english) - set(welsh) == {"samples"}
    assert set(welsh) - set(english) == set()
    slots = re.compile(r"\{\w+\}")
    for key in welsh:
        assert sorted(slots.findall(welsh[key])) == sorted(slots.findall(english[key])), key


def test_an_answer_without_ratings_says_so():
    evidence = Evidence(documents=2, oldest=2010, newest=2020, countries=("England", "US"))
    said = summarise(evidence)
    assert said == "From 2 reports (2010 to 2020; England, US). No rating is known here."


def test_one_rating_is_said_plainly():
    said = summarise(Evidence(documents=1, rated=1, by_direction=((Direction.NEGATIVE, 1),)))
    assert said == "From 1 report. 1 rating, pointing to harm."


def test_directions_are_counted_and_never_merged():
    ways = ((Direction.POSITIVE, 2), (Direction.NONE, 1))
    said = summarise(Evidence(documents=3, rated=2, by_direction=ways, oldest=2019, newest=2019))
    assert said == (
        "From 3 reports (2019). "
        "2 of them rated: 3 ratings, 2 pointing to benefit, 1 finding no effect."
    )


def test_only_an_address_of_the_web_is_a_link():
    for text in ("https://example.org/a?b#c", "http://localhost:8000/"):
        assert web_link(text) == text
    for text in (
        "",
        "javascript:alert(1)",
        " java\nscript:x",
        "//example.org",
        "https://",
        "https://[",
    ):
        assert web_link(text) is None
    assert web_link("data:text/html,x") is None
