"""The service's own stream of events, from the index to the words on the screen."""

import threading
import time

import pytest
from playwright.sync_api import expect

from tests.browser.chat import QUESTION, Chat
from tests.browser.rough import pass_on

SAID = """() => { window.said = [];
  const place = document.querySelector('evidence-chat').shadowRoot.querySelector('[role=status]');
  new MutationObserver(() => place.textContent && said.at(-1) !== place.textContent
    && said.push(place.textContent)).observe(place, { childList: true }); }"""


@pytest.fixture
def chat(page, place):
    return Chat.at(page, f"{place.town}/strict")


def stages(place):
    return list(dict.fromkeys(place.line.passed))


def test_each_step_is_said_and_the_statements_come_one_by_one(chat, place):
    chat.page.evaluate(SAID)
    gate = threading.Event()
    with place.line.acting(pass_on(gate=gate)):
        chat.ask()
        expect(chat.root.locator(".statements li")).to_have_count(1)
        expect(chat.button("Stop")).to_be_visible()
        chat.sees("How strong is this evidence?")
        expect(chat.root.locator(".verdict")).to_have_count(0)
        gate.set()
        chat.answered()
    assert stages(place) == ["status", "evidence", "statement", "done", "end"]
    assert chat.page.evaluate("said") == [
        "Checking the question for personal details…",
        "Searching the reports…",
        "Reading the best passages…",
        "Checking every quotation against its page…",
        "The answer is arriving…",
        f"Answer ready: What the library says. {place.line.passed.count('statement')} quotations.",
    ]


def test_what_came_before_the_line_broke_is_kept_and_the_rest_can_be_had(chat, place):
    with place.line.acting(pass_on(until="statement")):
        chat.ask()
        chat.sees("The connection broke. What had come is shown; it may not be the whole answer.")
    assert stages(place) == ["status", "evidence", "statement", "end"]
    kept = chat.root.locator(".statements blockquote").all_inner_texts()
    assert len(kept) == 1
    chat.root.locator("button.mark").click()
    expect(chat.root.locator("details.source mark")).to_be_visible()
    expect(chat.box).to_have_value(QUESTION)
    chat.button("Try again").click()
    chat.answered()
    expect(chat.turns).to_have_count(1)
    whole = chat.root.locator(".statements blockquote").all_inner_texts()
    assert (whole[:1], len(whole) > 1) == (kept, True)


def stop(chat):
    chat.button("Stop").click()


def begin_again(chat):
    chat.button("New conversation").click()


def leave(chat):
    chat.page.goto("about:blank")


@pytest.mark.parametrize("going", [stop, begin_again, leave])
def test_the_service_stops_where_the_reader_goes(chat, place, going):
    with place.line.acting(pass_on(gate=threading.Event())):
        chat.ask()
        expect(chat.root.locator(".statements li")).to_have_count(1)
        going(chat)
        deadline = time.monotonic() + 10
        while "end" not in place.line.passed and time.monotonic() < deadline:
            time.sleep(0.05)
    assert place.line.passed[-1] == "end"
    assert "done" not in place.line.passed
