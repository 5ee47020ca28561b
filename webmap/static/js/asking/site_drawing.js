// Draws a site on the map, a rectangle or corner by corner, and has it checked at once.
// Fetched when it is first used.

import { element } from "../page/dom.js";
import { checkSite } from "../page/site.js";
import { say } from "../page/words.js";
import { asWkt, Drawing } from "./drawing.js";

export class SiteDrawing {
  constructor(map, button) {
    this.button = button;
    this.hint = map.getContainer().appendChild(element("p", { class: "draw-hint no-print", role: "status", hidden: true }));
    this.drawing = new Drawing(map, {
      changed: () => undefined,
      done: (_shape, places) => this.check(places),
      ended: () => this.show(""),
    });
  }

  /** Whether a click on the map is meant for it; the one that ends a dragging is, too. */
  get active() {
    return this.drawing.active || this.drawing.skip;
  }

  toggle() {
    if (this.drawing.active) return this.drawing.giveUp();
    this.drawing.begin("site");
    return this.show(say("site_draw_hint"));
  }

  show(hint) {
    this.button.setAttribute("aria-pressed", String(Boolean(hint)));
    this.hint.hidden = !hint;
    this.hint.textContent = hint;
  }

  clickAt(position) {
    this.drawing.clickAt(position);
  }

  check(places) {
    this.show(say("site_checking"));
    checkSite(asWkt(places));
  }
}
