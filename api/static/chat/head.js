/* What an answer is worth in, its head out: the evidence in lines, and what disagrees in columns. */
import { make, quoted } from "./dom.js";
import { capital } from "./rating.js";

export function headOf(say, evidence) {
  const { differences = [], not_known: unknown = [] } = evidence;
  const apart = new Set(differences.map((one) => one.in_words));
  apart.add(`Not known here: ${unknown.join("; ")}.`);
  const key = ({ intervention, outcome }) => [intervention, outcome].filter(Boolean).join(", ");
  const shown = new Set(differences.map(key));
  const outcomes = (evidence.outcomes ?? []).filter((one) => one.leads !== false);
  for (const one of outcomes)
    for (const line of evidence.lines) if (line.startsWith(`${key(one)}. ${one.in_words}`)) apart.add(line);
  const lines = [evidence.summary, ...(evidence.lines ?? [])].filter((l) => l && !apart.has(l));
  if (!lines.length) return null;
  return make(
    "section",
    { class: "head", part: "evidence" },
    make("h4", {}, say("strong")),
    make("ul", {}, lines.map((line) => quoted("li", line))),
    outcomes.map((one) => outcomeOf(one, key(one), shown.has(key(one)))),
    differences.map((difference) => sideBySide(say, difference)),
  );
}

/** Say an outcome; its findings too, unless they are set side by side below. */
function outcomeOf({ findings, in_words: words }, about, apart) {
  const found = findings.map((one) => quoted("li", `${capital(one.in_words)} [${one.origin}]`));
  return make(
    "div",
    { class: "outcome" },
    make("p", {}, quoted("strong", `${capital(about)}. `), quoted("span", words)),
    !apart && make("ul", { class: "soft" }, found),
  );
}

/** Set findings that disagree beside each other, with what else differs between them. */
function sideBySide(say, { findings, aspects, outcome, intervention }) {
  const columns = findings.map((finding, n) =>
    make(
      "li",
      {},
      quoted("p", `${capital(finding.in_words)}.`, { class: "finding" }),
      make(
        "dl",
        {},
        Object.entries(aspects).map(([aspect, values]) => [
          make("dt", {}, say(`aspect.${aspect}`)),
          values[n] ? quoted("dd", values[n]) : make("dd", {}, say("not_noted")),
        ]),
      ),
      quoted("p", finding.origin, { class: "soft" }),
    ),
  );
  return make(
    "section",
    { class: "differ", part: "differ" },
    make("h5", {}, say("differ", { outcome: outcome || intervention })),
    make("ul", { class: "columns" }, columns),
    make("p", { class: "soft" }, say("no_vote")),
  );
}

export function unknownOf(say, { evidence, missing = [] }, answered) {
  const unknown = [...missing, ...(evidence?.not_known ?? [])];
  if (!answered && !unknown.length) return null;
  return make(
    "section",
    { part: "unknown" },
    make("h4", {}, say("unknown")),
    make(
      "ul",
      {},
      unknown.map((one) => quoted("li", `${capital(one)}.`)),
      make("li", {}, say("unknown_always")),
    ),
  );
}
