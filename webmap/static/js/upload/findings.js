// What the check found: what stands in the way first, each with what to do and what we would do.

import { element, fill, icon } from "../page/dom.js";
import { number, say } from "../page/words.js";
import { button, keepingFocus } from "./controls.js";
import { fromFile } from "./notices.js";
import { options } from "./server.js";

const CONFIRM = new Set(options.confirm);
const ACCEPTABLE = new Set(options.acceptable);
const OF_ROWS = new Set(options.of_rows);
const SHOWN_FIRST = 5;
const SHOWN_NEXT = 50;
const GROUPS = ["error", "confirm", "warning", "info"];
const LOOKS = { error: "alert-circle", confirm: "alert-triangle", warning: "alert-triangle", info: "info" };
// What is confirmed by choosing in a step of its own needs no tick.
const CHOSEN_ABOVE = new Set(["encoding-detected"]);
// Accepting these lets more of the file be read, so it is looked at once more.
const LOOK_AGAIN = new Set(["encoding-detected", "encoding-unverified", "encodings-mixed", "axes-swapped", "coordinates-guessed", "closed-lines-as-polygons"]);

/** Everything found, of the file and of its layers. */
export function findingsOf(report) {
  return [...report.problems, ...report.layers.flatMap((layer) => layer.problems)];
}

/** Whether this keeps the upload from being imported. */
export function stands(finding, accepted) {
  const { code, severity } = finding;
  if (acceptable(finding) && accepted.includes(code)) return false;
  return severity === "error" || CONFIRM.has(code);
}

// Rows are left out; a layer all of which is so cannot be.
function acceptable({ code, row }) {
  if (OF_ROWS.has(code) && row === null) return false;
  return ACCEPTABLE.has(code) || CONFIRM.has(code);
}

function groupOf({ code, severity }) {
  if (severity === "error") return "error";
  return CONFIRM.has(code) ? "confirm" : severity;
}

export function drawFindings(place, stage) {
  const groups = GROUPS.map((name) => [name, byCode(stage.findings.filter((one) => groupOf(one) === name))]);
  const shown = groups.filter(([, codes]) => codes.size).map(([name, codes]) => group(name, codes, stage));
  const none = element("p", { class: "done" }, icon("check"), say("up_findings_none"));
  const open = new Set([...place.querySelectorAll("details[open]")].map((one) => one.id));
  keepingFocus(() => fill(place, element("h2", {}, say("up_findings")), shown.length ? shown : none));
  for (const id of open) {
    const again = document.getElementById(id);
    if (again) again.open = true;
  }
}

function byCode(findings) {
  const found = new Map();
  for (const one of findings) found.set(one.code, [...(found.get(one.code) ?? []), one]);
  return found;
}

function group(name, codes, stage) {
  const count = [...codes.values()].reduce((sum, all) => sum + all.length, 0);
  const heading = [icon(LOOKS[name]), say(`up_severity_${name}`), element("span", { class: "label-note" }, number(count, 0))];
  const cards = [...codes].map(([code, all]) => card(code, all, stage));
  if (name !== "info") return element("section", { class: `found found-${name}` }, element("h3", {}, heading), cards);
  const folded = element("details", { class: "found found-info", id: "found-info" }, element("summary", {}, element("h3", {}, heading)), cards);
  return folded;
}

function card(code, all, stage) {
  const list = element("ul", { class: "found-list" });
  const rest = element("p", {});
  let shown = 0;
  const more = (count) => {
    list.append(...all.slice(shown, shown + count).map((one) => line(one, stage)));
    shown = Math.min(shown + count, all.length);
    const left = all.length - shown;
    fill(rest, left > 0 && button(say("up_more", { count: number(Math.min(left, SHOWN_NEXT), 0) }), () => more(SHOWN_NEXT)));
  };
  more(SHOWN_FIRST);
  const first = all[0];
  return element(
    "article",
    { class: "found-card", id: `finding-${code}` },
    list,
    rest,
    element("p", { class: "found-advice" }, element("span", { class: "found-label" }, say("up_todo")), options.advice[code] ?? first.fix),
    element("p", { class: "found-advice" }, element("span", { class: "found-label" }, say("up_ours")), ours(first, stage.accepted), " ", element("code", {}, code)),
    acceptable(first) && !CHOSEN_ABOVE.has(code) && tick(code, stage),
  );
}

// The report was written before a tick that needs no new look at the file.
function ours(finding, accepted) {
  const ticked = acceptable(finding) && accepted.includes(finding.code);
  return ticked ? options.accepted : finding.action;
}

function line(finding, stage) {
  const place = stage.look.placeOf(finding);
  const field = finding.field && element("span", { class: "chip" }, say("up_field_named", { field: "" }), fromFile(finding.field));
  const go = place && button(say("up_go"), () => stage.look.go(place, finding.row), { before: icon("map-pin") });
  if (go) go.setAttribute("aria-label", `${say("up_go")}: ${finding.message}`);
  return element("li", {}, element("span", { class: "found-said" }, finding.message, " ", field), go);
}

function tick(code, stage) {
  const input = element("input", { type: "checkbox", id: `accept-${code}`, checked: stage.accepted.includes(code) });
  input.addEventListener("change", () => {
    const rest = stage.accepted.filter((one) => one !== code);
    stage.decide({ accept: input.checked ? [...rest, code] : rest }, { again: LOOK_AGAIN.has(code) });
  });
  return element("label", { class: "accept", htmlFor: input.id }, input, say("up_accept"));
}
