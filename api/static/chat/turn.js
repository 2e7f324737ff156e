/* A question that is being answered: its progress, its answer, and what went wrong with it. */
import { AnswerView } from "./answer.js";
import { Failure } from "./ask.js";
import { button, make, refill } from "./dom.js";
import { later } from "./keep.js";
import { passages } from "./open.js";

const STEPS = ["searching", "reading", "checking", "arriving"];
const WAITING = new Set(["busy", "away"]);

export class Turn {
  #stopped = new AbortController();

  constructor(chat, asked) {
    const { say } = chat;
    this.chat = chat;
    this.asked = asked;
    this.view = new AnswerView(chat, asked.question);
    this.progress = make("div", { class: "progress", part: "progress" });
    this.told = make("div");
    const unseen = make("span", { class: "unseen" }, `${say("you_asked")} `);
    this.summary = make("summary", {}, make("h3", {}, unseen, asked.question));
    this.element = make(
      "details",
      { class: "turn", open: true, part: "turn" },
      this.summary,
      make("div", { class: "body" }, this.progress, this.view.element, this.told),
    );
  }

  stop() {
    this.#stopped.abort();
  }

  /** Ask, and show what comes as it comes. Gives the answer, or null where none came whole. */
  async run() {
    const { service, silence } = this.chat;
    this.#step("searching");
    try {
      for await (const [type, data] of service.ask(this.asked, this.#stopped.signal, silence)) {
        if (type === "status") this.#step(data.stage);
        else if (type === "evidence") this.view.evidence(data);
        else if (type === "statement") {
          if (!this.view.statements.length) this.#step("arriving");
          this.view.statement(data);
        } else if (type === "done") {
          this.#settle(this.summary);
          return data;
        }
      }
      throw new Failure("broken");
    } catch (error) {
      this.#failed(error);
      return null;
    }
  }

  #step(stage) {
    const { say, announce } = this.chat;
    const step = STEPS.includes(stage) ? stage : "searching";
    const said = say(step);
    if (this.said !== said) announce(said);
    this.said = said;
    if (this.line) refill(this.line, said);
    else {
      this.line = make("p", {}, said);
      refill(this.progress, this.line, button(say("stop"), () => this.stop()));
    }
  }

  /** Take the progress away; focus that stood on its button goes on to `next`. */
  #settle(next) {
    const held = this.progress.contains(this.chat.root.activeElement);
    refill(this.progress);
    this.line = this.said = null;
    if (held) next.focus();
  }

  /** Show passages where answers are switched off; they stand for no answer. */
  async #search() {
    const { say, announce, service, silence } = this.chat;
    refill(this.told);
    this.#step("searching");
    this.progress.querySelector("button").focus();
    try {
      const found = await service.search(this.asked, this.#stopped.signal, silence);
      const heading = make("h4", { tabindex: "-1" }, say("nearest"));
      const shown = found.hits.length ? passages(this.chat, found.hits, found) : make("p", {}, say("no_passages"));
      refill(this.told, make("section", { part: "nearest" }, heading, shown));
      this.#settle(heading);
      announce(say("passages_instead"));
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error) {
    const { say, announce } = this.chat;
    const some = this.view.statements.length > 0;
    const said = this.#stopped.signal.aborted
      ? say(some ? "stopped" : "stopped_early")
      : failureWords(say, error, some);
    const off = error.kind === "answers_off";
    const retry = off
      ? button(say("search_instead"), () => this.#search())
      : button(say("retry"), () => this.chat.retry(this));
    const line = make("p", { class: "warn" }, said);
    refill(this.told, make("div", { class: "failed", part: "failure" }, line, retry));
    this.#settle(retry);
    announce(said);
    if (error.wait && WAITING.has(error.kind)) {
      later(() => retry.isConnected && announce(say("retry_now")), error.wait * 1000);
    }
  }
}

function failureWords(say, { kind, wait, detail }, some) {
  const seconds = wait && say.count("seconds", wait);
  if (some) return say("fail.broken");
  if (kind === "broken") return say("fail.broken_early");
  if (WAITING.has(kind)) return say(`fail.${kind}${wait ? "" : "_soon"}`, { seconds });
  if (kind === "slow") return say("fail.slow", { seconds });
  if (kind === "refused") return say("fail.refused", { detail });
  return say(say.knows(`fail.${kind}`) ? `fail.${kind}` : "fail.failed");
}
