"""A real Chromium over the real service, from the pages of another site."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, expect, sync_playwright

from api import create_app
from evidence_search import Engine, Settings
from tests.browser.rough import Rough
from tests.browser.serving import free_socket, origin_of, serving
from tests.browser.town import Town

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
expect.set_options(timeout=15_000)


@dataclass
class Place:
    """Where the service and the site that embeds its widget are."""

    service: str
    town: str
    line: Rough
    host: Town


def pytest_collection_modifyitems(items) -> None:
    if CHROMIUM is None:
        missing = pytest.mark.skip(reason="needs Chromium (Debian: apt-get install chromium)")
        for item in items:
            if "tests/browser/" in item.nodeid:
                item.add_marker(missing)


@pytest.fixture(scope="session")
def place(sample_index, sample) -> Iterator[Place]:
    near, far = free_socket(), free_socket()
    settings = Settings(
        index_dir=sample_index,
        source_dir=sample,
        encoder="hash",
        allowed_sites=(origin_of(far),),
    )
    engine = Engine.open(settings)
    line, host = Rough(create_app(engine)), Town(origin_of(near))
    with serving(line, near) as service, serving(host.app, far) as town:
        yield Place(service, town, line, host)
    engine.close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def faults() -> list[str]:
    return []


@pytest.fixture
def page(browser: Browser, faults: list[str]) -> Iterator[Page]:
    """A page of which every error and every break of its policy is noted; none is expected."""
    context = browser.new_context(viewport={"width": 1024, "height": 768})
    opened = context.new_page()
    watch(opened, faults)
    yield opened
    context.close()
    assert faults == []


def watch(page: Page, faults: list[str]) -> None:
    def asked(dialog: Dialog) -> None:
        faults.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def said(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", asked)
    page.on("console", said)
