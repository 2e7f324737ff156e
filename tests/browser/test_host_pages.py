"""The widget in pages that do not mean it well, and on pages beside another of its kind."""

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.chat import Chat
from tests.browser.rough import tell

MEASURE = """() => [...document.querySelector('evidence-chat').shadowRoot.querySelectorAll('form, label, textarea, h2')]
  .map((e) => { const s = getComputedStyle(e), r = e.getBoundingClientRect();
    return [e.localName, s.fontSize, s.color, s.visibility, s.letterSpacing, s.opacity, r.width > 200 && r.height > 10]; })"""


def test_hostile_styles_of_the_page_do_not_reach_it(page, place):
    seen = []
    for kind in ("plain", "hostile"):
        chat = Chat.at(page, f"{place.town}/{kind}")
        seen.append(page.evaluate(MEASURE))
        with place.line.acting(tell(answers.answered())):
            chat.ask().answered()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(255, 0, 0)"
    assert seen[0] == seen[1]


def test_a_page_that_patches_prototypes_first_is_survived(page, place):
    chat = Chat.at(page, f"{place.town}/patched")
    chat.root.locator("details.filters summary").click()
    chat.root.get_by_label("Only research from the United Kingdom").check()
    chat.ask()
    expect(chat.root.locator(".verdict")).to_be_visible()
    assert place.line.asked[-1]["filters"]["countries"][0] == "England"


ASK_IN_RUINS = """async (question) => {
  const root = document.querySelector('evidence-chat').shadowRoot;
  const wait = setTimeout;
  await import('/after.js');
  root.querySelector('textarea').value = question;
  root.querySelector('form').requestSubmit();
  for (let n = 0; n < 300 && !root.querySelector('.feedback'); n += 1)
    await new Promise((done) => wait(done, 50));
  let broken = false;
  try { document.createElement('p'); } catch { broken = true; }
  return [broken, root.querySelectorAll('.statements li').length, root.querySelector('.verdict')?.localName];
}"""


def test_a_page_that_breaks_what_the_widget_used_at_its_start_is_survived(page, place):
    Chat.at(page, f"{place.town}/repatched")
    with place.line.acting(tell(answers.answered())):
        assert page.evaluate(ASK_IN_RUINS, "Do conferences help?") == [True, 2, "h4"]


def test_two_on_a_page_keep_to_themselves(page, place):
    page.goto(f"{place.town}/twice")
    first, second = (Chat(page, page.locator("evidence-chat").nth(n)) for n in range(2))
    second.box.fill("not sent")
    with place.line.acting(tell(answers.answered())):
        first.ask().answered()
    expect(second.turns).to_have_count(0)
    expect(second.box).to_have_value("not sent")
    expect(second.status).to_have_text("")


def test_a_popup_opens_as_a_dialog_and_gives_the_focus_back(page, place):
    page.goto(f"{place.town}/popup")
    launch = page.get_by_role("button", name="Ask about the research")
    launch.press("Enter")
    chat = Chat(page)
    expect(page.get_by_role("dialog", name="What does the research say?")).to_be_visible()
    assert chat.focused() == "textarea box"
    with place.line.acting(tell(answers.answered())):
        chat.ask().answered()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(launch).to_be_focused()
    launch.press("Enter")
    expect(chat.turns).to_have_count(1)


def test_no_request_goes_to_anyone_else_and_no_cookie_is_set(page, place):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    chat = Chat.at(page, f"{place.town}/plain")
    chat.ask().answered()
    chat.root.locator("button.mark").first.click()
    expect(chat.root.locator("details.source mark").first).to_be_visible()
    assert asked
    assert all(url.startswith((place.town, place.service)) for url in asked)
    assert page.context.cookies() == []


def test_a_site_that_is_not_allowed_gets_no_widget(page, place):
    page.goto(f"{place.town.replace('127.0.0.1', 'localhost')}/plain")
    page.wait_for_timeout(500)
    assert page.evaluate("customElements.get('evidence-chat') === undefined")


@pytest.mark.parametrize("name", ["heading", "samples", "strings", "filters"])
def test_attributes_change_words_and_what_is_searched(page, place, name):
    value = {
        "heading": "Ask our library",
        "samples": '["Does mentoring help?"]',
        "strings": '{"ask": "Go and look"}',
        "filters": '{"countries": ["Wales"]}',
    }[name]
    place.host.attributes = f"{name}='{value}'"
    chat = Chat.at(page, f"{place.town}/strict")
    place.host.attributes = ""
    if name == "heading":
        expect(chat.heading("Ask our library")).to_be_visible()
    elif name == "samples":
        expect(chat.button("Does mentoring help?")).to_be_visible()
    elif name == "strings":
        expect(chat.button("Go and look")).to_be_visible()
    else:
        with place.line.acting(tell(answers.refused())):
            chat.ask().answered("No answer found")
        assert place.line.asked[-1]["filters"] == {"countries": ["Wales"]}
