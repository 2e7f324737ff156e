/* Ratings in, words and symbols that say what they mean and who gave them out. */
import { link, make, quoted } from "./dom.js";

/** List the ratings of a report; `standards` are known once they were fetched. */
export function ratingList(say, source, standards, base) {
  if (!source.ratings.length)
    return quoted("p", `${capital(source.rating_note ?? "")}.`, { class: "soft" });
  const items = source.ratings.map((rating) => ratingItem(say, rating, standards, base));
  return make("ul", { class: "ratings", part: "ratings" }, items);
}

function ratingItem(say, rating, standards, base) {
  const standard = standards?.find((one) => one.id === rating.standard);
  const levels = standard ? [...standard.levels, ...(standard.off_scale ?? [])] : [];
  const level = levels.find((one) => one.native === rating.level);
  const symbol = level?.symbol || rating.level;
  const about = [rating.intervention, rating.outcome].filter(Boolean).join(", ");
  return make(
    "li",
    {},
    make(
      "p",
      { class: "rated" },
      quoted("span", symbol, { class: "symbol", part: "symbol" }),
      " ",
      quoted("span", rating.in_words),
    ),
    level?.meaning && quoted("p", say("rating_means", { meaning: level.meaning })),
    about && quoted("p", say("about", { about })),
    make(
      "p",
      { class: "soft" },
      say("rated_by", { rater: rating.rater || "–", date: rating.date || "–" }),
      ` (${origin(say, rating, standard)}). `,
      rating.source && link(say, say("see_rating"), rating.source, base),
    ),
  );
}

function origin(say, { provenance, rater }, standard) {
  if (provenance !== "published") return say(provenance);
  return say("published_by", { owner: standard?.owner ?? rater });
}

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
