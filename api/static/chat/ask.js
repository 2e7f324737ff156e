/* A question in, the steps of its answer out: status, evidence, statement and at last done. */
import { decode, encode, later, listen, request, sooner } from "./keep.js";
import { events } from "./stream.js";

const KINDS = { 408: "away", 429: "busy", 503: "away", 504: "away" };
const OFF = "/problems/answers-off";

/** Why there is no answer, or no more of one. `wait` is in seconds, `detail` the service's words. */
export class Failure extends Error {
  constructor(kind, { wait = null, detail = "" } = {}) {
    super(kind);
    Object.assign(this, { kind, wait, detail });
  }
}

/** Yield [type, data] until ["done", answer]; throws Failure. `signal` stops it without one. */
export async function* ask(address, body, signal, silence) {
  const given = new AbortController();
  let slow = false;
  let began = false;
  const stop = () => given.abort();
  const watch = () =>
    later(() => {
      slow = true;
      stop();
    }, silence * 1000);
  let timer = watch();
  listen(signal, "abort", stop, { once: true });
  try {
    const response = await request(address, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "text/event-stream, application/json;q=0.9",
      },
      body: encode(body),
      signal: given.signal,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
    });
    if (!response.ok) throw await refusal(response);
    began = true;
    if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
      yield ["done", decode(await response.text())];
      return;
    }
    for await (const event of events(response.body)) {
      sooner(timer);
      if (event[0] === "problem") throw new Failure("failed");
      yield event;
      if (event[0] === "done") return;
      timer = watch();
    }
    throw new Failure("broken");
  } catch (error) {
    if (error instanceof Failure || signal.aborted) throw error;
    if (slow) throw new Failure("slow", { wait: silence });
    if (began) throw new Failure("broken");
    throw new Failure(navigator.onLine === false ? "offline" : "unreachable");
  } finally {
    sooner(timer);
    given.abort();
  }
}

async function refusal(response) {
  const problem = await response.text().then(decode).catch(() => ({}));
  const refused = response.status < 500 ? "refused" : "failed";
  const kind = problem?.type === OFF ? "answers_off" : KINDS[response.status] ?? refused;
  const detail = typeof problem?.detail === "string" ? problem.detail : "";
  return new Failure(kind, { wait: waitOf(response.headers.get("Retry-After")), detail });
}

/** Read Retry-After, seconds or a date (RFC 9110, 10.2.3), as whole seconds; null without one. */
function waitOf(header, now = Date.now()) {
  if (!header) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(3600, Math.ceil(seconds)) : null;
}
