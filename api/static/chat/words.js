/* A key and what fills it in, words in the reader's language out. */
import en from "../strings/en.json" with { type: "json" };
import cy from "../strings/cy.json" with { type: "json" };

const LANGUAGES = { en, cy };

/** Give the function that says a key; `own` are an integrator's words for some of the keys. */
export function speaker(lang, own = {}) {
  const words = { ...en, ...LANGUAGES[lang], ...own };
  const say = (key, values = {}) =>
    String(words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  say.count = (key, n) => say(`${key}_${n === 1 ? "one" : "other"}`, { n });
  say.knows = (key) => key in words;
  say.samples = words.samples;
  return say;
}

/** Give a language that there are words for: that of the nearest `lang`, else English. */
export function languageOf(element) {
  const given = element.closest("[lang]")?.lang ?? document.documentElement.lang;
  const lang = String(given).split("-")[0].toLowerCase();
  return Object.hasOwn(LANGUAGES, lang) ? lang : "en";
}
