"""What reports, readers, errors and integrators write is text, wherever it is shown."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.chat import Chat
from tests.browser.payloads import PAYLOADS
from tests.browser.rough import refuse, tell

STRANGE = "script, style, iframe, object, embed, base, meta, link, svg, math, video, marquee, [onerror], [onload], [style]"
INSIDE = """(selector) => { const root = document.querySelector('evidence-chat').shadowRoot;
  return [root.querySelectorAll(selector).length, window.ran ?? 0]; }"""


@pytest.fixture
def chat(page, place):
    return Chat.at(page, f"{place.town}/strict")


def clean(chat):
    chat.page.wait_for_timeout(300)
    assert chat.page.evaluate(INSIDE, STRANGE) == [0, 0]


def open_all(chat):
    chat.page.evaluate(
        """() => { for (const d of document.querySelector('evidence-chat').shadowRoot
          .querySelectorAll('details.source')) d.open = true; }"""
    )


def show(chat, place, answer):
    chat.page.route("**/image?*", lambda route: route.fulfill(status=404))
    with place.line.acting(tell(answer)):
        chat.ask()
        expect(chat.root.locator(".verdict")).to_be_visible()


def test_there_are_enough_payloads():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 250


def test_quotes_and_statements_run_nothing(chat, place):
    show(chat, place, answers.answer("answered", map(answers.statement, PAYLOADS)))
    expect(chat.root.locator(".statements li")).to_have_count(len(PAYLOADS))
    texts = chat.root.locator(".statements blockquote").all_text_contents()
    assert texts == [f"“{payload}”" for payload in PAYLOADS]
    chat.root.locator("button.mark").first.click()
    chat.button("Print a dated answer sheet").click()
    clean_but_for_the_sheet = chat.page.evaluate(INSIDE, STRANGE.replace("iframe, ", ""))
    assert clean_but_for_the_sheet == [0, 0]


def test_titles_authors_and_addresses_run_nothing(chat, place):
    told = [
        answers.statement(
            title=p,
            authors=[p],
            publisher=p,
            url=p,
            document_id=p,
            standing=p,
            ratings=[],
            rating_note=p,
        )
        for p in PAYLOADS
    ]
    show(chat, place, answers.answer("answered", told))
    titles = chat.root.locator("details.source cite").all_text_contents()
    assert titles == PAYLOADS
    links = chat.root.locator("a").evaluate_all(
        "all => all.map((a) => [a.protocol, a.rel, a.host])"
    )
    assert {tuple(link) for link in links} == {
        ("http:", "noopener noreferrer", place.service.removeprefix("http://"))
    }
    clean(chat)


def test_ratings_run_nothing(chat, place):
    ratings = [
        answers.rating(in_words=p, level=p, rater=p, date=p, source=p, intervention=p, outcome=p)
        for p in PAYLOADS
    ]
    show(chat, place, answers.answer("answered", [answers.statement(ratings=ratings)]))
    open_all(chat)
    expect(chat.root.locator(".ratings > li")).to_have_count(len(PAYLOADS))
    assert chat.root.locator(".ratings .symbol").all_text_contents() == PAYLOADS
    clean(chat)


def test_the_head_and_what_is_left_open_run_nothing(chat, place):
    sides = [answers.finding(p, "none", p, origin=p, in_words=p, points=p) for p in PAYLOADS]
    about = {"intervention": "", "outcome": PAYLOADS[0], "findings": sides, "in_words": PAYLOADS[0]}
    outcome = about | {"state": "careful findings differ", "leads": True}
    evidence = answers.EMPTY | {
        "summary": PAYLOADS[0],
        "rest": PAYLOADS,
        "not_known": PAYLOADS,
        "outcomes": [outcome, outcome | {"outcome": "another"}],
        "differences": [about | {"aspects": {"country": PAYLOADS}}],
    }
    read = {"note": PAYLOADS[0], "expansions": [{"term": p, "added": [p]} for p in PAYLOADS]}
    left = {"missing": PAYLOADS, "gap": answers.statement(PAYLOADS[0]), "did_you_mean": PAYLOADS[0]}
    told = [answers.statement()]
    show(chat, place, answers.answer("partial", told, evidence=evidence, **read, **left))
    rest = chat.root.locator(".head > ul.plain > li").all_text_contents()
    assert rest == [PAYLOADS[0], *PAYLOADS]
    expect(chat.root.locator(".columns > li")).to_have_count(len(PAYLOADS))
    unknown = chat.root.locator("[part=unknown] .plain > li").all_text_contents()
    assert unknown[: len(PAYLOADS)] == [f"Not found here: {p}" for p in PAYLOADS]
    clean(chat)


def test_questions_and_errors_run_nothing(chat, place):
    """Each is asked for itself, and the service's refusal repeats it."""
    asking = """async (payloads) => {
      const root = document.querySelector('evidence-chat').shadowRoot;
      const box = root.querySelector('#box');
      const shown = { questions: 0, errors: 0, stopped: 0 };
      const until = async (test) => { while (!test()) await new Promise((r) => setTimeout(r, 5)); };
      for (const payload of payloads) {
        box.value = payload;
        root.querySelector('form').requestSubmit();
        await until(() => root.querySelector('.failed, #fault p'));
        const failed = root.querySelector('.failed p')?.textContent ?? '';
        if (root.querySelector('.turn summary')?.textContent.includes(payload.trim())) shown.questions += 1;
        if (failed.includes(payload.trim())) shown.errors += 1;
        if (root.querySelector('#fault p')) shown.stopped += 1;
        const again = root.querySelector('.ending button');
        if (again) again.click(); else { box.value = ''; root.querySelector('#fault').textContent = ''; }
        await until(() => !root.querySelector('form .send button').hasAttribute('aria-disabled'));
      }
      return shown;
    }"""

    async def echo(line):
        await refuse(422, detail=line.asked["question"])(line)

    with place.line.acting(echo):
        shown = chat.page.evaluate(asking, [payload.strip() for payload in PAYLOADS])
    assert shown["questions"] == shown["errors"] == len(PAYLOADS) - shown["stopped"]
    assert shown["questions"] >= 250
    clean(chat)


