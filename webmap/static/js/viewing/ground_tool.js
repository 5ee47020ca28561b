// What lies below the layers and over them: the basemap, and the grid of coordinates.

import { element, fill } from "../page/dom.js";
import { DATA, say } from "../page/words.js";
import { GRIDS } from "./address.js";
import { Basemaps } from "./basemaps.js";
import { Graticule } from "./graticule.js";

export class GroundTool {
  constructor(viewing) {
    this.viewing = viewing;
    this.basemaps = new Basemaps(viewing);
    this.graticule = new Graticule(viewing.atlas);
    this.body = element("div");
  }

  apply({ base, grid }) {
    this.basemaps.set(base);
    this.graticule.set(grid);
    this.refresh();
  }

  /** Built anew, with the focus where it was. */
  refresh() {
    const { base, grid } = this.viewing.chosen;
    const focused = this.body.contains(document.activeElement) ? document.activeElement.id : null;
    const { offered } = this.basemaps;
    const about = offered.find((one) => one.id === base);
    fill(
      this.body,
      this.choices("base", [[null, say("basemap_none")], ...offered.map(({ id, title }) => [id, title])], base),
      offered.length ? null : element("p", { class: "hint" }, say("basemap_nothing")),
      about ? this.hints(about).map((text) => element("p", { class: "hint" }, text)) : null,
      this.choices("grid", [null, ...GRIDS].map((kind) => [kind, say(`grid_${kind ?? "none"}`)]), grid),
    );
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  choices(name, values, chosen) {
    const put = (value) => this.viewing.choose((all) => { all[name] = value; });
    const lines = values.map(([value, text]) =>
      element("label", { class: "check" }, element("input", { type: "radio", name: `tool-${name}`, id: `tool-${name}-${value ?? "none"}`, checked: value === chosen, onchange: () => put(value) }), element("span", value && name === "base" ? { lang: DATA } : {}, text)),
    );
    return element("fieldset", { class: "tool-choices" }, element("legend", {}, say(`${name}_choice`)), lines);
  }

  hints({ grid, zooms }) {
    return [
      grid === "web" ? null : say(`basemap_${grid}`),
      this.viewing.map.getZoom() < zooms[0] ? say("basemap_from_zoom", { zoom: zooms[0] }) : null,
      say("basemap_not_taken"),
    ].filter(Boolean);
  }
}
