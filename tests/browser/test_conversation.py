"""A person asks, reads, looks closer, narrows, copies and begins again."""

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


@pytest.mark.parametrize("leads", [True, False])
def test_what_studies_found_leads_where_the_question_is_whether_something_works(chat, place, leads):
    answer = answers.answered()
    answer["evidence"]["leads"] = leads
    with place.line.acting(tell(answer)):
        chat.ask().answered()
    strength = chat.root.get_by_text("How strong is this evidence?").bounding_box()["y"]
    said = chat.root.locator(".statements").bounding_box()["y"]
    assert (strength < said) is leads


def test_a_source_opens_on_its_quote_in_context_its_rating_and_the_picture_of_its_page(chat):
    chat.ask().answered()
    quote = chat.root.locator(".statements blockquote").first.inner_text().strip("“”")
    chat.root.locator("button.mark").first.click()
    assert chat.focused().startswith("summary Source 1")
    source = chat.root.locator("details.source").first
    expect(source.locator("mark")).to_have_text(re.sub(r"\s+", " ", quote))
    expect(source.get_by_text("What this level means:").first).to_be_visible()
    expect(source.get_by_text("published by").first).to_be_visible()
    picture = source.locator("img")
    expect(picture).to_be_visible()
    chat.page.wait_for_function(
        "i => i.complete && i.naturalWidth > 300", arg=picture.element_handle()
    )
    assert "with the quotation marked" in picture.get_attribute("alt")


def test_a_page_without_a_picture_says_so(chat):
    chat.page.route("**/image?*", lambda route: route.fulfill(status=404))
    chat.ask().answered()
    chat.root.locator("button.mark").first.click()
    chat.sees("There is no picture of this page here.")


def test_findings_that_disagree_stand_side_by_side(chat):
    chat.ask().answered()
    columns = chat.root.locator(".differ").first.locator(".columns > li")
    assert columns.count() >= 2
    tops = {columns.nth(n).bounding_box()["y"] for n in range(2)}
    assert len(tops) == 1
    chat.sees("They are not counted against each other.")


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
        chat.button("Search without these").click()
        expect(chat.turns).to_have_count(2)
        assert place.line.asked[-1]["expand"] is False
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


def test_answers_and_references_can_be_copied(chat, place):
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    read = "navigator.clipboard.readText()"
    with place.line.acting(tell(answers.answered())):
        chat.ask().answered()
    chat.button("Copy the answer").click()
    chat.sees("Copied.")
    copied = chat.page.evaluate(read)
    assert QUESTION in copied
    assert f"“{answers.QUOTE}” [1]" in copied
    assert "Overall effectiveness: 0" in copied
    chat.root.locator("button.mark").first.click()
    chat.button("Copy as Harvard reference").first.click()
    expect(chat.status).to_have_text("Copied.")
    harvard = chat.page.evaluate(read)
    assert harvard.startswith(
        "A. Author and B. Author (2023) Family group conferences before care proceedings. "
        "A university, p. 1. Available at: https://example.org/reports/fgc.pdf (Accessed: "
    )
    chat.button("Copy as RIS").first.click()
    chat.page.wait_for_function("navigator.clipboard.readText().then((t) => t.startsWith('TY'))")
    assert chat.page.evaluate(read).replace("\r", "").split("\n")[:5] == [
        "TY  - RPRT",
        "TI  - Family group conferences before care proceedings",
        "AU  - A. Author",
        "AU  - B. Author",
        "PY  - 2023",
    ]


def test_the_widget_and_the_page_without_a_script_give_the_same_references(page, place):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat = Chat.at(page, f"{place.service}/").ask().answered()
    chat.root.locator("button.mark").first.click()
    copied = []
    for name in ("Copy as Harvard reference", "Copy as RIS"):
        chat.button(name).first.click()
        chat.sees("Copied.")
        copied.append(page.evaluate("navigator.clipboard.readText()"))
    page.goto(f"{place.service}/ask")
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    reference = page.locator("details.reference").first
    assert copied[0] == reference.locator("p").first.text_content()
    assert copied[1].split() == reference.locator("pre").text_content().split()


