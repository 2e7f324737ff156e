/* A question in, what the screening makes of it out; it is the server's, run before sending. */
import { decode, request } from "./keep.js";
import { screening } from "../screening.js";

const loading = new Map();

/** Give how many days the service keeps questions, redacted; 0 where it keeps none. */
export const daysKept = (screen) => screen.days ?? 0;

/** Fetch the rules once a page. What fails is forgotten, so that the next try starts again. */
export function rulesOf(address) {
  if (!loading.has(address)) {
    const fetched = request(address, { credentials: "omit", referrerPolicy: "no-referrer" })
      .then((response) => (response.ok ? response.text() : Promise.reject(response)))
      .then((text) => {
        const rules = decode(text);
        return Object.assign(screening(rules), { days: rules.kept_days });
      });
    fetched.catch(() => loading.delete(address));
    loading.set(address, fetched);
  }
  return loading.get(address);
}
