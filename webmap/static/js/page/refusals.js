// What could not be had is told in its place, with a button for the next step. What only passes is asked
// for again: by the button, by signing in again, or when the network is back; all of it at once.

import { signInAgain } from "./session.js";
import { element } from "./dom.js";
import { taken } from "./taken.js";
import { say } from "./words.js";

const PASSING = new Set(["no-connection", "session-over", "unexpected", ""]);
// What is not there: where to see what is.
const ELSEWHERE = { "unknown-layer": ["/layers", "see_layers"], "layer-not-found": ["/layers", "see_layers"], forbidden: ["/account", "see_account"] };
const waiting = new Set();

addEventListener("online", () => askAgain());

/** A notice of a refusal; `again` asks once more for what could not be had. */
export function refused(refusal, again = null) {
  return element("div", { class: "notice refused", role: "alert" }, element("strong", {}, refusal.message), whatToDo(refusal.detail), nextStep(refusal.code, again));
}

/** What to do; what is done on the command line is folded. */
function whatToDo(detail) {
  if (!detail?.includes("ecoatlas ")) return element("p", {}, detail);
  return element("details", { class: "by-command" }, element("summary", {}, say("by_command")), element("p", {}, detail));
}

/** The button that leads on from a refusal; null where there is none. */
export function nextStep(code, again) {
  if (taken) return null;
  if (ELSEWHERE[code]) {
    const [href, name] = ELSEWHERE[code];
    return element("a", { class: "quiet-button", href }, say(name));
  }
  if (!again || !PASSING.has(code)) return null;
  waiting.add(again);
  const over = code === "session-over";
  return element("button", { type: "button", class: "quiet-button", onclick: () => (over ? goOn() : askAgain()) }, say(over ? "sign_in_go_on" : "try_again"));
}

async function goOn() {
  if (await signInAgain()) askAgain();
}

function askAgain() {
  const all = [...waiting];
  waiting.clear();
  for (const again of all) again();
}
