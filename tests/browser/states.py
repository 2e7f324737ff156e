"""Every state that a reader can be in, reached as a reader reaches it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.chat import Chat
from tests.browser.rough import refuse, stream, tell

BLOCKED = "My client Jayden Quokkaford, 7, born 03/05/2016, keeps running away. What works?"
DANGER = "A child told me today that her uncle is hitting her"


@contextmanager
def empty(_chat, _place) -> Iterator[None]:
    yield


@contextmanager
def typing(chat, _place):
    chat.root.locator("details.filters summary").click()
    chat.box.fill("Do family group conferences help? " * 55)
    yield


@contextmanager
def blocked(chat, _place):
    chat.ask(BLOCKED)
    chat.sees("so it was not sent")
    yield


@contextmanager
def danger(chat, _place):
    chat.ask(DANGER)
    chat.sees("call 999")
    yield


@contextmanager
def streaming(chat, place):
    with place.line.acting(stream(answers.answered(), pause=60)):
        chat.ask()
        expect(chat.root.locator(".statements li")).to_have_count(1)
        yield
        chat.button("Stop").click()
        chat.sees("Stopped.")


@contextmanager
def answered(chat, place, told=None):
    with place.line.acting(tell(told or answers.answered())):
        chat.ask().answered()
    yield


@contextmanager
def conflict(chat, place):
    with answered(chat, place, answers.conflicting()):
        yield


@contextmanager
def partial(chat, place):
    with place.line.acting(tell(answers.partial())):
        chat.ask().answered("A part of the answer")
    yield


@contextmanager
def refused(chat, place):
    with place.line.acting(tell(answers.refused())):
        chat.ask().answered("No answer found in this library")
    yield


@contextmanager
def error(chat, place):
    with place.line.acting(refuse(429, wait=60)):
        chat.ask()
        chat.sees("The service is busy.")
    yield


@contextmanager
def offline(chat, _place):
    chat.box.focus()
    chat.page.wait_for_load_state("networkidle")
    chat.page.context.set_offline(True)
    chat.ask()
    chat.sees("You seem to be offline.")
    yield
    chat.page.context.set_offline(False)


@contextmanager
def feedback(chat, place):
    with answered(chat, place):
        chat.button("No").click()
        yield


@contextmanager
def page_open(chat, place):
    with answered(chat, place):
        chat.root.locator("button.mark").first.click()
        source = chat.root.locator("details.source").first
        expect(source.locator("mark")).to_be_visible()
        expect(source.get_by_text("What this level means:")).to_be_visible()
        picture = source.locator("img").element_handle()
        chat.page.wait_for_function("i => i.complete", arg=picture)
        yield


STATES: dict[str, Callable[..., AbstractContextManager[None]]] = {
    state.__name__: state
    for state in (
        empty, typing, blocked, danger, streaming, answered, conflict, partial, refused, error,
        offline, feedback, page_open,
    )
}  # fmt: skip


def fresh(page, place) -> Chat:
    return Chat.at(page, f"{place.town}/strict")
