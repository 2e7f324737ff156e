/* The steps of an answer in, what is read of it out: head, statements, sources, and what next. */
import { pageWords, plainText, today } from "./cite.js";
import { copyButton } from "./copy.js";
import { button, fill, make, quoted, refill } from "./dom.js";
import { feedbackOn } from "./feedback.js";
import { headOf } from "./head.js";
import { messageOf, nextStep } from "./help.js";
import { passages, reachOf, sureOf, unknownOf } from "./open.js";
import { printSheet } from "./sheet.js";
import { sourceOf } from "./source.js";

export class AnswerView {
  statements = [];
  sources = [];
  answer = null;

  constructor(chat, question) {
    this.chat = chat;
    this.question = question;
    this.top = make("div");
    this.head = make("div");
    this.said = make("div");
    this.cited = make("div");
    this.rest = make("div");
    this.list = make("ol", { class: "statements", part: "statements" });
    this.references = make("ol", { class: "sources", part: "sources" });
    this.element = make("div", {}, this.top, this.head, this.said, this.cited, this.rest);
  }

  /** Keep what the answer is worth until there is one: a refusal has no head. */
  evidence(evidence) {
    this.worth = evidence;
  }

  statement({ text, citations }) {
    const { say } = this.chat;
    if (!this.statements.length) {
      refill(this.head, this.worth && headOf(say, this.worth));
      if (!this.worth?.leads) this.cited.before(this.head);
      fill(this.said, make("h4", {}, say("said")), make("p", { class: "soft" }, say("verbatim")));
      fill(this.said, this.list);
      fill(this.cited, make("h4", {}, say("sources")), this.references);
    }
    const marks = citations.map((citation) => this.#cite(citation));
    this.statements.push({ text, numbers: marks.map(({ number }) => number) });
    const words = quoted("blockquote", `“${text}”`, { part: "statement" });
    fill(this.list, make("li", {}, words, make("p", { class: "marks" }, marks.map((m) => m.mark))));
  }

  done(answer) {
    const { say } = this.chat;
    this.answer = answer;
    const has = answer.statements.length > 0;
    if (has) this.evidence(answer.evidence);
    for (const statement of answer.statements.slice(this.statements.length)) this.statement(statement);
    refill(this.top, make("h4", { class: "verdict" }, say(`heading.${answer.status}`)));
    fill(this.top, messageOf(say, answer), has ? sureOf(say, answer) : reachOf(say, answer));
    fill(this.top, this.#reading(answer));
    refill(
      this.rest,
      unknownOf(this.chat, answer),
      has && reachOf(say, answer),
      nextStep(this.chat, answer.status),
      this.#nearest(answer),
      this.#actions(),
      feedbackOn(this.chat, answer),
    );
  }

  #cite(citation) {
    const { say } = this.chat;
    const number = this.sources.length + 1;
    const { element, summary } = sourceOf(this.chat, citation, number, () => this.answer);
    this.sources.push({ source: citation, number });
    fill(this.references, make("li", {}, element));
    const show = () => {
      element.open = true;
      summary.focus();
    };
    const named = `${say("source_n", { n: number })}: ${citation.title}, ${pageWords(say, citation)}`;
    return { number, mark: button(`[${number}]`, show, { class: "mark", "aria-label": `[${number}] ${named}` }) };
  }

  #reading({ expansions, did_you_mean: meant, note }) {
    const { say, again } = this.chat;
    const words = expansions
      .map(({ term, added }) => say("for_term", { term, added: added.join(", ") }))
      .join("; ");
    return [
      note && quoted("p", note, { class: "soft" }),
      meant &&
        make(
          "p",
          { class: "reading" },
          quoted("span", say("did_you_mean", { question: meant })),
          " ",
          button(say("ask_this"), () => again(meant)),
        ),
      words &&
        make(
          "p",
          { class: "reading" },
          quoted("span", say("searched_for", { words })),
          " ",
          button(say("undo"), () => again(this.question, { expand: false })),
        ),
    ];
  }

  #nearest({ nearest }) {
    if (!nearest.length) return null;
    const heading = make("h4", {}, this.chat.say("nearest"));
    return make("section", { part: "nearest" }, heading, passages(this.chat, nearest, this.answer));
  }

  #actions() {
    const { say, lang, announce } = this.chat;
    const told = make("div");
    const text = () => plainText(say, this, today(lang));
    return [
      make(
        "div",
        { class: "actions" },
        copyButton(say, say("copy_answer"), text, told, announce),
        button(say("print"), () => printSheet(this.chat, text())),
      ),
      told,
    ];
  }
}
