// Questions to our own server; a refusal comes back as a Refusal with the server's own wording.

import { language, say } from "./words.js";

export class Refusal extends Error {
  constructor(title, detail, code, problems = []) {
    super(title);
    this.detail = detail;
    this.code = code;
    this.problems = problems;
  }
}

/** JSON from `/api/v1/<path>` in the language of the page. */
export async function ask(path, options = {}) {
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
