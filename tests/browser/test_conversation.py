"""A person asks, waits, narrows and begins again."""

import re

import pytest
from playwright.sync_api import expect

from evidence_search.words import MESSAGES
from tests.browser import answers
from tests.browser.chat import QUESTION, Chat
from tests.browser.rough import stream, tell


@pytest.fixture
def chat(page, place):
    return Chat.at(page, f"{place.town}/strict")


def test_the_service_answers_a_question_with_quotations_and_what_they_are_worth(chat):
    chat.ask().answered()
    chat.sees("How strong is this evidence?")
    expect(chat.root.locator(".statements li").first).to_contain_text("“")
    expect(chat.status).to_have_text(re.compile(r"Answer ready: What the library says\. \d quotat"))
    assert chat.focused().startswith("summary You asked:")
    expect(chat.box).to_have_value("")


def test_an_answer_comes_in_steps_and_can_be_stopped(chat, place):
    with place.line.acting(stream(answers.answered(), pause=30)):
        chat.ask()
        expect(chat.root.locator(".statements li")).to_have_count(1)
        expect(chat.status).to_have_text("The answer is arriving…")
        chat.button("Stop").focus()
        chat.page.keyboard.press("Enter")
        chat.sees("Stopped. What had come is shown")
    expect(chat.root.locator(".statements li")).to_have_count(1)
    expect(chat.box).to_have_value(QUESTION)
    assert chat.focused() == "button Try again"
    with place.line.acting(stream(answers.answered())):
        chat.page.keyboard.press("Enter")
        chat.answered()
    expect(chat.turns).to_have_count(1)
    expect(chat.root.locator(".statements li")).to_have_count(2)


def test_enter_sends_and_shift_enter_makes_a_line(chat):
    chat.box.fill("Do family group")
    chat.box.press("Shift+Enter")
    chat.box.type("conferences help?")
    expect(chat.box).to_have_value("Do family group\nconferences help?")
    expect(chat.turns).to_have_count(0)
    chat.box.press("Enter")
    expect(chat.turns).to_have_count(1)


def test_a_name_in_a_case_never_leaves_the_browser(chat):
    sent = []
    chat.page.on("request", lambda one: sent.append(one.post_data or one.url))
    chat.ask("My client Jayden Quokkaford, 7, born 03/05/2016, keeps running away. What works?")
    chat.sees("so it was not sent: a date of birth, a person’s name")
    expect(chat.box).to_have_attribute("aria-invalid", "true")
    assert chat.focused() == "textarea box"
    expect(chat.box).to_have_value(re.compile("Jayden"))
    assert not [text for text in sent if "Jayden" in text or "v1/answer" in text]


def test_a_doubtful_name_is_sent_once_confirmed_and_not_before(chat, place):
    before = len(place.line.asked)
    chat.ask("Do family group conferences help Priya?")
    chat.sees("The question seems to name a person, so it was not sent.")
    assert len(place.line.asked) == before
    with place.line.acting(tell(answers.answered())):
        chat.button("It is nobody in a case: ask it").click()
        chat.answered()
    assert place.line.asked[-1]["confirmed"] is True


def test_danger_gets_the_signpost_at_once_and_without_a_request(chat, place):
    before = len(place.line.asked)
    chat.ask("A child told me today that her uncle is hitting her")
    chat.sees("If a child is in immediate danger, call 999.")
    assert chat.focused().startswith("h3 If a child may be in danger")
    expect(chat.root.get_by_role("link", name="NSPCC 0808 800 5000")).to_be_visible()
    assert len(place.line.asked) == before
    expect(chat.turns).to_have_count(0)


def test_without_the_rules_nothing_is_sent(page, place):
    page.route("**/screening.json", lambda route: route.abort())
    chat = Chat.at(page, f"{place.town}/plain")
    before = len(place.line.asked)
    chat.ask()
    chat.sees("could not be checked for personal details, so it was not sent")
    expect(chat.box).to_have_value(QUESTION)
    assert len(place.line.asked) == before
    page.unroute("**/screening.json")
    chat.ask().answered()


