"""
`python -m tests.browser.speed ADDRESS`: how soon the widget of a running service can be used.

Milliseconds to a box that takes keys and to the first statement read, on a connection held to 1.6
Mbit/s with 150 ms of delay (Lighthouse's slow 4G) and a processor slowed four times.
"""

import json
import sys
import time

from playwright.sync_api import sync_playwright

from tests.browser.chat import Chat
from tests.browser.conftest import ARGUMENTS, CHROMIUM

SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}


def measure(address: str) -> dict[str, int]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        page = browser.new_page()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        start = time.monotonic()
        chat = Chat.at(page, address)
        usable = time.monotonic()
        chat.ask()
        chat.root.locator(".statements li").first.wait_for()
        read = time.monotonic()
        browser.close()
    spent = {"interactive": usable - start, "first_statement": read - usable}
    return {name: round(1000 * seconds) for name, seconds in spent.items()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(sys.argv[1])) + "\n")
