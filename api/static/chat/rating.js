/* Ratings in, their symbols and words out: who gave them, on what, and what they mean. */
import { link, make, quoted } from "./dom.js";

/** List the ratings of a report; `standards` are known once they were fetched. */
export function ratingList(say, source, standards, base) {
  if (!source.ratings.length)
    return quoted("p", `${capital(source.rating_note ?? "")}.`, { class: "soft" });
  const items = source.ratings.map((rating) => ratingItem(say, rating, standards, base));
  return make("ul", { class: "ratings", part: "ratings" }, items);
}

function ratingItem(say, rating, standards, base) {
  const { in_words: words } = rating;
  const standard = standards?.find((one) => one.id === rating.standard);
  const levels = standard ? [...standard.levels, ...(standard.off_scale ?? [])] : [];
  const level = levels.find((one) => one.native === rating.level);
  const symbol = level?.symbol || rating.level;
  const about = [rating.intervention, rating.outcome].filter((one) => !words.includes(one)).join(", ");
  return make(
    "li",
    {},
    make(
      "p",
      {},
      quoted("span", symbol, { class: "symbol", part: "symbol" }),
      " ",
      quoted("span", words),
    ),
    level?.meaning && quoted("p", say("rating_means", { meaning: level.meaning })),
    about && quoted("p", say("about", { about })),
    rating.source && make("p", {}, link(say, say("see_rating"), rating.source, base)),
  );
}

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
