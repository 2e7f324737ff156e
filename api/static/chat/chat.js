/*
 * <evidence-chat api="https://evidence.example.org">: a question in, cited quotations out. What it
 * holds when no script runs (a form) is its fallback. docs/embedding.md lists its attributes.
 */
import { button, fill, make, refill } from "./dom.js";
import { daysKept } from "./check.js";
import { Filters } from "./filters.js";
import { Form, samplesOf } from "./form.js";
import { panel, popup } from "./frame.js";
import { signpost } from "./help.js";
import {
  appendChild,
  attachShadow,
  decode,
  getAttribute,
  isArray,
  listen,
  remove,
  removeAttribute,
  setAttribute,
} from "./keep.js";
import { Service } from "./service.js";
import { Turn } from "./turn.js";
import { languageOf, speaker } from "./words.js";
import sheet from "./chat.css" with { type: "css" };

const HOME = new URL(".", import.meta.url).href;
const LONGEST_WAIT = 30;

class EvidenceChat extends HTMLElement {
  #turns = [];
  #generation = null;
  #busy = false;
  #lang = "en";

  connectedCallback() {
    if (this.shadowRoot) return;
    this.root = attachShadow(this, { mode: "open" });
    this.root.adoptedStyleSheets = [sheet];
    this.#lang = languageOf(this);
    const own = this.#data("strings", {});
    const say = speaker(this.#lang, own);
    const status = make("p", { role: "status", class: "unseen" });
    this.chat = {
      say,
      lang: this.#lang,
      root: this.root,
      service: new Service(getAttribute(this, "api"), HOME),
      silence: Number(getAttribute(this, "wait")) || LONGEST_WAIT,
      announce: (text) => refill(status, text),
      again: (question, changed) => this.#again(question, changed),
      retry: (turn) => this.#again(turn.asked.question, turn.asked, turn),
      widen: () => this.#widen(),
    };
    this.filters = new Filters(say, this.#data("filters", {}));
    this.form = new Form(this.chat, this.filters, () => this.#submit());
    this.log = make("div", { class: "log", part: "log" });
    this.danger = make("div");
    this.samples = make("div");
    this.ending = make("div", { class: "ending" });
    this.#suggest();
    const title = getAttribute(this, "heading") ?? say("title");
    const heading = make("h2", { id: "title", part: "title" }, title);
    const body = [this.log, this.danger, this.form.element, this.samples, this.ending, status];
    const shown = getAttribute(this, "mode") === "popup" ? this.#popup(heading, body) : panel(heading, body);
    fill(this.root, make("div", { class: "base", lang: this.#lang, part: "base" }, shown));
    const warn = (screen) => this.form.warn(daysKept(screen));
    listen(this.form.box, "focus", () => this.chat.service.rules().then(warn, () => {}), { once: true });
  }

  #popup(heading, body) {
    const { shown, show } = popup(this.chat.say, heading, body, this.form.box);
    if (getAttribute(this, "open") !== null) queueMicrotask(show);
    return shown;
  }

  #data(name, otherwise) {
    try {
      const value = decode(getAttribute(this, name) ?? "");
      return typeof value === "object" && value ? value : otherwise;
    } catch {
      return otherwise;
    }
  }

  #suggest() {
    const given = this.#data("samples", this.chat.say.samples);
    const samples = isArray(given) ? given.filter((one) => typeof one === "string") : [];
    refill(this.samples, samplesOf(this.chat, samples));
  }

  #widen() {
    if (!this.filters.used) return null;
    const { say } = this.chat;
    return button(
      say("clear_filters"),
      () => {
        this.filters.clear();
        this.#again(this.#turns.at(-1).asked.question);
      },
    );
  }

  /** Put a question in the box and ask it; `replaced` is a turn that the new one stands for. */
  #again(question, changed = {}, replaced = null) {
    if (this.#busy) return;
    this.form.box.value = question;
    const { expand, confirmed } = changed;
    this.#submit({ expand, confirmed, replaced });
  }

  async #submit({ expand, confirmed, replaced } = {}) {
    if (this.#busy) return;
    const wrong = this.form.wrong();
    this.form.allow();
    if (wrong) {
      this.form.refuse(wrong[0], [], wrong[1]);
      return;
    }
    this.#busy = true;
    setAttribute(this.form.send, "aria-disabled", "true");
    try {
      const { question } = this.form;
      refill(this.danger);
      if (await this.#mayBeSent(question, confirmed))
        await this.#ask({ question, filters: this.filters.read() ?? undefined, confirmed, expand }, replaced);
    } finally {
      this.#busy = false;
      removeAttribute(this.form.send, "aria-disabled");
    }
  }

  /** Screen a question here, where nothing of it has left the browser yet. */
  async #mayBeSent(question, confirmed) {
    const { say, announce, service } = this.chat;
    announce(say("screening"));
    let found;
    try {
      const screen = await service.rules();
      this.form.warn(daysKept(screen));
      found = screen(question, Boolean(confirmed));
    } catch {
      this.form.refuse(say("unchecked"));
      return false;
    }
    if (found.status === "safeguarding") this.#signpost(false);
    if (found.status === "personal_data") this.#block(found);
    return !["safeguarding", "personal_data"].includes(found.status);
  }

  #block({ kinds, confirmable }) {
    const { say } = this.chat;
    const named = Object.keys(kinds).map((kind) => say(`kind.${kind}`)).join(", ");
    const confirm = () => {
      this.form.allow();
      this.#submit({ confirmed: true });
    };
    if (confirmable) this.form.refuse(say("doubtful"), button(say("confirm"), confirm));
    else this.form.refuse(say("blocked", { kinds: named }));
  }

  #signpost(sent) {
    const { say, announce } = this.chat;
    const { element, heading } = signpost(say, sent);
    refill(this.danger, element);
    heading.focus();
    announce(`${say("heading.safeguarding")}. ${say("danger_now")}`);
  }

