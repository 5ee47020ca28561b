// The theme that is asked about: its figure first, then what it shows, then its features one by one.

import { ask } from "../page/api.js";
import { element, fill } from "../page/dom.js";
import { PROJECTS } from "../map/state.js";
import { noLayers } from "../layers/layer_panel.js";
import { refused } from "../page/refusals.js";
import { say } from "../page/words.js";
import { emptyCard, figureCard } from "./figure_card.js";
import { SectionMonths } from "./section_months.js";
import { ThemeLegend } from "./theme_legend.js";
import { ThemeList } from "./theme_list.js";

export class ThemePanel {
  /** `open(layer, key)` selects a feature on the map; `rest()`: the next choice is no step of its own. */
  constructor(panel, state, map, grid, { open, rest }) {
    this.state = state;
    this.figures = element("div", { id: "panel-figures", class: "theme-figures" });
    this.legend = new ThemeLegend(element("section", { class: "theme-part" }), state, map, grid);
    this.months = new SectionMonths(element("div", { class: "no-print", hidden: true }), state, rest);
    this.legend.lines.before(this.months.place);
    this.list = new ThemeList(element("section", { class: "theme-part" }), state, open);
    fill(panel, state.layers.length ? this.choice() : noLayers(), this.figures, this.legend.place, this.list.place);
    state.addEventListener("theme", () => {
      for (const box of panel.querySelectorAll('input[name="theme"]')) box.checked = box.value === state.theme;
      this.showFigures();
    });
    this.load();
  }

  choice() {
    if (this.state.themes.length < 2) return null;
    const one = ({ id, title }) => {
      const box = element("input", {
        type: "radio", name: "theme", value: id, checked: id === this.state.theme, onchange: () => this.state.setTheme(id),
      });
      return element("label", { class: "theme" }, box, element("span", {}, title));
    };
    return element("div", { class: "themes no-print", role: "radiogroup", "aria-label": say("themes") }, this.state.themes.map(one));
  }

  async load() {
    fill(this.figures, element("div", { class: "skeleton card", role: "status", "aria-label": say("loading") }));
    try {
      this.cards = (await ask("metrics/cards")).cards;
      this.showFigures();
    } catch (refusal) {
      fill(this.figures, refused(refusal, () => this.load()));
    }
  }

  /** The first figure of the theme whole, the others folded; those of no theme are with every one. */
  showFigures() {
    if (!this.cards) return;
    const { theme } = this.state;
    const belongs = theme === PROJECTS ? null : theme;
    const own = this.cards.filter((card) => card.theme === belongs || !theme);
    const others = belongs ? this.cards.filter((card) => card.theme === null) : [];
    const [first, ...rest] = own.length && theme !== PROJECTS ? [...own, ...others] : [null, ...own, ...others];
    fill(this.figures, first ? this.card(first) : null, rest.length ? this.more(rest) : null);
  }

  card(card) {
    return card.run ? figureCard(card, () => this.list.reach()) : emptyCard(card);
  }

  more(cards) {
    return element(
      "details",
      { class: "more-figures" },
      element("summary", {}, say("more_figures", { count: cards.length })),
      cards.map((card) => this.card(card)),
    );
  }
}

