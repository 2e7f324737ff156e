/* Names, attributes and texts in, elements out. Nothing here reads markup. */
import { appendChild, createElement, createText, listen, setAttribute, setText } from "./keep.js";

const WEB = new Set(["http:", "https:"]);

/** Make an element. A function among the attributes listens for the event of that name. */
export function make(tag, attributes = {}, ...children) {
  const element = createElement(document, tag);
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (typeof value === "function") listen(element, name, value);
    else if (value !== false && value !== null && value !== undefined)
      setAttribute(element, name, value === true ? "" : String(value));
  }
  return fill(element, ...children);
}

/** Add children; strings become text nodes, and what is missing is left out. */
export function fill(element, ...children) {
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    appendChild(element, child instanceof Node ? child : createText(document, String(child)));
  }
  return element;
}

export function refill(element, ...children) {
  setText(element, "");
  return fill(element, ...children);
}

/** Give an address if it is one of the web, else null. */
export function webAddress(address, base) {
  try {
    const url = new URL(address, base);
    return WEB.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Link to an address of the web, in a new tab; any other address stays words. */
export function link(say, text, address, base) {
  const href = webAddress(address, base);
  if (href === null) return make("span", {}, text);
  const unseen = make("span", { class: "unseen" }, ` ${say("new_window")}`);
  return make("a", { href, target: "_blank", rel: "noopener noreferrer" }, text, unseen);
}

export const button = (text, press, attributes = {}) =>
  make("button", { type: "button", click: press, ...attributes }, text);

/** Words of a report, which are English whatever the reader's language is. */
export const quoted = (tag, text, attributes = {}) =>
  make(tag, { lang: "en", dir: "auto", ...attributes }, text);
