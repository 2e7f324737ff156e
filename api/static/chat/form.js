/* A box for a question, with a count near its limit, what is wrong with it, and samples. */
import { button, make, refill } from "./dom.js";
import { removeAttribute, setAttribute } from "./keep.js";

const LONGEST = 2000;
const NEAR = 200;

export class Form {
  constructor(chat, filters, submit) {
    const { say } = chat;
    this.chat = chat;
    this.filters = filters;
    this.count = make("p", { class: "soft", id: "count" });
    this.fault = make("div", { class: "fault", id: "fault", part: "fault" });
    this.box = make("textarea", {
      id: "box",
      rows: 3,
      required: true,
      autocomplete: "off",
      "aria-describedby": "hint count fault",
      part: "box",
      input: () => this.typed(),
      keydown: (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        submit();
      },
    });
    this.kept = make("span");
    this.send = make("button", { type: "submit", part: "ask" }, say("ask"));
    this.element = make(
      "form",
      {
        novalidate: true,
        part: "form",
        submit: (event) => {
          event.preventDefault();
          submit();
        },
      },
      make("label", { for: "box" }, say("label")),
      make("p", { id: "hint", class: "soft" }, say("hint"), " ", say("keys"), " ", this.kept),
      this.fault,
      this.box,
      this.count,
      filters.element,
      make("div", { class: "send" }, this.send),
    );
  }

  get question() {
    return this.box.value.trim();
  }

  /** Say, beside the box and before anything is sent, that questions are kept. */
  warn(days) {
    refill(this.kept, days > 0 && this.chat.say.count("kept", days));
  }

  typed() {
    const left = LONGEST - Array.from(this.box.value).length;
    const said = left < 0 ? this.chat.say.count("over", -left) : this.chat.say.count("left", left);
    refill(this.count, left <= NEAR && said);
    if (left < 0 !== this.over) {
      this.over = left < 0;
      if (this.over) this.chat.announce(said);
    }
  }

  /** Say what is wrong beside the box, with what may be done about it, and go back to the box. */
  refuse(said, actions = [], input = this.box) {
    refill(this.fault, make("p", { class: "warn" }, said), make("div", { class: "actions" }, actions));
    setAttribute(input, "aria-invalid", "true");
    if (input !== this.box) {
      setAttribute(input, "aria-describedby", "fault");
      this.filters.element.open = true;
    }
    input.focus();
    this.chat.announce(said);
  }

  allow() {
    refill(this.fault);
    for (const input of [this.box, this.filters.from, this.filters.to])
      removeAttribute(input, "aria-invalid");
  }

  /** Give what is plainly wrong with the question or the filters; null where nothing is. */
  wrong() {
    const { say } = this.chat;
    const fault = this.filters.fault();
    const over = Array.from(this.box.value).length - LONGEST;
    if (!this.question) return [say("empty"), this.box];
    if (over > 0) return [say.count("over", over), this.box];
    return fault && [say(fault.key), fault.input];
  }
}

export function samplesOf({ say, again }, samples) {
  if (!samples.length) return null;
  const items = samples.map((text) => make("li", {}, button(text, () => again(text), { lang: "en" })));
  return make(
    "section",
    { class: "samples", part: "samples" },
    make("h3", {}, say("samples_heading")),
    make("ul", {}, items),
  );
}
