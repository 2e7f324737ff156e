"""Each state in each way of seeing it: the rules of axe, the room it needs, and its names."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.chat import Chat
from tests.browser.states import STATES, fresh

SNAPSHOTS = Path(__file__).parent / "snapshots"
AXE = Axe()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
SEEN: dict[str, Any] = {"media": "screen", "color_scheme": "light", "forced_colors": "none"}
USUAL: tuple[int, int, dict[str, Any]] = (1024, 768, {})
WAYS: dict[str, tuple[int, int, dict[str, Any]]] = {
    "320 px": (320, 800, {}),
    "400 % zoom of 1280 px": (320, 256, {}),
    "dark": (1024, 768, {"color_scheme": "dark"}),
    "forced colours": (1024, 768, {"forced_colors": "active"}),
    "print": (768, 1024, {"media": "print"}),
}
SPACED = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
  document.querySelector('evidence-chat').shadowRoot.adoptedStyleSheets.push(sheet); }"""
TOO_WIDE = """() => { const root = document.querySelector('evidence-chat').shadowRoot;
  return [document.scrollingElement.scrollWidth > innerWidth ? 'page' : null,
    ...[...root.querySelectorAll('*:not(.unseen):not(option)')]
      .filter((e) => e.clientWidth && e.scrollWidth > e.clientWidth + 1
        && !e.closest('.unseen') && getComputedStyle(e).display !== 'inline')
      .map((e) => `${e.localName}.${e.className}`)].filter(Boolean); }"""
TOO_SMALL = """() => [...document.querySelector('evidence-chat').shadowRoot
    .querySelectorAll('a, button, summary, input, select, textarea')]
  .map((e) => [e, (e.closest('label') ?? e).getBoundingClientRect()])
  .filter(([e, r]) => r.width && (r.width < 24 || r.height < 24))
  .map(([e, r]) => `${e.localName} ${e.textContent.slice(0, 30)} ${r.width}x${r.height}`)"""


def broken_rules(page) -> list[str]:
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.axe_script)
    found = page.evaluate("(rules) => axe.run(document, rules)", RULES)["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def see(page, width, height, media) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(**SEEN | media)


@pytest.mark.parametrize("state", STATES)
def test_no_state_breaks_a_rule_of_axe_or_the_room_it_has(page, place, state):
    chat = fresh(page, place)
    broken = {}
    with STATES[state](chat, place):
        for way, seen in WAYS.items():
            see(page, *seen)
            broken[way] = broken_rules(page) + page.evaluate(TOO_WIDE) + page.evaluate(TOO_SMALL)
        see(page, *USUAL)
    assert {way: found for way, found in broken.items() if found} == {}


@pytest.mark.parametrize("state", ["answered", "partial", "page_open", "blocked"])
def test_text_spacing_cuts_nothing_off(page, place, state):
    page.set_viewport_size({"width": 320, "height": 640})
    chat = fresh(page, place)
    with STATES[state](chat, place):
        page.evaluate(SPACED)
        assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("state", STATES)
def test_the_accessibility_tree_of_a_state_is_as_it_was_read(page, place, state):
    """UPDATE_SNAPSHOTS=1 writes them anew; read the difference before it is committed."""
    chat = fresh(page, place)
    with STATES[state](chat, place):
        tree = re.sub(r"http://127\.0\.0\.1:\d+", "", chat.root.aria_snapshot()) + "\n"
    path = SNAPSHOTS / f"{state}.yml"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(tree, encoding="utf-8")
    assert tree == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["/", "/ask", "/library", "/standards", "/embed"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_service_breaks_a_rule_or_runs_out_of_room(browser, place, path, scheme):
    viewport = {"width": 320, "height": 640}
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    page.goto(place.service + path)
    assert broken_rules(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    context.close()


def test_ask_answers_without_a_script(browser, place):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{place.service}/ask")
    page.get_by_label("Your question").fill(
        "Do family group conferences keep children out of care?"
    )
    page.get_by_role("button", name="Ask").click()
    for heading in ("What the library says", "How strong is this evidence?", "Findings differ on"):
        assert page.get_by_role("heading", name=heading).first.is_visible()
    assert page.locator(".statements > li").count() > 0
    context.close()


def test_axe_and_the_measures_see_what_is_wrong(page, place):
    """The control: a button without a name, text too faint, a target too small, a line too long."""
    chat: Chat = fresh(page, place)
    assert broken_rules(page) == []
    chat.root.evaluate(
        """(e) => { const bad = document.createElement('button');
          Object.assign(bad.style, { color: '#ccc', background: '#fff', width: '9px', minHeight: '0',
            height: '9px', padding: 0 });
          const wide = document.createElement('p'); wide.style.width = '3000px'; wide.textContent = 'words that are too faint';
          wide.style.color = '#eee';
          e.shadowRoot.querySelector('form').append(bad, wide); }"""
    )
    ids = {found.split(":")[0] for found in broken_rules(page)}
    assert {"button-name", "color-contrast"} <= ids
    assert "page" in page.evaluate(TOO_WIDE)
    assert page.evaluate(TOO_SMALL)
