// The sponge-city share against its target, with the four parts of the built-up area.

import { element, icon } from "../page/dom.js";
import { DATA, fixed, km2, number, percent, say } from "../page/words.js";

const PARTS = ["met", "not_met", "not_assessed", "no_zone"];

const SIGNS = { ">=": "≥", "<=": "≤", ">": ">", "=": "" };

/** The card of a stored run; `open(layer, key)` selects a zone on the map. */
export function spongeCard(run, open) {
  const { total, target, bounds, cross_check: second } = run.result;
  return element(
    "article",
    { class: "card figure-card" },
    element("h2", {}, say("sponge_title")),
    element("p", { class: "big-number", dataset: { figure: "share" } }, total.share === null ? "—" : fixed(total.share * 100, 1), element("span", { class: "unit" }, "%")),
    element("p", { class: "card-note" }, say("sponge_of", { met: km2(total.met_m2), all: km2(total.built_up_m2) })),
    target ? targetLine(target) : null,
    bar(total, target),
    parts(total),
    bounds?.upper > bounds?.lower ? element("p", { class: "bounds-line" }, say("bounds_line", { upper: percent(bounds.upper) })) : null,
    second && second.share !== null ? trust(second) : null,
    zoneList(run, open),
    origin(run),
  );
}

const VERDICTS = { true: ["met", "target_met"], false: ["not_met", "target_not_met"] };

function targetLine(target) {
  const [look, wording] = VERDICTS[target.met] ?? ["open", "target_open"];
  const value = `${SIGNS[target.comparator] ?? target.comparator} ${number(target.value)}${target.unit}`;
  return element(
    "div",
    { class: "target" },
    element("span", { class: `chip chip-${look}` }, say(wording)),
    element("span", {}, say("target_line", { value, year: target.year })),
    target.met === false ? element("span", { class: "shortfall" }, say("shortfall", { area: km2(target.gap_m2) })) : null,
  );
}

/** The four parts as one stacked bar, with the target as a tick. */
function bar(total, target) {
  const whole = total.built_up_m2 || 1;
  const label = PARTS.map((part) => `${say(part)} ${percent(total[`${part}_m2`] / whole)}`).join(", ");
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
  const values = { cell: number(second.cell_m), share: percent(second.share, 2), difference: difference(Math.abs(second.difference_points)) };
  return element("p", { class: "trust" }, icon("check"), element("span", {}, say("second_method", values)));
}

/** Percentage points between the two methods; below a thousandth only that is said. */
function difference(points) {
  const smallest = 0.001;
  if (points < smallest) return say("less_than", { value: smallest });
  return say("about_value", { value: number(points, 3) });
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
            element("span", { class: `dot part-${zone.verdict}` }), element("span", { class: "grow", lang: DATA }, zone.name ?? zone.key), element("span", { class: "figure" }, km2(zone.built_up_m2))),
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
