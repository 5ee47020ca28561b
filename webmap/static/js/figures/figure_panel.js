// Figures of the district, as the last stored runs have them; nothing is computed here.

import { ask } from "../page/api.js";
import { element, fill, icon } from "../page/dom.js";
import { say } from "../page/words.js";
import { spongeCard } from "./sponge_card.js";

export class FigurePanel {
  constructor(panel, open) {
    Object.assign(this, { panel, open });
    fill(panel, element("div", { class: "skeleton card", "aria-label": say("loading") }));
    this.load();
  }

  async load() {
    try {
      const { runs } = await ask("metrics/runs?metric=sponge_coverage");
      fill(this.panel, runs.length ? spongeCard(runs[0], this.open) : empty());
    } catch (refusal) {
      fill(this.panel, failed(refusal));
    }
  }
}

function empty() {
  return element(
    "div",
    { class: "empty" },
    icon("pie-chart"),
    element("p", { class: "empty-title" }, say("no_run")),
    element("p", {}, say("no_run_next")),
    element("code", {}, "ecoatlas metrics run sponge_coverage --zones ZONES --built-up BUILT_UP"),
  );
}

function failed(refusal) {
  return element("div", { class: "notice", role: "alert" }, element("strong", {}, refusal.message), element("p", {}, refusal.detail));
}
