/* Text in, the clipboard filled; where a page may not, the text selected to be copied by hand. */
import { button, fill, make, refill } from "./dom.js";
import { remove } from "./keep.js";

/** Make a button that copies what `text()` gives and says so in `told`, or shows it there. */
export function copyButton(say, label, text, told, announce) {
  return button(label, async () => {
    try {
      await navigator.clipboard.writeText(text());
      refill(told, make("p", { class: "soft" }, say("copied")));
      announce(say("copied"));
    } catch {
      byHand(say, text(), told);
    }
  });
}

function byHand(say, text, told) {
  const hint = make("label", { for: "by-hand" }, say("copy_by_hand"));
  const box = make("textarea", { id: "by-hand", readonly: true, rows: 4 });
  box.value = text;
  for (const old of told.getRootNode().querySelectorAll("#by-hand")) remove(old.parentNode);
  fill(refill(told), make("div", {}, hint, box));
  box.focus();
  box.select();
}
