// A form is sent once the server has answered and the session lives: until then the page stays, with
// everything that was typed and every file that was chosen.

import { element } from "./dom.js";
import { session, signInAgain, wasSignedIn } from "./session.js";

const words = JSON.parse(document.querySelector('meta[name="sending"]').content);
// What came from the server a moment ago is sent at once.
const FRESH_MS = 30_000;
const looking = new WeakSet();
const let_go = new WeakSet();
let seen = performance.now();

document.addEventListener("submit", (event) => {
  const form = event.target;
  const method = event.submitter?.getAttribute("formmethod") ?? form.getAttribute("method");
  if (event.defaultPrevented || method?.toLowerCase() !== "post" || let_go.delete(form)) return;
  if (navigator.onLine && performance.now() - seen < FRESH_MS) return;
  event.preventDefault();
  if (!looking.has(form)) send(form, event.submitter);
});

async function send(form, submitter) {
  looking.add(form);
  form.querySelector(".not-sent")?.remove();
  const why = await hindrance();
  looking.delete(form);
  if (why) {
    tell(form, submitter, why);
    return;
  }
  let_go.add(form);
  form.requestSubmit(submitter?.isConnected ? submitter : null);
  // Where the form itself refuses what it holds, nothing was sent.
  let_go.delete(form);
}

/** Why a form cannot be sent now: "away", "over"; null when it can. */
async function hindrance() {
  const now = await session();
  if (!now) return "away";
  seen = performance.now();
  if (!wasSignedIn || now.name) return null;
  return (await signInAgain()) ? null : "over";
}

function tell(form, submitter, why) {
  const again = element("button", { type: "button", class: "button", onclick: () => send(form, submitter) }, words[why === "over" ? "go_on" : "again"]);
  const told = element("div", { class: "notice not-sent", role: "alert", tabIndex: -1 }, element("strong", {}, words[why]), element("p", {}, words[`${why}_fix`]), again);
  form.append(told);
  told.focus();
}
