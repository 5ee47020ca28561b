// Questions to our own server; a refusal comes back as a Refusal with the server's own wording.

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

/** JSON from `/api/v1/<path>` in the language of the page; a page that was taken along has its own. */
export async function ask(path, options = {}) {
  if (taken) return fromPage(path);
  const address = new URL(`/api/v1/${path}`, location.origin);
  address.searchParams.set("lang", language);
  let response;
  try {
    response = await fetch(address, options);
  } catch (cause) {
    if (cause.name === "AbortError") throw cause;
    throw new Refusal(say("no_connection"), say("no_connection_fix"), "no-connection");
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  throw new Refusal(body.title ?? say("no_answer"), body.detail ?? "", body.code ?? "", body.problems);
}

function fromPage(path) {
  const answer = takenAnswer(path);
  if (answer === undefined) throw new Refusal(say("not_taken"), say("not_taken_fix"), "not-taken");
  return answer;
}
