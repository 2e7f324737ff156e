/* A question in, what the screening makes of it out; it is the server's, run before sending. */
import { decode, request } from "./keep.js";
import { screening } from "../screening.js";

const loading = new Map();

/** Fetch the rules once a page. What fails is forgotten, so that the next try starts again. */
export function rulesOf(address) {
  if (!loading.has(address)) {
    const fetched = request(address, { credentials: "omit", referrerPolicy: "no-referrer" })
      .then((response) => (response.ok ? response.text() : Promise.reject(response)))
      .then((text) => screening(decode(text)));
    fetched.catch(() => loading.delete(address));
    loading.set(address, fetched);
  }
  return loading.get(address);
}
