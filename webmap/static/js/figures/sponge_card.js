// The sponge-city share against its target, with the four parts of the built-up area. Figures come
// as they are written; nothing is rounded here.

import { element, icon } from "../page/dom.js";
import { DATA, say } from "../page/words.js";

const PARTS = ["met", "not_met", "not_assessed", "no_zone"];

/** The card of a stored run; `open(layer, key)` selects a zone on the map. */
export function spongeCard(run, open) {
  const { total, target, bounds, cross_check: second } = run.result;
  const { text } = run;
  return element(
    "article",
    { class: "card figure-card" },
    element("h2", {}, say("sponge_title")),
    element("p", { class: "big-number", dataset: { figure: "share" } }, text.total.share),
    element("p", { class: "card-note" }, say("sponge_of", { met: text.total.met_m2, all: text.total.built_up_m2 })),
    target ? targetLine(target, text.target) : null,
    bar(total, target, text),
    parts(text),
    bounds?.upper > bounds?.lower ? element("p", { class: "bounds-line" }, say("bounds_line", { upper: text.bounds.upper })) : null,
    second && second.share !== null ? trust(text.cross_check) : null,
    zoneList(run, open),
    origin(run),
  );
}

const VERDICTS = { true: ["met", "target_met"], false: ["not_met", "target_not_met"] };

function targetLine(target, text) {
  const [look, wording] = VERDICTS[target.met] ?? ["open", "target_open"];
  return element(
    "div",
    { class: "target" },
    element("span", { class: `chip chip-${look}` }, say(wording)),
    element("span", {}, say("target_line", { value: text.demand, year: target.year })),
    target.met === false && text.gap ? element("span", { class: "shortfall" }, say("shortfall", { area: text.gap })) : null,
  );
}

/** The four parts as one stacked bar, with the target as a tick. */
function bar(total, target, text) {
  const whole = total.built_up_m2 || 1;
  const label = PARTS.map((part) => `${say(part)} ${text.parts?.[`${part}_m2`] ?? "—"}`).join(", ");
  const made = element(
    "div",
    { class: "bar", role: "img", "aria-label": label },
    PARTS.map((part) => {
      const piece = element("span", { class: `bar-part part-${part}` });
      piece.style.flexGrow = String(total[`${part}_m2`] / whole);
      return piece;
    }),
  );
  if (target?.unit === "%") {
    const tick = made.appendChild(element("span", { class: "bar-target" }));
    tick.style.left = `${target.value}%`;
  }
  return made;
}

function parts(text) {
  return element(
    "dl",
    { class: "parts" },
    PARTS.map((part) => [
      element("dt", {}, element("span", { class: `dot part-${part}` }), say(part)),
      element("dd", {}, text.total[`${part}_m2`]),
      element("dd", { class: "share" }, text.parts?.[`${part}_m2`] ?? "—"),
    ]),
  );
}

function trust(text) {
  const values = { cell: text.cell_m, share: text.share, difference: text.difference_points };
  return element("p", { class: "trust" }, icon("check"), element("span", {}, say("second_method", values)));
}

function zoneList(run, open) {
  const behind = run.result.zones.filter((zone) => zone.verdict !== "met" && zone.built_up_m2 > 0);
  if (!behind.length) return null;
  const layer = run.result.inputs.find((input) => input.role === "zones")?.layer;
  const areas = new Map(run.text.zones.map((zone) => [zone.key, zone.built_up_m2]));
  const largest = behind.sort((a, b) => b.built_up_m2 - a.built_up_m2).slice(0, 5);
  return element(
    "details",
    { class: "zone-list" },
    element("summary", {}, say("largest_gaps", { count: largest.length })),
    element(
      "ol",
      {},
      largest.map((zone) =>
        element(
          "li",
          {},
          element("button", { type: "button", class: "row-button", onclick: () => open(layer, zone.key) },
            element("span", { class: `dot part-${zone.verdict}` }), element("span", { class: "grow", lang: DATA }, zone.name ?? zone.key), element("span", { class: "figure" }, areas.get(zone.key))),
        ),
      ),
    ),
  );
}

function origin(run) {
  return element(
    "footer",
    { class: "card-foot" },
    element("p", {}, say("run_on", { date: run.created_on })),
    element("p", {}, run.result.inputs.map((input) => `${input.layer}@${input.version}`).join(" · ")),
    element("p", {}, say("measured_on")),
    element("a", { href: run.url }, say("run_details")),
  );
}
