/* What an answer is worth in, its head out: what was found of each outcome, and how much there is. */
import { make, quoted } from "./dom.js";
import { capital } from "./rating.js";

const subject = ({ intervention, outcome }) => [intervention, outcome].filter(Boolean).join(", ");

export function headOf(say, { summary, rest, outcomes, differences }) {
  const leading = outcomes.filter((one) => one.leads);
  return make(
    "section",
    { class: "head", part: "evidence" },
    make("h4", {}, say("strong")),
    leading.map((one) => outcomeOf(say, one, differences)),
    make("ul", { class: "plain" }, [summary, ...rest].filter(Boolean).map((line) => quoted("li", line))),
  );
}

/** Say an outcome and each finding; those that disagree stand side by side. */
function outcomeOf(say, one, differences) {
  const about = subject(one);
  const difference = differences.find((other) => subject(other).toLowerCase() === about.toLowerCase());
  return make(
    "div",
    { class: "outcome" },
    make("p", {}, quoted("strong", `${capital(about)}. `), quoted("span", one.in_words)),
    difference ? sideBySide(say, difference) : make("ul", { class: "plain soft" }, one.findings.map(findingOf)),
  );
}

const findingOf = ({ in_words: words, origin }) => quoted("li", `${capital(words)} [${origin}]`);

/** Set findings that disagree beside each other, with what else differs between them. */
function sideBySide(say, { findings, aspects, outcome, intervention }) {
  const columns = findings.map((finding, n) =>
    make(
      "li",
      {},
      quoted("p", finding.name, { class: "soft" }),
      quoted("p", `${capital(finding.points)}.`, { class: "finding" }),
      make(
        "dl",
        {},
        Object.entries(aspects).map(([aspect, values]) => [
          make("dt", {}, say(`aspect.${aspect}`)),
          values[n] ? quoted("dd", values[n]) : make("dd", {}, say("not_noted")),
        ]),
      ),
      quoted("p", capital(finding.origin), { class: "soft" }),
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
