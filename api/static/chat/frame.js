/* A heading and what stands below it in, what holds them out: a panel, or a button and its dialog. */
import { button, make } from "./dom.js";

export function panel(heading, body) {
  return make("section", { "aria-labelledby": "title", part: "panel" }, heading, body);
}

/** Make a button that opens a dialog with the focus on `first`; the browser gives it back after. */
export function popup(say, heading, body, first) {
  const close = button(say("close"), () => dialog.close(), { part: "close" });
  const bar = make("div", { class: "bar" }, heading, close);
  const dialog = make("dialog", { "aria-labelledby": "title", part: "dialog" }, bar, body);
  const show = () => {
    dialog.showModal();
    first.focus();
  };
  const launch = { class: "launch", part: "launch", "aria-haspopup": "dialog" };
  return { shown: [button(say("launch"), show, launch), dialog], show };
}
