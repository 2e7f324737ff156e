/* A cited report in, references to it in plain text out: Harvard, RIS, and a whole answer. */
import { webAddress } from "./dom.js";

const LOCALES = { en: "en-GB", cy: "cy-GB" };

const SHORT = 300;

const oneLine = (text) => String(text ?? "").replace(/\s+/g, " ").trim();

/** Give the beginning of a passage, in whole words. */
export function shortened(text) {
  const line = oneLine(text);
  return line.length > SHORT ? `${line.slice(0, SHORT).replace(/\s\S*$/, "")} …` : line;
}

export function today(lang) {
  return new Date().toLocaleDateString(LOCALES[lang], { dateStyle: "long" });
}

/** Say a month or a year, as `2019-05` or `2019`, in words. */
export function monthIn(lang, date) {
  const form = { year: "numeric", timeZone: "UTC" };
  if (date.length > 4) form.month = "long";
  return new Date(date).toLocaleDateString(LOCALES[lang], form);
}

/** Say where words stand: the page of the file, the printed one if it is another, and a scan. */
export function pageWords(say, { page, page_label: label, scan_note: scan }) {
  const printed = label && label !== String(page);
  return [say(printed ? "page_printed" : "page", { page, label }), scan].filter(Boolean).join(", ");
}

/** Give the address of a PDF opened at a page (Acrobat's #page=), of any other report as it is. */
export function atPage(url, page) {
  if (!url || webAddress(url) === null) return null;
  const isPdf = new URL(url).pathname.toLowerCase().endsWith(".pdf");
  return isPdf ? `${url.split("#")[0]}#page=${page}` : url;
}

function listed(names) {
  const all = names.map(oneLine);
  return all.length > 1 ? `${all.slice(0, -1).join(", ")} and ${all.at(-1)}` : (all[0] ?? "");
}

const authorsOf = (source) =>
  source.authors.length ? source.authors : [source.publisher || "Anonymous"];

/** Harvard as in Cite Them Right: author (year) title. publisher. page. address and date. */
export function harvard(source, date) {
  const printed = source.page_label ?? source.page;
  const url = source.url && webAddress(source.url);
  return [
    `${listed(authorsOf(source))} (${source.year ?? "no date"}) ${oneLine(source.title)}.`,
    source.publisher && ` ${oneLine(source.publisher)},`,
    ` p. ${printed}.`,
    url && ` Available at: ${url} (Accessed: ${date}).`,
  ]
    .filter(Boolean)
    .join("");
}

/** RIS, the exchange format of reference managers; a value never holds a line of its own. */
export function ris(source) {
  const rows = [
    ["TY", "RPRT"],
    ["TI", source.title],
    ...source.authors.map((author) => ["AU", author]),
    ["PY", source.year],
    ["PB", source.publisher],
    ["SP", source.page_label ?? source.page],
    ["UR", source.url && webAddress(source.url)],
    ["N1", `“${source.quote}”`],
  ];
  const lines = rows.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${oneLine(value)}`);
  return `${[...lines, "ER  - "].join("\r\n")}\r\n`;
}

/** Give a whole answer as plain text, with the date, its sources and their ratings. */
export function plainText(say, turn, date) {
  const { question, answer, sources } = turn;
  const numbered = ({ source, number }) => [
    `[${number}] ${harvard(source, date)} (${pageWords(say, source)})`,
    ...(source.standing ? [`    ${source.standing}`] : []),
    ...source.ratings.map((rating) => `    ${rating.in_words}`),
    ...(source.rating_note ? [`    ${source.rating_note}`] : []),
  ];
  const near = (hit) => `“${shortened(hit.quote)}” ${harvard(hit, date)} (${pageWords(say, hit)})`;
  const parts = [
    [question, say(`heading.${answer.status}`), answer.message],
    sources.length ? [answer.evidence.summary, ...answer.evidence.lines] : [],
    turn.statements.map(({ text, numbers }) => `“${text}” ${numbers.map((n) => `[${n}]`).join("")}`),
    sources.flatMap(numbered),
    answer.nearest.length ? [say("nearest"), ...answer.nearest.map(near)] : [],
    [say("sheet_warning"), say("sheet_date", { date, generation: answer.generation })],
  ];
  return parts.map((lines) => lines.filter(Boolean).join("\n")).filter(Boolean).join("\n\n");
}