  async #ask(asked, replaced) {
    const { say } = this.chat;
    const turn = new Turn(this.chat, asked);
    for (const earlier of this.#turns) earlier.element.open = false;
    if (replaced) {
      remove(replaced.element);
      this.#turns = this.#turns.filter((one) => one !== replaced);
    }
    this.#turns.push(turn);
    appendChild(this.log, turn.element);
    refill(this.samples);
    refill(this.ending, button(say("again"), () => this.#restart()), make("p", { class: "soft" }, say("tab_only")));
    turn.summary.focus();
    const answer = await turn.run();
    if (!answer || !turn.element.isConnected) return;
    if (["safeguarding", "personal_data"].includes(answer.status)) this.#refused(turn, answer);
    else this.#answered(turn, answer);
  }

  #answered(turn, answer) {
    const { say, announce } = this.chat;
    turn.view.done(answer);
    if (this.#generation && answer.generation !== this.#generation)
      fill(turn.told, make("p", { class: "note", part: "note" }, say("new_index")));
    this.#generation = answer.generation;
    if (this.form.question === turn.asked.question) this.form.box.value = "";
    this.form.typed();
    const count = answer.statements.length;
    const quotations = count ? ` ${say.count("quotations", count)}` : "";
    announce(say("ready", { heading: say(`heading.${answer.status}`) }) + quotations);
  }

  /** The server stopped what the screening here let through: the question stays in the box only. */
  #refused(turn, { status, message, screening }) {
    remove(turn.element);
    this.#turns = this.#turns.filter((one) => one !== turn);
    if (status === "safeguarding") this.#signpost(true);
    else if (screening?.confirmable) this.#block(screening);
    else this.form.refuse(message);
  }

  #restart() {
    for (const turn of this.#turns) turn.stop();
    this.#turns = [];
    this.#generation = null;
    for (const place of [this.log, this.danger, this.ending]) refill(place);
    this.form.box.value = "";
    this.form.allow();
    this.form.typed();
    this.#suggest();
    this.form.box.focus();
  }
}

if (!customElements.get("evidence-chat")) customElements.define("evidence-chat", EvidenceChat);
