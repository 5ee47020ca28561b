// The card of a figure that stands. What it shows is declared with the metric and arrives written;
// nothing is computed or rounded here.

import { element, icon } from "../page/dom.js";
import { say } from "../page/words.js";

/** The card of a run; `toList()` leads to the features one by one. */
export function figureCard(card, toList) {
  return element(
    "article",
    { class: "card figure-card", dataset: { metric: card.metric } },
    element("h2", {}, card.title),
    element("p", { class: card.figure.spanned ? "big-number spanned" : "big-number", title: card.figure.title, dataset: { figure: card.figure.name } }, card.figure.text),
    element("p", { class: "card-note" }, card.note ?? card.figure.title),
    standing(card),
    card.target ? targetLine(card.target) : null,
    card.parts.length ? bar(card) : null,
    card.parts.length ? parts(card) : null,
    card.lines.filter((one) => !one.confirms).map(line),
    card.behind ? element("button", { type: "button", class: "to-list no-print", onclick: toList }, card.behind, icon("chevron-down")) : null,
    element("a", { class: "card-result no-print", href: `${card.run.url}#rows` }, say("run_details")),
    basis(card),
  );
}

/** Where no figure stands: what was withdrawn, and how one comes to stand. */
export function emptyCard(card) {
  return element(
    "div",
    { class: "empty", dataset: { metric: card.metric } },
    icon("pie-chart"),
    element("p", { class: "empty-title" }, `${card.title} · ${say("no_run")}`),
    card.withdrawn ? element("p", { class: "notice" }, card.withdrawn) : null,
    element("p", {}, say("no_run_next", { title: card.title })),
    element("a", { class: "quiet-button", href: `/metrics/${encodeURIComponent(card.metric)}` }, say("compute_here")),
    element("details", { class: "by-command" }, element("summary", {}, say("by_command")), element("code", {}, card.command)),
  );
}

/** Whether the figure is signed, who set it and when, and what was withdrawn before. */
function standing({ standing: { mark, chip, said, statement }, withdrawn }) {
  return element(
    "div",
    { class: "standing" },
    element("span", { class: `chip ${chip}` }, mark),
    element("span", { class: "standing-said" }, statement ? element("a", { href: statement.url }, said) : said),
    withdrawn ? element("p", { class: "notice" }, withdrawn) : null,
  );
}

const VERDICTS = { true: ["met", "target_met"], false: ["not_met", "target_not_met"] };

function targetLine({ met, earlier, by_data: byData, demand, year, gap }) {
  const [look, wording] = VERDICTS[met] ?? ["open", "target_open"];
  const asked = year === null ? demand : say("target_line", { value: demand, year });
  return element(
    "div",
    { class: "target" },
    element("span", { class: `chip chip-${look}` }, (earlier ?? say(wording)) + (byData ?? "")),
    element("span", {}, asked),
    gap ? element("span", { class: "shortfall" }, say("shortfall", { area: gap })) : null,
  );
}

/** The parts as one stacked bar, with the target as a tick. */
function bar(card) {
  const label = card.parts.map((part) => `${part.title} ${part.said}`).join(", ");
  const made = element(
    "div",
    { class: "bar", role: "img", "aria-label": label },
    card.parts.map((part) => {
      const piece = element("span", { class: `bar-part look-${part.look}` });
      piece.style.flexGrow = String(part.share);
      return piece;
    }),
  );
  if (card.target && card.target.tick !== null) {
    const tick = made.appendChild(element("span", { class: "bar-target" }));
    tick.style.left = `${card.target.tick * 100}%`;
  }
  return made;
}

function parts(card) {
  return element(
    "dl",
    { class: "parts" },
    card.parts.map((part) => [
      element("dt", {}, element("span", { class: `dot look-${part.look}` }), part.title),
      element("dd", {}, part.text),
      element("dd", { class: "share" }, part.said),
    ]),
  );
}

function line({ text, confirms }) {
  if (confirms) return element("p", { class: "trust" }, icon("check"), element("span", {}, text));
  return element("p", { class: "bounds-line" }, text);
}

/** What the figure rests on, folded: who looks for the answer does not need it. */
function basis(card) {
  return element("details", { class: "card-basis" }, element("summary", {}, say("basis")), card.lines.filter((one) => one.confirms).map(line), origin(card));
}

function origin(card) {
  return element(
    "footer",
    { class: "card-foot" },
    element("p", {}, say("run_on", { date: card.run.created_on })),
    element("p", {}, card.inputs),
    card.areas ? element("p", {}, say("measured_on")) : null,
  );
}