def test_what_is_left_open_is_said_and_the_report_that_says_so_opens(chat, place):
    with place.line.acting(tell(answers.partial())):
        chat.ask().answered("A part of the answer")
    chat.sees("Not found here: how much do conferences cost?")
    chat.sees("it is right about 8 times in 10, by its own estimate")
    chat.sees("Reports searched: 17; pages: 49.")
    unknown = chat.root.locator("[part=unknown]")
    expect(unknown.locator("blockquote").first).to_have_text(answers.GAP)
    unknown.locator("summary").click()
    expect(unknown.get_by_role("button", name="Copy as RIS")).to_be_visible()
    narrowed = {"documents": 3, "pages": 9, "of_documents": 17}
    with place.line.acting(tell(answers.refused(searched=narrowed))):
        chat.ask()
        chat.sees("Reports searched: 3 of 17, as the search is narrowed; pages: 9.")


def test_a_source_says_what_kind_of_study_it_seems_and_when_a_review_searched(chat, place):
    cue = {"kind": "name", "quote": "a review", "page": 1, "start": 0, "end": 8}
    design = {
        "design": "systematic review",
        "planned": False,
        "note": "suggested",
        "cues": [cue] * 2,
    }
    told = answers.statement(
        designs=[design], searched="2019-05", ratings=[], rating_note="unrated"
    )
    with place.line.acting(tell(answers.answer("answered", [told]))):
        chat.ask().answered()
    chat.root.locator("button.mark").click()
    chat.sees("Kind of study: systematic review (suggested).")
    chat.sees("This review searched up to May 2019, as read in its text and not checked.")


def test_where_a_page_may_not_copy_the_text_is_shown_selected(page, place):
    page.add_init_script("delete Navigator.prototype.clipboard")
    chat = Chat.at(page, f"{place.town}/plain")
    with place.line.acting(tell(answers.answered())):
        chat.ask().answered()
    chat.button("Copy the answer").click()
    chat.sees("press Ctrl and C")
    assert chat.focused().startswith("textarea")
    assert answers.QUOTE in page.evaluate("String(getSelection())") or page.evaluate(
        "(() => { const b = document.querySelector('evidence-chat').shadowRoot.activeElement;"
        " return b.selectionEnd - b.selectionStart > 100; })()"
    )


def test_the_answer_sheet_is_dated_and_holds_the_sources(chat, place):
    with place.line.acting(tell(answers.answered())):
        chat.ask().answered()
    chat.button("Print a dated answer sheet").click()
    sheet = chat.root.locator("iframe").content_frame.locator("body")
    expect(sheet).to_contain_text("Answer sheet")
    expect(sheet).to_contain_text(answers.OTHER)
    expect(sheet).to_contain_text(re.compile(r"Printed \d+ \w+ 20\d\d\. Library version 000001\."))


def test_the_sheet_of_a_refusal_lists_what_is_nearest_as_no_answer(chat, place):
    with place.line.acting(tell(answers.refused())):
        chat.ask().answered("No answer found in this library")
    chat.button("Print a dated answer sheet").click()
    sheet = chat.root.locator("iframe").content_frame.locator("body")
    expect(sheet).to_contain_text(f"Nearest passages, which may not answer it\n“{answers.OTHER}”")


def test_feedback_sends_a_reason_and_not_the_question(chat):
    sent = []
    chat.page.on("request", lambda one: sent.append(one) if "feedback" in one.url else None)
    chat.ask().answered()
    chat.button("No").click()
    chat.button("Send").click()
    chat.sees("Choose a reason first.")
    chat.root.get_by_label("It is out of date").check()
    chat.button("Send").click()
    chat.sees("Thank you. Only your reason was counted.")
    posted = [one for one in sent if one.method == "POST"]
    assert posted[-1].post_data_json == {
        "helpful": False,
        "reason": "out_of_date",
        "answer": {"generation": "000001", "status": "answered"},
    }
    assert posted[-1].response().status == 204


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
