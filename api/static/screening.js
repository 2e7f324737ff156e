/*
 * The screening of evidence_search/screen.py in a browser: the same rules, as exported JSON, to the
 * same result, before a question is sent. The server screens again and knows more phone numbers.
 *
 *   const screen = screening(rules);
 *   screen("…") -> { status: null | "safeguarding" | "personal_data" | "out_of_scope" |
 *                            "needs_clarification", kinds: { "phone number": 1 }, confirmable }
 */
const TOKEN = /[A-Za-z](?:\.[A-Za-z]\b\.?|[A-Za-z]*(?:['-][A-Za-z]{2,})*)/g;
const INITIALS = /^[A-Z]\.?[A-Z]\.?$/;
const TITLE = /\b(?:Mr|Mrs|Ms|Miss)\.? $/i;
const SENTENCE_START = /(?:^|[.?!:;\u2022"(] ?|- )$/;
const ORDINARY_ENDING = new RegExp(
  "(?:ing|[^e]ed|ly|tion|sion|ment|ness|ful|ous|ive|able|ible|ical|ist|ists|ism|ity|ship|less|" +
    "ions|ings|ments|ers|ies)$",
);
const BUILDINGS = new Set(["flat", "apartment", "apt", "unit", "room"]);
const WORD = /[a-z0-9]+(?:'[a-z]+)?/g;
const PIECE = 4;
const FEW_WORDS = 9;
const REACH = 70;
const SHORTEST = 3;
const LONGEST_RUN = 4;
const SMALL = new Set(["small", "listed_small"]);
const ascii = (text) => /^[\x00-\x7f]*$/.test(text);
const upper = (c) => c >= "A" && c <= "Z";
const lower = (c) => c >= "a" && c <= "z";

export function screening(rules) {
  const regex = (pattern, flags) => new RegExp(pattern, flags);
  const contexts = (rows, flags) =>
    rows.map(({ points, pattern }) => ({ points, pattern: regex(pattern, flags) }));
  const { points: worth, ...people } = rules.people;
  const before = contexts(people.before, "i");
  const after = contexts(people.after, "iy");
  const cues = contexts(people.cues, "i");
  const owned = regex(people.owned, "iy");
  const identifiers = rules.identifiers.map((rule) => ({
    ...rule,
    pattern: regex(rule.pattern, "dgi"),
  }));
  const phrases = regex(rules.phrases, "gi");
  const { statuses, thresholds, intercepts, step, weights } = rules.situations;
  const given = new Set(rules.words.given);
  const alsoWords = new Set(rules.words.also_words);
  const known = new Set(rules.words.known);
  const ordinary = new Set([...rules.words.known, ...rules.words.common]);

  function fold(text) {
    if (ascii(text)) return text;
    const folded = (c) => {
      if (ascii(c)) return c;
      const plain = rules.fold[c] ?? c.normalize("NFKD")[0];
      return ascii(plain) ? plain : c;
    };
    return Array.from(text, folded).join("");
  }

  const at = (pattern, text, start) => {
    pattern.lastIndex = start;
    return pattern.test(text);
  };

  const checks = {
    "": () => true,
    nhs: (text) => {
      const digits = [...text.replace(/\D/g, "")].map(Number);
      const total = digits.slice(0, 9).reduce((sum, digit, n) => sum + digit * (10 - n), 0);
      return digits.length === 10 && (11 - (total % 11)) % 11 === digits[9];
    },
    street: (text) => {
      const words = (text.match(/[A-Za-z']+/g) ?? []).slice(0, -1);
      const named = words.filter((word) => !BUILDINGS.has(word.toLowerCase()));
      return (
        named.every((word) => word.length < 2 || upper(word[0])) ||
        named.every((word) => !ordinary.has(word.toLowerCase()))
      );
    },
  };

  function findIdentifiers(text) {
    const found = [];
    for (const { kind, pattern, check } of identifiers) {
      for (const match of text.matchAll(pattern)) {
        const group = match.length > 1 ? 1 : 0;
        const [start, end] = match.indices[group];
        if (!checks[check](match[group])) continue;
        if (found.every((one) => end <= one.start || one.end <= start))
          found.push({ kind, start, end, certain: true });
      }
    }
    return found;
  }

  function isGiven(plain) {
    if (given.has(plain)) return true;
    if (ordinary.has(plain) || alsoWords.has(plain)) return false;
    return given.has(plain.split("-")[0]) || given.has(plain.replace(/s$/, ""));
  }

  function isOrdinary(plain) {
    const known = (word) => ordinary.has(word) || ordinary.has(word.replace(/s$/, ""));
    return ordinary.has(plain.split("'")[0]) || plain.split("-").every(known);
  }

  function kindOf(text, written, start, shouted) {
    const plain = written.toLowerCase();
    const capital = upper(written[0]) && !shouted;
    const titled = TITLE.test(text.slice(Math.max(0, start - REACH), start));
    if (isGiven(plain)) return capital ? "listed" : "listed_small";
    if (alsoWords.has(plain) && (capital || !ordinary.has(plain))) return capital ? "word" : "small";
    if (known.has(plain)) return titled && capital ? "capital" : "surname";
    if (isOrdinary(plain)) return "";
    if (INITIALS.test(written) && !shouted) return written.includes(".") ? "dotted" : "initials";
    if (plain.length < SHORTEST || plain.includes(".")) return "";
    if (capital && (titled || !SENTENCE_START.test(text.slice(0, start)))) return "capital";
    if (ORDINARY_ENDING.test(plain)) return "";
    if (written.length > 0 && !shouted && written === written.toUpperCase()) return "";
    return capital ? "start" : "small";
  }

  function tokenOf(text, match, shouted) {
    const start = match.index;
    const whole = match[0].toLowerCase();
    let end = start + match[0].length;
    if (whole.slice(1).endsWith("'s")) end -= 2;
    else if (
      whole.slice(SHORTEST).endsWith("s") &&
      !ordinary.has(whole) &&
      !given.has(whole) &&
      at(owned, text, end - 1)
    )
      end -= 1;
    const kind = kindOf(text, text.slice(start, end), start, shouted);
    return kind ? { start, end, kind } : null;
  }

  function runsOf(text) {
    const shouted = [...text].filter(upper).length > [...text].filter(lower).length;
    const runs = [];
    let run = [];
    for (const match of text.matchAll(TOKEN)) {
      const token = tokenOf(text, match, shouted);
      const last = run.at(-1);
      const joined =
        last !== undefined &&
        token !== null &&
        [" ", ". "].includes(text.slice(last.end, token.start)) &&
        run.length < LONGEST_RUN &&
        token.kind !== "initials" &&
        !["initials", "dotted"].includes(last.kind) &&
        (token.kind === "surname" || SMALL.has(token.kind) === SMALL.has(last.kind));
      if (last !== undefined && !joined) {
        runs.push(run);
        run = [];
      }
      if (token && (joined || token.kind !== "surname")) run.push(token);
    }
    return run.length ? [...runs, run] : runs;
  }

  function best(rows, test) {
    const found = rows.filter(({ pattern }) => test(pattern)).map(({ points }) => points);
    return Math.max(0, ...found) + Math.min(0, ...found);
  }

  function pointsOf(text, run, cued) {
    const start = run[0].start;
    const end = run.at(-1).end;
    const near = text.slice(Math.max(0, start - REACH), start);
    const beside =
      best(before, (pattern) => pattern.test(near)) +
      best(after, (pattern) => at(pattern, text, end));
    const own = Math.max(...run.map(({ kind }) => worth[kind] ?? 0));
    if (own > 0) return own + beside + cued;
    const small = run[0].kind === "small";
    const enough = beside >= (small ? people.small_beside : people.start_beside);
    return enough && (!small || beside + cued >= people.certain) ? beside + cued : 0;
  }

  function findPeople(text) {
    const apart = [...text.matchAll(phrases)].map((m) => [m.index, m.index + m[0].length]);
    const cued = cues.reduce((sum, cue) => sum + (cue.pattern.test(text) ? cue.points : 0), 0);
    return runsOf(text).flatMap((run) => {
      const start = run[0].start;
      const end = run.at(-1).end;
      if (apart.some(([first, last]) => first < end && start < last)) return [];
      const points = pointsOf(text, run, cued);
      const certain = points >= people.certain;
      const found = { kind: "name of a person", start, end, certain };
      return points >= people.doubtful ? [found] : [];
    });
  }

  function featuresOf(words) {
    const bounded = ["^", ...words, "$"];
    const pairs = bounded.slice(1).map((word, n) => `${bounded[n]} ${word}`);
    const pieces = words
      .map((word) => `<${word}>`)
      .flatMap((word) =>
        Array.from(word.slice(PIECE - 1), (_, n) => `*${word.slice(n, n + PIECE)}`),
      );
    const short = words.length < FEW_WORDS ? [`${words.length - (words.length % 2)}+`] : [];
    return new Set([...words, ...pairs, ...pieces, ...short]);
  }

  function situationOf(text) {
    const words = text.toLowerCase().match(WORD);
    if (!words) return "needs_clarification";
    const seen = featuresOf(words);
    const known = [...seen].filter((one) => Object.hasOwn(weights, one)).map((one) => weights[one]);
    const share = step / Math.sqrt(seen.size);
    const odds = intercepts.map((intercept, place) =>
      Math.exp(intercept + share * known.reduce((sum, own) => sum + own[place], 0)),
    );
    const every = odds.reduce((sum, one) => sum + one, 1);
    return statuses.find((_, place) => odds[place] / every >= thresholds[place]) ?? null;
  }

  return (question, confirmed = false) => {
    const text = fold(question);
    const situation = situationOf(text);
    const surely = findIdentifiers(text);
    const names = findPeople(text).filter((one) =>
      surely.every((other) => one.end <= other.start || other.end <= one.start),
    );
    const found = [...surely, ...names];
    const certain = found.filter((one) => one.certain);
    const count = (some) =>
      some.reduce((kinds, { kind }) => ({ ...kinds, [kind]: (kinds[kind] ?? 0) + 1 }), {});
    if (situation === "safeguarding")
      return { status: situation, kinds: count(certain), confirmable: false };
    if (certain.length || (found.length && !confirmed))
      return { status: "personal_data", kinds: count(found), confirmable: !certain.length };
    return { status: situation, kinds: {}, confirmable: false };
  };
}
