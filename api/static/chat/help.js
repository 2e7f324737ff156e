/* A status in, what a reader can do next out: refusals, danger, and what to try. */
import { link, make, quoted } from "./dom.js";

const LINES = [
  ["999", "tel:999"],
  ["NSPCC 0808\u00a0800\u00a05000", "tel:08088005000"],
  ["Childline 0800\u00a01111", "tel:08001111"],
];

/** Say where help is, at once and without a request. */
export function signpost(say, sent) {
  const heading = make("h3", { tabindex: "-1" }, say("heading.safeguarding"));
  const calls = LINES.map(([text, href]) => make("li", {}, make("a", { href }, text)));
  const element = make(
    "section",
    { class: "danger", part: "danger" },
    heading,
    make("p", {}, make("strong", {}, say("danger_now"))),
    make("p", {}, say("danger_next")),
    make("p", {}, say("danger_lines")),
    make("ul", { class: "calls" }, calls),
    make("p", { class: "soft" }, say(sent ? "danger_screened" : "danger_unsent")),
  );
  return { element, heading };
}

/** Say what to do after a refusal, in the words of that refusal; nothing after an answer. */
export function nextStep({ say, service, widen }, status) {
  if (!say.knows(`next.${status}`)) return null;
  return make(
    "div",
    { class: "next" },
    make("p", {}, say(`next.${status}`)),
    status === "no_evidence" && widen(),
    make("p", {}, link(say, say("library"), "library", service.base)),
  );
}

/** Give the message of an answer in the reader's language, else the service's own. */
export function messageOf(say, answer) {
  const key = `message.${answer.status}`;
  return say.knows(key) ? make("p", {}, say(key)) : quoted("p", answer.message);
}
