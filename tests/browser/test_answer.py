"""What a person reads, opens, copies, prints and says of an answer."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.chat import QUESTION, Chat
from tests.browser.rough import tell


@pytest.fixture
def chat(page, place):
    return Chat.at(page, f"{place.town}/strict")


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


def test_a_language_model_that_chose_the_sentences_is_named(chat, place):
    with place.line.acting(tell(answers.answered(engine="extractive, joined by <b>small</b>"))):
        chat.ask().answered()
    chat.sees("Answered by: extractive, joined by <b>small</b>.")


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
    chat.sees("Thank you. Your reason was kept, your question was not sent.")
    posted = [one for one in sent if one.method == "POST"]
    assert posted[-1].post_data_json == {
        "helpful": False,
        "reason": "out_of_date",
        "answer": {"generation": "000001", "status": "answered"},
    }
    assert posted[-1].response().status == 204
