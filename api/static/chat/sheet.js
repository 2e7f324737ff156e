/* A dated answer as text in, a sheet of paper out, whatever the page around it looks like. */
import { fill, make } from "./dom.js";
import { remove } from "./keep.js";

const STYLE = `
  body { font: 12pt/1.5 Georgia, serif; margin: 0; color: #000; background: #fff; }
  h1 { font-size: 18pt; margin: 0 0 12pt; }
  p { margin: 0 0 10pt; white-space: pre-line; overflow-wrap: break-word; }
`;

/** Print from a frame of its own, which no style or script of the host page reaches. */
export function printSheet({ say, lang, root }, text) {
  for (const old of root.querySelectorAll("iframe")) remove(old);
  const title = say("sheet_title");
  const frame = make("iframe", { title, class: "unseen", tabindex: "-1", "aria-hidden": "true" });
  fill(root, frame);
  const { contentDocument: page, contentWindow: view } = frame;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(STYLE);
  page.adoptedStyleSheets = [sheet];
  page.documentElement.lang = lang;
  page.title = title;
  page.body.append(make("h1", {}, title), ...text.split("\n\n").map((part) => make("p", {}, part)));
  view.print();
}
