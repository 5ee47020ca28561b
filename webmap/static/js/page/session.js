// Who is signed in, as the server says now: a session ends while a page is open, and what was typed
// on it must not be lost. Whoever was signed in signs in again over the page, and goes on.

import { element } from "./dom.js";

const LONGEST_MS = 15000;
const mark = document.querySelector('meta[name="csrf"]');
const words = JSON.parse(document.querySelector('meta[name="sending"]')?.content ?? "{}");
let asking = null;

export const wasSignedIn = Boolean(mark);

/** The token that a change of this page carries. */
export function formToken() {
  return mark?.content ?? "";
}

/** {name, csrf} of whoever is signed in now, name null of nobody; null while the server is away. */
export async function session() {
  try {
    const answer = await fetch("/session", { signal: AbortSignal.timeout(LONGEST_MS), headers: { Accept: "application/json" } });
    return answer.ok ? known(await answer.json()) : null;
  } catch {
    return null;
  }
}

/** The forms of this page carry the token of the session that there is now. */
function known(now) {
  if (mark && now.name) {
    mark.content = now.csrf;
    for (const input of document.querySelectorAll('main input[name="csrf_token"], header input[name="csrf_token"], aside input[name="csrf_token"]')) input.value = now.csrf;
  }
  return now;
}

/** Whether somebody was signed in when the page came, and nobody is now. */
export async function isOver() {
  return wasSignedIn && (await session())?.name === null;
}

/** Ask for name and password over the page; whether somebody has signed in. */
export function signInAgain() {
  asking ??= askAgain().finally(() => {
    asking = null;
  });
  return asking;
}

async function askAgain() {
  const page = await pageAt(`/sign-in?next=/session&done=session-over&lang=${document.documentElement.lang.slice(0, 2)}`).catch(() => null);
  const gate = page?.querySelector(".gate");
  if (!gate) return false;
  const focused = document.activeElement;
  const dialog = element("dialog", { class: "sign-in-again", "aria-label": words.over });
  show(dialog, page, gate);
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("[name=name]").focus();
  const done = await new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(false));
    dialog.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (await sent(dialog, event.target)) resolve(true);
    });
  });
  dialog.remove();
  focused?.focus();
  return done;
}

async function pageAt(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { Accept: "text/html" } });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function show(dialog, page, gate) {
  const give_up = element("button", { type: "button", class: "quiet-button", onclick: () => dialog.close() }, words.give_up);
  const style = page.querySelector('link[href*="css/accounts"]');
  dialog.replaceChildren(...(style ? [style.cloneNode()] : []), document.importNode(gate, true));
  dialog.querySelector("form").append(give_up);
}

/** Send the form of the dialog; a refusal is shown in it. */
async function sent(dialog, form) {
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
  if (!answer) {
    form.prepend(element("p", { class: "notice", role: "alert" }, words.away));
    return false;
  }
  if (answer.headers.get("Content-Type")?.startsWith("application/json")) return Boolean(known(await answer.json()).name);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const gate = page.querySelector(".gate");
  if (gate) show(dialog, page, gate);
  return false;
}
