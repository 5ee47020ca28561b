// The basemap below everything, where one was chosen. A host that does not answer is told once; the map
// goes on with its own ground.

import { element, icon } from "../page/dom.js";
import { DATA, say } from "../page/words.js";
import { tilesOf } from "./placed_tiles.js";

const PANE = "basemap";
const BELOW_VECTORS = 150;
const LONGEST_MS = 10000;

export class Basemaps {
  constructor(viewing) {
    Object.assign(this, { viewing, map: viewing.map, state: viewing.state, offered: viewing.given.basemaps, shown: null });
    this.map.createPane(PANE).style.zIndex = BELOW_VECTORS;
    this.map.getPane(PANE).style.pointerEvents = "none";
    this.named = element("p", { class: "basemap-named", hidden: true, lang: DATA });
    this.notice = element("div", { class: "basemap-notice no-print", role: "alert", hidden: true });
    this.unprinted = element("p", { class: "basemap-unprinted", hidden: true }, say("basemap_unprinted"));
    this.map.getContainer().append(this.named, this.notice, this.unprinted);
    L.DomEvent.disableClickPropagation(this.notice);
  }

  /** What the address says: the id of one that is offered, or none. */
  set(id) {
    if ((this.shown?.id ?? null) === id) return;
    this.leave();
    this.shown = this.offered.find((one) => one.id === id) ?? (id ? { id, gone: true } : null);
    if (this.shown?.gone) this.tell("basemap_gone", {});
    else if (this.shown) this.show();
  }

  show() {
    const { templates, title } = this.shown;
    if (location.protocol === "https:" && templates.some((one) => one.startsWith("http:"))) return this.tell("basemap_plain", { title });
    this.layers = tilesOf(this.shown, PANE);
    this.came = 0;
    this.missing = 0;
    for (const layer of this.layers) {
      layer.on("tileload", () => this.came++);
      layer.on("tileerror", () => this.missing++);
      // Leaflet is still at this tile when it says so; a layer is taken off when it is done.
      layer.on("load", () => setTimeout(() => this.look()));
      layer.addTo(this.map);
    }
    this.waiting = setTimeout(() => this.look(true), LONGEST_MS);
    this.named.textContent = this.shown.attribution;
    return this.through(true);
  }

  /** All that was asked for has come, or failed, or has taken too long. */
  look(late = false) {
    if (!this.layers) return;
    const loading = this.layers.some((layer) => layer.isLoading());
    if (loading && !late) return;
    const failed = !this.came && (this.missing || loading);
    this.came = 0;
    this.missing = 0;
    if (failed) this.fail();
  }

  fail() {
    const { title, source } = this.shown;
    this.drop();
    this.tell(`basemap_failed_${source}`, { title });
  }

  tell(name, values) {
    const button = (word, onclick) => element("button", { type: "button", class: "quiet-button", onclick }, say(word));
    this.notice.replaceChildren(
      icon("alert-triangle"),
      element("p", {}, say(name, values)),
      element("div", { class: "notice-buttons" }, this.shown.gone ? null : button("basemap_again", () => this.again()), button("basemap_without", () => this.viewing.choose((chosen) => { chosen.base = null; }))),
    );
    this.notice.hidden = false;
  }

  again() {
    this.notice.hidden = true;
    this.show();
  }

  /** Own areas that would hide the basemap are left out while there is one. */
  through(on) {
    this.named.hidden = !on;
    this.unprinted.hidden = !on;
    this.state.onBasemap = on;
    this.state.tell("filters");
  }

  drop() {
    clearTimeout(this.waiting);
    for (const layer of this.layers ?? []) layer.off().remove();
    this.layers = null;
    if (this.state.onBasemap) this.through(false);
  }

  leave() {
    this.drop();
    this.notice.hidden = true;
  }
}
