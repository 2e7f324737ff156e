/* The address of an evidence search service in, what the widget fetches from it out. */
import { ask } from "./ask.js";
import { rulesOf } from "./check.js";
import { webAddress } from "./dom.js";
import { decode, encode, request } from "./keep.js";

const NEAREST = 5;
const QUIET = { credentials: "omit", referrerPolicy: "no-referrer" };

export class Service {
  #standards = null;

  constructor(address, home) {
    const given = webAddress(address ?? ".", home) ?? home;
    this.base = given.endsWith("/") ? given : `${given}/`;
  }

  at(path) {
    return new URL(path, this.base).href;
  }

  ask(body, signal, silence) {
    return ask(this.at("v1/answer"), body, signal, silence);
  }

  /** Give the passages nearest to what was asked; throws Failure. */
  async search({ question: query, filters, confirmed, expand }, signal, silence) {
    const body = { query, filters, confirmed, expand, limit: NEAREST };
    for await (const [, found] of ask(this.at("v1/search"), body, signal, silence)) return found;
  }

  rules() {
    return rulesOf(this.at("screening.json"));
  }

  page(path) {
    return this.#get(`v1/${path}`);
  }

  standards() {
    this.#standards ??= this.#get("v1/standards").then(({ standards }) => standards);
    this.#standards.catch(() => {
      this.#standards = null;
    });
    return this.#standards;
  }

  async feedback(body) {
    const headers = { "Content-Type": "application/json" };
    const asked = { method: "POST", headers, body: encode(body), ...QUIET };
    const response = await request(this.at("v1/feedback"), asked);
    if (!response.ok) throw new Error(response.status);
  }

  async #get(path) {
    const response = await request(this.at(path), QUIET);
    if (!response.ok) throw new Error(response.status);
    return decode(await response.text());
  }
}