def test_attributes_and_strings_run_nothing(chat):
    making = """(payloads) => { for (const payload of payloads) {
        const one = document.createElement('evidence-chat');
        const strings = JSON.stringify({ label: payload, hint: payload, ask: payload, samples: [payload] });
        for (const [name, value] of Object.entries({ heading: payload, api: payload, lang: payload, strings,
            filters: payload, samples: payload })) one.setAttribute(name, value);
        document.body.append(one);
      }
      const all = [...document.querySelectorAll('evidence-chat')].slice(1);
      return all.map((one) => [one.shadowRoot.querySelector('#title').textContent,
        one.shadowRoot.querySelector('label').textContent,
        one.shadowRoot.querySelectorAll('script, style, iframe, img, svg, [onerror]').length]); }"""
    assert chat.page.evaluate(making, PAYLOADS) == [[p, p, 0] for p in PAYLOADS]
    clean(chat)


@pytest.mark.parametrize("kind", ["lenient", "plain"])
def test_a_careless_sink_would_be_caught(page, place, faults, kind):
    """The control: the same payloads as markup are reported by the policy, or run without one."""
    Chat.at(page, f"{place.town}/{kind}")
    page.evaluate(
        """(payloads) => { const place = document.querySelector('evidence-chat').shadowRoot.querySelector('.log');
          place.innerHTML = payloads.join(''); }""",
        [payload for payload in PAYLOADS if payload.startswith("<img")],
    )
    page.wait_for_timeout(500)
    strange, ran = page.evaluate(INSIDE, STRANGE)
    assert strange > 0
    assert bool(faults) == (kind == "lenient")
    assert ran == (0 if kind == "lenient" else 1)
    faults.clear()


def test_markup_is_refused_by_the_browser_itself_where_trusted_types_are_required(chat, faults):
    refused = chat.page.evaluate(
        "(() => { try { document.body.innerHTML = '<b>x</b>'; return ''; } catch (e) { return e.name; } })()"
    )
    assert refused == "TypeError"
    faults.clear()


def test_messages_of_other_windows_are_not_listened_to(chat):
    assert "postMessage" not in chat.page.evaluate(
        "fetch(document.querySelector('script[src]').src).then((r) => r.text())"
    )
    assert json.dumps(chat.page.evaluate("typeof onmessage")) == '"object"'
