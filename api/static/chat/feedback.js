/* An answer in, the question whether it was useful out. Only the reason is sent. */
import { button, make, refill } from "./dom.js";
import { setAttribute } from "./keep.js";

const REASONS = {
  true: ["answered_it", "led_to_a_report", "other"],
  false: [
    "off_the_point",
    "hard_to_read",
    "out_of_date",
    "missed_research",
    "wrong_page",
    "other",
  ],
};

export function feedbackOn(chat, answer) {
  const { say, service } = chat;
  const told = make("div");
  const yes = button(say("yes"), () => choose(true), { "aria-pressed": "false" });
  const no = button(say("no"), () => choose(false), { "aria-pressed": "false" });

  function choose(helpful) {
    setAttribute(yes, "aria-pressed", String(helpful));
    setAttribute(no, "aria-pressed", String(!helpful));
    const name = `reason-${Math.random().toString(36).slice(2)}`;
    const radios = REASONS[helpful].map((reason) => {
      const input = make("input", { type: "radio", name, value: reason });
      return make("label", { class: "tick" }, input, say(`reason.${reason}`));
    });
    const fault = make("p", { class: "warn" });
    const submit = (event) => {
      event.preventDefault();
      const chosen = form.querySelector(":checked")?.value;
      if (chosen) send(helpful, chosen);
      else {
        refill(fault, say("choose_reason"));
        chat.announce(say("choose_reason"));
      }
    };
    const form = make(
      "form",
      { submit },
      make("fieldset", {}, make("legend", {}, say("why")), radios),
      fault,
      make("button", { type: "submit" }, say("send")),
    );
    refill(told, form);
  }

  async function send(helpful, reason) {
    const { generation, status } = answer;
    let said = "thanks";
    try {
      await service.feedback({ helpful, reason, answer: { generation, status } });
    } catch {
      said = "not_sent";
    }
    (helpful ? yes : no).focus();
    refill(told, make("p", { class: said === "thanks" ? "soft" : "warn" }, say(said)));
    chat.announce(say(said));
  }

  return make(
    "section",
    { class: "feedback", part: "feedback" },
    make("h4", {}, say("useful")),
    make("div", { class: "actions" }, yes, no),
    told,
  );
}
