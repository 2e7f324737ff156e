"""What goes wrong is said, with what to do; nothing typed is lost, and what came is kept."""

import pytest
from playwright.sync_api import expect

from api.widget import widget
from tests.browser import answers
from tests.browser.chat import QUESTION, Chat
from tests.browser.rough import refuse, silence, stream, tell


@pytest.fixture
def chat(page, place):
    return Chat.at(page, f"{place.town}/strict")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (refuse(429, wait=12), "The service is busy. Your question is still here. Try again in 12 seconds."),
        (refuse(429), "The service is busy. Your question is still here. Try again shortly."),
        (refuse(503, wait=1), "The service is not ready. Your question is still here. Try again in 1 second."),
        (refuse(500), "The service could not answer. Your question is still here."),
        (refuse(502, kind="text/html"), "The service could not answer. Your question is still here."),
        (refuse(422, detail="The question is too odd."), "The question could not be used: The question is too odd."),
    ],
)  # fmt: skip
def test_a_refused_request_says_what_to_do_and_can_be_tried_again(chat, place, fault, said):
    with place.line.acting(fault):
        chat.ask()
        chat.sees(said)
    if "1 second." not in said:
        expect(chat.status).to_contain_text(said)
    expect(chat.box).to_have_value(QUESTION)
    chat.button("Try again").click()
    chat.answered()
    expect(chat.turns).to_have_count(1)


def test_when_the_wait_is_over_it_says_so(chat, place):
    with place.line.acting(refuse(503, wait=1)):
        chat.ask()
        expect(chat.status).to_have_text("You can try again now.")


def test_offline_is_told_from_a_service_that_is_away(chat):
    chat.ask().answered()
    chat.page.context.set_offline(True)
    chat.ask("Does kinship care last?")
    chat.sees("You seem to be offline. Your question is still here.")
    expect(chat.box).to_have_value("Does kinship care last?")
    chat.page.context.set_offline(False)
    chat.page.route("**/v1/answer", lambda route: route.abort())
    chat.button("Try again").click()
    chat.sees("The service could not be reached. Your question is still here.")


def test_a_service_that_says_nothing_is_given_up(page, place):
    place.host.attributes = 'wait="1"'
    chat = Chat.at(page, f"{place.town}/strict")
    place.host.attributes = ""
    with place.line.acting(silence):
        chat.ask()
        chat.sees("No answer came in 1 second, so this stopped waiting.")
    expect(chat.box).to_have_value(QUESTION)


def test_a_stream_that_breaks_keeps_what_came(chat, place):
    with place.line.acting(stream(answers.answered(), until=1)):
        chat.ask()
        chat.sees("The connection broke. What had come is shown; it may not be the whole answer.")
    expect(chat.root.locator(".statements li")).to_have_count(1)
    expect(chat.root.locator("details.source")).to_have_count(1)
    expect(chat.box).to_have_value(QUESTION)


def test_a_stream_that_breaks_before_anything_came_says_so(chat, place):
    with place.line.acting(stream(answers.answered(), until=0)):
        chat.ask()
        chat.sees("The connection broke before anything came.")


def test_what_streams_and_what_comes_at_once_read_the_same(chat, place):
    told = []
    for way in (tell, stream):
        with place.line.acting(way(answers.answered())):
            chat.ask().answered()
            chat.sees("What is not known here")
        told.append(chat.turns.last.inner_text())
        chat.button("New conversation").click()
    assert told[0] == told[1]


def test_a_new_library_in_the_middle_of_a_conversation_is_said(chat, place):
    with place.line.acting(tell(answers.answered())):
        chat.ask().answered()
    expect(chat.root.locator(".note")).to_have_count(0)
    with place.line.acting(tell(answers.answered(generation="000002"))):
        chat.ask()
        chat.sees("The library was updated since your earlier question.")


def test_a_quote_that_moved_in_a_new_library_is_not_marked_wrongly(chat, place):
    with place.line.acting(tell(answers.answered(generation="000000"))):
        chat.ask().answered()
    chat.root.locator("button.mark").first.click()
    chat.sees("The library has changed since, so only the quotation is shown.")
    expect(chat.root.locator("details.source mark")).to_have_count(0)


def test_the_script_is_whole_or_does_not_run(page, place):
    place.host.integrity = widget().integrity
    Chat.at(page, f"{place.town}/sealed")
    place.host.integrity = f"sha384-{'A' * 64}"
    page.goto(f"{place.town}/sealed")
    page.wait_for_timeout(500)
    assert page.evaluate("customElements.get('evidence-chat') === undefined")
