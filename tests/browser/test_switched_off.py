"""While answers are switched off the widget says so and offers passages; what is kept is said."""

import json

import pytest
from playwright.sync_api import expect

from api.answers import switch
from tests.browser.chat import QUESTION, Chat
from tests.browser.test_states import broken_rules

OFF = "Answers are switched off at the moment. Your question is still here."


@pytest.fixture
def off(sample_index):
    switch(sample_index, on=False)
    yield
    switch(sample_index, on=True)


@pytest.fixture
def chat(page, place):
    return Chat.at(page, f"{place.town}/strict")


@pytest.mark.usefixtures("off")
def test_it_says_so_and_searches_instead(chat):
    chat.ask()
    chat.sees(OFF)
    expect(chat.box).to_have_value(QUESTION)
    chat.button("Search the reports").click()
    expect(chat.heading("Nearest passages, which may not answer it")).to_be_visible()
    assert chat.focused().startswith("h4 Nearest passages")
    expect(chat.root.locator("details.source")).to_have_count(5)
    expect(chat.status).to_contain_text("Nobody has chosen them as an answer")
    expect(chat.heading("What the library says")).to_have_count(0)
    assert broken_rules(chat.page) == []


@pytest.mark.usefixtures("off")
def test_it_answers_again_as_soon_as_they_are_on(chat, sample_index):
    chat.ask()
    chat.sees(OFF)
    switch(sample_index, on=True)
    chat.ask().answered()


@pytest.mark.usefixtures("off")
def test_danger_is_signposted_whether_answers_are_on_or_off(chat):
    chat.ask("A child told me today that her uncle is hitting her")
    chat.sees("If a child is in immediate danger, call 999.")


def test_that_questions_are_kept_is_said_beside_the_box_before_one_is_sent(page, place):
    def learning(route):
        rules = json.loads(route.fetch().text())
        route.fulfill(json=rules | {"kept_days": 90}, headers={"Access-Control-Allow-Origin": "*"})

    page.route("**/screening.json", learning)
    chat = Chat.at(page, f"{place.town}/plain")
    chat.box.focus()
    chat.sees("Questions are kept for 90 days without names")


def test_where_none_are_kept_nothing_of_it_is_said(chat):
    chat.ask().answered()
    expect(chat.root.get_by_text("Questions are kept")).to_have_count(0)
