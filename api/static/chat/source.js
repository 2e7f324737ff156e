/* A citation in, a disclosure out: the quote in context, the page, the ratings, the references. */
import { atPage, harvard, monthIn, pageWords, ris, today } from "./cite.js";
import { copyButton } from "./copy.js";
import { fill, link, make, quoted, refill } from "./dom.js";
import { ratingList } from "./rating.js";

const AROUND = 400;

/** Make the disclosure of one source; what must be fetched is fetched when it is first opened. */
export function sourceOf(chat, source, number, answered) {
  const { say, lang, service } = chat;
  const standing = source.standing && make("p", { class: "warn" }, quoted("strong", `${source.standing}.`));
  const replaced = source.superseded_by && make("p", {}, link(say, say("replaced"), addressOf(source.superseded_by), service.base));
  const until = source.searched && make("p", { class: "soft" }, say("searched_to", { date: monthIn(lang, source.searched) }));
  const designs = source.designs.map((one) => quoted("p", say("design", one), { class: "soft" }));
  const context = quoted("blockquote", source.quote, { class: "context", part: "quote" });
  const ratings = make("div", {}, ratingList(say, source, null, service.base));
  const picture = make("div", { class: "picture", part: "picture" });
  const told = make("div");
  const summary = make(
    "summary",
    { part: "source" },
    number ? make("span", { class: "number" }, say("source_n", { n: number })) : null,
    number ? " " : null,
    quoted("cite", source.title),
    " ",
    make("span", { class: "byline soft" }, byline(say, source)),
  );
  const element = make(
    "details",
    { class: "source", toggle: () => element.open && open() },
    summary,
    standing,
    replaced,
    make("div", {}, make("h5", {}, say("in_context")), context),
    make(
      "p",
      { class: "links" },
      link(say, say("on_page"), onPage(source), service.base),
      source.url && link(say, say("published"), atPage(source.url, source.page), service.base),
    ),
    make("h5", {}, say("rating")),
    ratings,
    designs,
    until,
    make("p", {}, link(say, say("all_scales"), "standards", service.base)),
    make(
      "div",
      { class: "actions" },
      copyButton(say, say("copy_harvard"), () => harvard(source, today(lang)), told, chat.announce),
      copyButton(say, say("copy_ris"), () => ris(source), told, chat.announce),
    ),
    told,
    picture,
  );

  let opened = false;
  async function open() {
    if (opened) return;
    opened = true;
    drawPage(chat, source, picture);
    service.standards().then(
      (standards) => refill(ratings, ratingList(say, source, standards, service.base)),
      () => {},
    );
    await inContext(chat, source, context, answered);
  }
  return { element, summary };
}

function byline(say, source) {
  const authors = source.authors.join(", ") || source.publisher;
  const year = source.year ?? say("no_year");
  return [authors, year, pageWords(say, source)].filter(Boolean).join(", ");
}

const marks = (source) =>
  "start" in source ? `start=${source.start}&end=${source.end}` : `passage=${encodeURIComponent(source.passage_id)}`;

const addressOf = (id) => `documents/${id.split("/").map(encodeURIComponent).join("/")}`;

const pagePath = (source) => `${addressOf(source.document_id)}/pages/${Number(source.page)}`;

const onPage = (source) =>
  pagePath(source) + ("start" in source ? `?${marks(source)}#quote` : "");

function drawPage({ say, service }, source, place) {
  const image = make("img", {
    src: service.at(`v1/${pagePath(source)}/image?width=900&${marks(source)}`),
    alt: say("picture_of", { page: source.page, title: source.title }),
    referrerpolicy: "no-referrer",
    error: () => refill(place, make("p", { class: "soft" }, say("no_picture"))),
  });
  refill(place, image);
}

/** Show the quote among what stands around it, if the page is still the one it was cited from. */
async function inContext({ say, service }, source, place, answer) {
  if (!("start" in source)) return;
  let page;
  try {
    page = await service.page(pagePath(source));
  } catch {
    fill(place.parentNode, make("p", { class: "soft" }, say("context_failed")));
    return;
  }
  const text = Array.from(page.text); // the offsets count characters, not UTF-16 units
  const cited = text.slice(source.start, source.end).join("");
  if (cited !== source.quote && page.generation !== answer()?.generation) {
    fill(place.parentNode, make("p", { class: "soft" }, say("context_gone")));
    return;
  }
  const from = Math.max(0, source.start - AROUND);
  const to = Math.min(text.length, source.end + AROUND);
  refill(
    place,
    from > 0 && "… ",
    text.slice(from, source.start).join(""),
    make("mark", {}, cited),
    text.slice(source.end, to).join(""),
    to < text.length && " …",
  );
}
