/* A reader's choices in, the filters of a request out. */
import { button, make, refill } from "./dom.js";

const UK = ["England", "Wales", "Scotland", "Northern Ireland", "United Kingdom", "UK"];
const BANDS = ["high", "moderate", "low", "very low"];
const YEAR = /^\d{4}$/;

export class Filters {
  constructor(say, base) {
    const changed = () => this.show();
    this.say = say;
    this.base = base;
    this.uk = make("input", { type: "checkbox", id: "uk", change: changed });
    this.band = make(
      "select",
      { id: "band", change: changed, "aria-describedby": "band-note" },
      make("option", { value: "" }, say("any_strength")),
      BANDS.map((band) => make("option", { value: band }, say(band))),
    );
    this.from = this.year("from", changed);
    this.to = this.year("to", changed);
    this.summary = make("summary", {}, say("filters"));
    this.element = make(
      "details",
      { class: "filters", part: "filters" },
      this.summary,
      make("p", { class: "tick" }, this.uk, make("label", { for: "uk" }, say("uk_only"))),
      make("p", {}, make("label", { for: "band" }, say("strength")), this.band),
      make("p", { class: "soft", id: "band-note" }, say("strength_note")),
      make(
        "div",
        { class: "years" },
        make("p", {}, make("label", { for: "from" }, say("year_from")), this.from),
        make("p", {}, make("label", { for: "to" }, say("year_to")), this.to),
      ),
      make("div", { class: "actions" }, button(say("clear"), () => this.clear())),
    );
  }

  year(id, changed) {
    const input = { inputmode: "numeric", maxlength: 4, autocomplete: "off", size: 5 };
    return make("input", { type: "text", id, change: changed, ...input });
  }

  get used() {
    return this.uk.checked || Boolean(this.band.value || this.from.value || this.to.value);
  }

  /** Give what is wrong, and the field that is: nothing where all is well. */
  fault() {
    for (const input of [this.from, this.to])
      if (input.value && !YEAR.test(input.value)) return { key: "year_wrong", input };
    if (this.from.value && this.to.value && this.from.value > this.to.value)
      return { key: "years_wrong", input: this.to };
    return null;
  }

  /** Give the filters to send, those that the page set and the reader's; null for none. */
  read() {
    const chosen = { ...this.base };
    if (this.uk.checked) chosen.countries = UK;
    if (this.band.value) chosen.band = this.band.value;
    if (this.from.value) chosen.year_from = Number(this.from.value);
    if (this.to.value) chosen.year_to = Number(this.to.value);
    return Object.keys(chosen).length ? chosen : null;
  }

  show() {
    refill(this.summary, this.say(this.used ? "filters_on" : "filters"));
  }

  clear() {
    this.uk.checked = false;
    for (const input of [this.band, this.from, this.to]) input.value = "";
    this.show();
  }
}
