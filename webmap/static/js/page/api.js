// Questions to our own server; a refusal comes back as a Refusal with the server's own wording.

import { formToken, isOver, signInAgain, wasSignedIn } from "./session.js";
import { taken, takenAnswer } from "./taken.js";
import { language, say } from "./words.js";

export class Refusal extends Error {
  constructor(title, detail, code, problems = []) {
    super(title);
    this.detail = detail;
    this.code = code;
    this.problems = problems;
  }
}

// What whoever is no longer signed in is answered: also that there is no such thing.
const DOUBTFUL = new Set([400, 401, 403, 404]);

/** JSON from `/api/v1/<path>` in the language of the page; a page that was taken along has its own. */
export async function ask(path, options = {}) {
  if (taken) return fromPage(path);
  const address = new URL(`/api/v1/${path}`, location.origin);
  address.searchParams.set("lang", language);
  const changes = (options.method ?? "GET") !== "GET";
  const response = await fetched(address, changes ? { ...options, headers: { ...options.headers, "X-CSRFToken": formToken() } } : options);
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  if (wasSignedIn && DOUBTFUL.has(response.status) && (await isOver())) {
    // What was to be changed is changed after all; what was only looked for waits for its button.
    if (changes && (await signInAgain())) return ask(path, options);
    throw new Refusal(say("session_over"), say("session_over_fix"), "session-over");
  }
  throw new Refusal(body.title ?? say("no_answer"), body.detail ?? "", body.code ?? "", body.problems);
}

async function fetched(address, options) {
  try {
    return await fetch(address, options);
  } catch (cause) {
    if (cause.name === "AbortError") throw cause;
    throw new Refusal(say("no_connection"), say("no_connection_fix"), "no-connection");
  }
}

function fromPage(path) {
  const answer = takenAnswer(path);
  if (answer === undefined) throw new Refusal(say("not_taken"), say("not_taken_fix"), "not-taken");
  return answer;
}
