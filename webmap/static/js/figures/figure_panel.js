// Figures of the district that stand; nothing is computed here.

import { ask } from "../page/api.js";
import { element, fill } from "../page/dom.js";
import { say } from "../page/words.js";
import { emptyCard, figureCard } from "./figure_card.js";

export class FigurePanel {
  constructor(panel, open) {
    Object.assign(this, { panel, open });
    fill(panel, element("div", { class: "skeleton card", "aria-label": say("loading") }));
    this.load();
  }

  async load() {
    try {
      const { cards } = await ask("metrics/cards");
      fill(this.panel, cards.map((card) => (card.run ? figureCard(card, this.open) : emptyCard(card))));
    } catch (refusal) {
      fill(this.panel, failed(refusal));
    }
  }
}

function failed(refusal) {
  return element("div", { class: "notice", role: "alert" }, element("strong", {}, refusal.message), element("p", {}, refusal.detail));
}
