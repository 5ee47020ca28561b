// What went wrong, said at the top.

import { element, icon } from "../page/dom.js";
import { DATA } from "../page/words.js";

const SHOWN = 8;

/** A refusal: what, what to do, and the single things that stand in the way. */
export function notice(title, detail, problems = []) {
  const lines = problems.slice(0, SHOWN).map((one) => element("li", {}, one.title ?? one.message));
  return element(
    "div",
    { class: "fault-summary", role: "alert", tabIndex: -1 },
    icon("alert-triangle"),
    element(
      "div",
      {},
      element("p", { class: "fault-title" }, title),
      detail && element("p", {}, detail),
      lines.length > 0 && element("ul", { class: "fault-lines" }, lines, problems.length > SHOWN && element("li", {}, "…")),
    ),
  );
}

/** Text that comes from a file. */
export function fromFile(text, tag = "span") {
  return element(tag, { lang: DATA, class: "from-file" }, text);
}
