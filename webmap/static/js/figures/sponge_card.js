// The sponge-city share against its target, with the four parts of the built-up area.

import { element } from "../page/dom.js";
import { fixed, km2, percent, say } from "../page/words.js";

const PARTS = ["met", "not_met", "not_assessed", "no_zone"];

/** The card of a stored run; `open(layer, key)` selects a zone on the map. */
export function spongeCard(run, open) {
  const { total, target } = run.result;
  return element(
    "article",
    { class: "card figure-card" },
    element("h2", {}, say("sponge_title")),
    element("p", { class: "big-number", dataset: { figure: "share" } }, fixed(total.share * 100, 1), element("span", { class: "unit" }, "%")),
    element("p", { class: "card-note" }, say("sponge_of", { met: km2(total.met_m2), all: km2(total.built_up_m2) })),
    target ? targetLine(target) : null,
    bar(total),
    parts(total),
    run.second_method ? trust(run.second_method) : null,
    zoneList(run, open),
    origin(run),
  );
}

function targetLine(target) {
  const state = target.met ? "met" : "not_met";
  return element(
    "div",
    { class: `target target-${state}` },
    element("span", { class: `chip chip-${state}` }, say(target.met ? "target_met" : "target_not_met")),
    element("span", {}, say("target_line", { comparator: target.comparator_sign, value: target.value_text, year: target.year })),
    target.met ? null : element("span", { class: "shortfall" }, say("shortfall", { area: km2(target.gap_m2) })),
  );
}

function bar(total) {
  const whole = total.built_up_m2 || 1;
  const label = PARTS.map((part) => `${say(part)} ${percent(total[`${part}_m2`] / whole)}`).join(", ");
  return element(
    "div",
    { class: "bar", role: "img", "aria-label": label },
    PARTS.map((part) => {
      const piece = element("span", { class: `bar-part part-${part}` });
      piece.style.flexGrow = String(total[`${part}_m2`] / whole);
      return piece;
    }),
  );
}

function parts(total) {
  const whole = total.built_up_m2 || 1;
  return element(
    "dl",
    { class: "parts" },
    PARTS.map((part) => {
      const area = total[`${part}_m2`];
      return [
        element("dt", {}, element("span", { class: `dot part-${part}` }), say(part)),
        element("dd", {}, km2(area)),
        element("dd", { class: "share" }, percent(area / whole)),
      ];
    }),
  );
}

function trust(second) {
  return element("p", { class: "trust" }, say("second_method", { difference: second.difference_text, method: second.name }));
}

function zoneList(run, open) {
  const behind = run.result.zones.filter((zone) => zone.verdict !== "met" && zone.built_up_m2 > 0);
  if (!behind.length) return null;
  const layer = run.result.inputs.find((input) => input.role === "zones")?.layer;
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
            element("span", { class: `dot part-${zone.verdict}` }), element("span", { class: "grow" }, zone.name), element("span", { class: "figure" }, km2(zone.built_up_m2))),
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
