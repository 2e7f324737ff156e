"""A person without a mouse: everything is reached, in order, in sight, and opened with a key."""

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.chat import QUESTION
from tests.browser.rough import stream, tell
from tests.browser.states import STATES, fresh

SIZES = ((1024, 768), (320, 640), (320, 256))
IN_SIGHT = """() => { let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  if (!e || e === document.body) return ['body', true, true];
  const r = e.getBoundingClientRect();
  const x = Math.max(1, Math.min(innerWidth - 1, r.left + Math.min(r.width, 40) / 2));
  const y = Math.max(1, Math.min(innerHeight - 1, r.top + Math.min(r.height, 20) / 2));
  let top = document.elementFromPoint(x, y);
  while (top?.shadowRoot?.elementFromPoint(x, y) && top.shadowRoot.elementFromPoint(x, y) !== top)
    top = top.shadowRoot.elementFromPoint(x, y);
  const seen = r.bottom > 0 && r.top < innerHeight && (e === top || e.contains(top) || top?.contains(e));
  const style = getComputedStyle(e);
  return [`${e.localName} ${(e.getAttribute('aria-label') ?? e.textContent ?? '').trim().slice(0, 40)}`, seen,
    style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2]; }"""


def walk(page, key="Tab", most=80):
    steps = []
    for _ in range(most):
        page.keyboard.press(key)
        name, seen, ringed = page.evaluate(IN_SIGHT)
        if name == "body":
            break
        steps.append(name)
        assert seen, f"{name} is out of sight"
        assert ringed, f"{name} has no ring"
    return steps


@pytest.mark.parametrize(
    "state", ["typing", "page_open", "feedback", "conflict", "partial", "refused"]
)
def test_focus_is_in_sight_and_ringed_at_every_step(page, place, state):
    chat = fresh(page, place)
    with STATES[state](chat, place):
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(
                "document.querySelector('evidence-chat').shadowRoot.activeElement?.blur()"
            )
            assert len(walk(page)) > 5


def test_a_whole_conversation_needs_no_mouse(page, place):
    chat = fresh(page, place)
    keys = page.keyboard
    keys.press("Tab")
    assert chat.focused() == "textarea box"
    keys.type(QUESTION)
    with place.line.acting(tell(answers.answered())):
        keys.press("Enter")
        chat.answered()
    assert chat.focused().startswith("summary You asked:")
    keys.press("Tab")
    assert chat.focused() == "button [1]"
    keys.press("Enter")
    source = chat.root.locator("details.source").first
    expect(source).to_have_attribute("open", "")
    assert chat.focused().startswith("summary Source 1")
    keys.press("Enter")
    expect(source).not_to_have_attribute("open", "")
    keys.press("Tab")
    keys.press("Tab")
    assert chat.focused() == "button Copy the answer"
    keys.press("Tab")
    keys.press("Tab")
    assert chat.focused() == "button Yes"
    keys.press("Space")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")
    expect(chat.root.get_by_label("It answered my question")).to_be_checked()
    keys.press("Tab")
    keys.press("Enter")
    chat.sees("Thank you. Your reason was kept, your question was not sent.")
    assert chat.focused() == "button Yes"
    keys.press("Tab")
    assert chat.focused() == "button No"
    keys.press("Tab")
    assert chat.focused() == "textarea box"


def tab_to(chat, name, key="Tab"):
    """Press `key` until what has the focus begins with `name`."""
    for _ in range(40):
        chat.page.keyboard.press(key)
        if chat.focused().startswith(name):
            return
    pytest.fail(f"{name} is not reached with {key}")


def test_a_search_is_narrowed_stopped_taken_up_and_begun_anew_by_keys(page, place):
    chat = fresh(page, place)
    keys = page.keyboard
    tab_to(chat, "summary Narrow the search")
    keys.press("Enter")
    tab_to(chat, "input uk")
    keys.press("Space")
    tab_to(chat, "select")
    keys.type("Low")
    tab_to(chat, "input from")
    keys.type("2010")
    tab_to(chat, "textarea box", "Shift+Tab")
    keys.type(QUESTION)
    with place.line.acting(stream(answers.answered(), pause=30)):
        keys.press("Enter")
        expect(chat.root.locator(".statements li")).to_have_count(1)
        tab_to(chat, "button Stop")
        keys.press("Enter")
        chat.sees("Stopped. What had come is shown")
    sent = place.line.asked[-1]["filters"]
    assert (sent["band"], sent["year_from"], "Wales" in sent["countries"]) == ("low", 2010, True)
    assert chat.focused() == "button Try again"
    with place.line.acting(tell(answers.answered())):
        keys.press("Enter")
        chat.answered()
        tab_to(chat, "button New conversation")
        keys.press("Space")
        expect(chat.turns).to_have_count(0)
        assert chat.focused() == "textarea box"
        tab_to(chat, "button Do Schwartz Rounds")
        keys.press("Enter")
        chat.answered()
    assert chat.focused().startswith("summary You asked: Do Schwartz Rounds")


def test_the_next_key_after_the_signpost_is_a_call(page, place):
    chat = fresh(page, place)
    with STATES["danger"](chat, place):
        page.keyboard.press("Tab")
        assert chat.focused() == "a 999"


def test_one_status_region_and_it_speaks_once_a_step(page, place):
    chat = fresh(page, place)
    assert chat.root.locator("[aria-live], [role=status], [role=alert], [role=log]").count() == 1
    page.evaluate(
        """() => { window.said = [];
          const place = document.querySelector('evidence-chat').shadowRoot.querySelector('[role=status]');
          new MutationObserver(() => place.textContent && said.at(-1) !== place.textContent
            && said.push(place.textContent)).observe(place, { childList: true, characterData: true, subtree: true }); }"""
    )
    with place.line.acting(tell(answers.answered())):
        chat.ask().answered()
    assert page.evaluate("said") == [
        "Checking the question for personal details…",
        "Searching the reports…",
        "Answer ready: What the library says. 2 quotations.",
    ]