def test_filters_are_sent_and_a_refusal_offers_to_search_everything(chat, place):
    chat.root.locator("details.filters summary").click()
    chat.root.get_by_label("Only research from the United Kingdom").check()
    chat.root.get_by_label("Strength of evidence").select_option("low")
    chat.root.get_by_label("Published from (year)").fill("2010")
    with place.line.acting(tell(answers.refused())):
        chat.ask().answered("No answer found in this library")
    assert place.line.asked[-1]["filters"]["band"] == "low"
    assert place.line.asked[-1]["filters"]["year_from"] == 2010
    assert "Wales" in place.line.asked[-1]["filters"]["countries"]
    chat.root.locator(".next").get_by_role("button", name="Search everything").click()
    chat.answered()
    assert "filters" not in place.line.asked[-1]


def test_the_service_takes_every_filter_of_the_form(chat):
    chat.root.locator("details.filters summary").click()
    chat.root.get_by_label("Only research from the United Kingdom").check()
    chat.root.get_by_label("Strength of evidence").select_option("very low")
    chat.root.get_by_label("Published to (year)").fill("2026")
    chat.ask()
    expect(chat.root.locator(".verdict")).to_be_visible()


def test_years_that_cannot_be_are_said_beside_the_box(chat):
    chat.root.locator("details.filters summary").click()
    chat.root.get_by_label("Published from (year)").fill("2020")
    chat.root.get_by_label("Published to (year)").fill("2010")
    chat.ask()
    chat.sees("The first year is after the last.")
    assert chat.focused().startswith("input")


def test_what_was_also_searched_for_can_be_undone(chat, place):
    read = {"expansions": [{"term": "FGC", "added": ["family group conference"]}]}
    with place.line.acting(tell(answers.answered(did_you_mean="Do FGCs help?", **read))):
        chat.ask().answered()
        chat.sees("Searched also for: family group conference (for “FGC”).")
        with chat.page.expect_response("**/v1/answer"):
            chat.button("Search without these").click()
        expect(chat.turns).to_have_count(2)
        assert place.line.asked[-1]["expand"] is False
        with chat.page.expect_response("**/v1/answer"):
            chat.answered().button("Ask this").last.click()
        expect(chat.turns).to_have_count(3)
        assert place.line.asked[-1]["question"] == "Do FGCs help?"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("no_evidence", "You could use other words"),
        ("out_of_scope", "Ask what research found about a programme"),
        ("needs_clarification", "names what is done, for whom"),
        ("weak_evidence_only", "Treat it as a question for a team discussion"),
    ],
)
def test_each_refusal_says_in_its_own_words_what_to_do(chat, place, status, said):
    with place.line.acting(tell(answers.refused(status))):
        chat.ask()
        chat.sees(said)
        chat.sees(MESSAGES[status][:60])


def test_earlier_questions_stay_in_the_tab_and_go_with_a_new_conversation(chat, place):
    with place.line.acting(tell(answers.answered())):
        chat.ask().answered()
        chat.ask("Does kinship care last longer than foster care?")
        expect(chat.turns).to_have_count(2)
    assert chat.turns.first.get_attribute("open") is None
    assert chat.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
        0,
        0,
        "",
    ]
    chat.button("New conversation").click()
    expect(chat.turns).to_have_count(0)
    assert chat.focused() == "textarea box"
    chat.sees("Try one of these")


def test_a_count_shows_near_the_limit_and_too_much_is_not_sent(chat):
    chat.box.fill("a" * 1799)
    expect(chat.root.locator("#count")).to_have_text("")
    chat.box.fill("a" * 1999)
    chat.sees("1 character left")
    chat.ask("a" * 2003)
    chat.sees("3 characters too many. Please shorten the question.")
    expect(chat.turns).to_have_count(0)


def test_a_sample_question_is_asked_with_one_press(chat):
    chat.button("Do Schwartz Rounds help staff in children’s services?").click()
    expect(chat.turns).to_have_count(1)


def test_the_words_are_welsh_where_the_page_is(page, place):
    place.host.attributes = 'lang="cy"'
    page.goto(f"{place.town}/strict")
    place.host.attributes = ""
    box = page.get_by_role("textbox", name="Eich cwestiwn")
    with place.line.acting(tell(answers.answered())):
        box.fill(QUESTION)
        box.press("Enter")
        expect(
            page.get_by_role("heading", name="Yr hyn mae’r llyfrgell yn ei ddweud")
        ).to_be_visible()
    quote = page.locator("evidence-chat blockquote").first
    assert quote.get_attribute("lang") == "en"
