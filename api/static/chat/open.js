/* An answer in, what it leaves open out: how sure it is, what was searched, what is not known. */
import { shortened } from "./cite.js";
import { fill, make, quoted } from "./dom.js";
import { capital } from "./rating.js";
import { sourceOf } from "./source.js";

const SUREST = 9;

export function sureOf(say, { confidence }) {
  if (confidence === null) return null;
  const tenths = Math.min(SUREST, Math.round(confidence * 10));
  return make("p", { class: "soft" }, say("sure", { tenths }));
}

export function reachOf(say, { searched, engine }) {
  if (!searched) return null;
  const { documents, pages, of_documents: all } = searched;
  const key = documents < all ? "reach_of" : "reach";
  const reach = make("p", { class: "soft" }, say(key, { documents, pages, all }));
  if (engine !== "extractive") fill(reach, ` ${say("answered_by", { engine })}`);
  return reach;
}

/** Say which parts have no answer and what reports say is not known; null where it is nothing. */
export function unknownOf(chat, answer) {
  const { say } = chat;
  const { evidence, gap, missing, statements } = answer;
  const lines = [
    ...missing.map((part) => say("not_here", { part })),
    ...evidence.not_known.map((one) => `${capital(one)}.`),
  ].map((line) => quoted("li", line));
  if (statements.length) lines.push(make("li", {}, say("unknown_always")));
  if (!lines.length && !gap) return null;
  const section = make("section", { part: "unknown" }, make("h4", {}, say("unknown")));
  if (lines.length) fill(section, make("ul", { class: "plain" }, lines));
  if (gap) fill(section, make("p", {}, say("gap")), passages(chat, gap.citations, answer));
  return section;
}

/** List passages that are no answer, in short, each with its source to open. */
export function passages(chat, found, answer) {
  const items = found.map((one) =>
    make("li", {}, quoted("blockquote", shortened(one.quote)), sourceOf(chat, one, 0, () => answer).element),
  );
  return make("ul", { class: "sources" }, items);
}
