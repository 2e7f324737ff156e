"""A page with the widget in, what a person does with it and sees of it out."""

from playwright.sync_api import Locator, Page, expect

QUESTION = "Do family group conferences keep children out of care?"


class Chat:
    def __init__(self, page: Page, root: Locator | None = None):
        self.page = page
        self.root = root or page.locator("evidence-chat").first
        self.box = self.root.get_by_role("textbox", name="Your question", exact=True)
        self.turns = self.root.locator("details.turn")
        self.status = self.root.get_by_role("status")

    @classmethod
    def at(cls, page: Page, address: str) -> "Chat":
        page.goto(address)
        chat = cls(page)
        expect(chat.box).to_be_visible()
        return chat

    def ask(self, question: str = QUESTION) -> "Chat":
        self.box.fill(question)
        self.box.press("Enter")
        return self

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def heading(self, name: str) -> Locator:
        return self.root.get_by_role("heading", name=name)

    def sees(self, text: str) -> None:
        expect(self.root.get_by_text(text).first).to_be_visible()

    def answered(self, heading: str = "What the library says") -> "Chat":
        expect(self.heading(heading).last).to_be_visible()
        return self

    def focused(self) -> str:
        """Name what holds the focus, inside the widget's own tree."""
        return str(
            self.page.evaluate(
                """() => { let e = document.activeElement;
              while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
              return `${e?.localName} ${(e?.textContent || e?.id || "").trim().slice(0, 60)}`; }"""
            )
        )
