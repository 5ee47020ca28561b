// What the pages of uploads ask of the server; changes carry the token of this page.

import { ask } from "../page/api.js";
import { byId } from "../page/dom.js";

export const options = JSON.parse(byId("options").textContent);
export { ask };

/** A change: `method` on `/api/v1/<path>` with a JSON value. */
export function change(method, path, value = {}) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method, headers, body: JSON.stringify(value) });
}
