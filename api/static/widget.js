/*
 * <evidence-chat api="https://evidence.example.org">: a question in, cited quotations out.
 * What it holds when no script runs (a form) is its fallback. All text is set as text nodes.
 */
const HOME = new URL("/", import.meta.url);
const HINT =
  "Ask a general question. Do not enter names, dates of birth, addresses or case details.";
const HEADINGS = {
  answered: "What the library says",
  partial: "A part of the answer",
  weak_evidence_only: "Weak evidence only",
  no_evidence: "No answer found in this library",
  out_of_scope: "Not something this service covers",
  needs_clarification: "Please say a little more",
  personal_data: "Please ask again without personal details",
  safeguarding: "If a child may be in danger",
};
const STYLE = `
  :host { display: block; font: 1.0625rem/1.6 system-ui, sans-serif; color: var(--ink, #2a2125);
    overflow-wrap: break-word; }
  form, ol > li { background: var(--card, #fff); border: 1px solid var(--line, #dccfc4);
    border-radius: 10px; padding: 1.1rem; }
  label { font-weight: 600; font-size: 1.15rem; }
  p { margin: 0 0 0.5rem; }
  [role=status]:not(:empty) { margin-top: 0.75rem; }
  .soft { color: var(--soft, #5f5257); }
  .warn { color: var(--warn, #8a3b12); }
  textarea { box-sizing: border-box; width: 100%; padding: 0.6rem; font: inherit; color: inherit;
    background: var(--paper, #fdf9f3); border: 1px solid var(--soft, #5f5257);
    border-radius: 6px; resize: vertical; }
  button { margin-top: 0.6rem; min-height: 2.75rem; padding: 0.4rem 1.75rem; border: 0;
    border-radius: 6px; font: inherit; font-weight: 600; cursor: pointer;
    background: var(--accent, #7a2f45); color: var(--on-accent, #fff); }
  button[aria-disabled="true"] { opacity: 0.6; cursor: progress; }
  h2 { font: 600 1.4rem/1.2 ui-serif, Georgia, serif; margin: 1.5rem 0 0.5rem; }
  ol { list-style: none; padding: 0; display: grid; gap: 0.75rem; }
  .quote { font: 1.1rem/1.5 ui-serif, Georgia, serif; white-space: pre-line; }
  a { color: var(--accent, #7a2f45); }
  :focus-visible { outline: 3px solid var(--focus, #1d4ed8); outline-offset: 2px; }
`;

function make(tag, text = "", properties = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  return Object.assign(element, properties);
}

function link(text, address) {
  const url = new URL(address, HOME);
  const safe = url.protocol === "https:" || url.protocol === "http:";
  return safe ? make("a", text, { href: url.href, rel: "noreferrer" }) : make("span", text);
}

function where(source) {
  const printed = source.page_label && source.page_label !== String(source.page);
  const page = printed
    ? `page ${source.page} of the file (printed page ${source.page_label})`
    : `page ${source.page}`;
  const said = [source.title, source.year ?? "year not known", page, source.scan_note];
  return said.filter((part) => part).join(", ");
}

class EvidenceChat extends HTMLElement {
  #box = make("textarea", "", { id: "box", rows: 3, required: true, autocomplete: "off" });
  #button = make("button", "Ask", { type: "submit" });
  #status = make("p", "", { role: "status" });
  #answer = make("div");

  connectedCallback() {
    if (this.shadowRoot) return;
    const form = make("form");
    const hint = make("p", HINT, { id: "hint", className: "soft" });
    this.#box.setAttribute("aria-describedby", "hint");
    form.append(make("label", "Your question", { htmlFor: "box" }), hint, this.#box, this.#button);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask();
    });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(form, this.#status, this.#answer);
  }

  async #ask(confirmed = false) {
    if (this.#button.ariaDisabled === "true") return;
    this.#button.ariaDisabled = "true";
    this.#answer.replaceChildren();
    this.#say("Searching the reports…");
    try {
      const response = await fetch(new URL("/v1/answer", this.getAttribute("api") ?? HOME), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ question: this.#box.value, confirmed }),
      });
      const body = await response.json();
      if (response.ok) this.#show(body);
      else this.#say(body.detail ?? "The service could not answer. Try again.", "warn");
    } catch {
      this.#say("The service could not be reached. Try again.", "warn");
    } finally {
      this.#button.ariaDisabled = "false";
    }
  }

  #say(text, className = "soft") {
    this.#status.className = className;
    this.#status.textContent = text;
  }

  #show(answer) {
    const heading = HEADINGS[answer.status] ?? "Answer";
    const list = make("ol");
    for (const statement of answer.statements) {
      const item = make("li");
      item.append(make("p", statement.text, { className: "quote" }));
      for (const citation of statement.citations) item.append(...this.#source(citation));
      list.append(item);
    }
    this.#answer.append(make("h2", heading), make("p", answer.message));
    if (answer.statements.length > 0) this.#answer.append(this.#strength(answer.evidence));
    this.#answer.append(list);
    if (answer.screening?.confirmable) {
      const again = make("button", "It is nobody in a case: search", { type: "button" });
      again.addEventListener("click", () => this.#ask(true));
      this.#answer.append(again);
    }
    if (answer.nearest.length > 0) {
      const near = make("ol");
      for (const hit of answer.nearest) {
        const item = make("li");
        item.append(make("p", hit.quote, { className: "quote" }), ...this.#source(hit));
        near.append(item);
      }
      this.#answer.append(make("h2", "Nearest passages, which may not answer it"), near);
    }
    const count = answer.statements.length;
    this.#say(count > 0 ? `${heading}. Quotations: ${count}.` : `${heading}.`);
  }

  #strength(evidence) {
    const block = make("section");
    const lines = make("ul");
    for (const line of evidence.lines) lines.append(make("li", line));
    block.append(make("h3", "How strong is this evidence?"), make("p", evidence.summary), lines);
    return block;
  }

  #source(source) {
    const id = source.document_id.split("/").map(encodeURIComponent).join("/");
    const marked = "start" in source ? `?start=${source.start}&end=${source.end}#quote` : "";
    const page = make("p");
    page.append(link(where(source), `/documents/${id}/pages/${source.page}${marked}`));
    if (source.url) page.append(" · ", link("The published report", source.url));
    const ratings = source.ratings.map((rating) => make("p", rating.in_words));
    const standing =
      source.status === "current" ? [] : [make("p", `${source.standing}.`, { className: "warn" })];
    const unrated = source.rating_note ? [make("p", source.rating_note)] : [];
    return [...standing, page, ...ratings, ...unrated];
  }
}

customElements.define("evidence-chat", EvidenceChat);
