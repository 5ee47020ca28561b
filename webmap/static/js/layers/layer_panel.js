// The layer switch: layers grouped by kind, each with its legend, origin and number of features.

import { byId, element, fill, icon } from "../page/dom.js";
import { taken } from "../page/taken.js";
import { number, percent, say } from "../page/words.js";
import { swatch } from "../map/swatch.js";
import { tilesAt } from "../map/tiles.js";

export class LayerPanel {
  constructor(panel, state, groups, map, zoomTo) {
    Object.assign(this, { panel, state, groups, map, zoomTo });
    fill(panel, state.layers.length ? [this.tools(), groups.map((group) => this.group(group))] : noLayers());
    this.tellThinned();
    state.addEventListener("layers", () => this.refresh());
    map.on("zoomend", () => this.tellThinned());
  }

  /** What changes how layers look is fetched when it is asked for; a page that was taken along has none of it. */
  tools() {
    const place = element("div", { id: "viewing", class: "viewing no-print" });
    if (!taken) place.append(element("button", { type: "button", class: "quiet-button", id: "viewing-open", onclick: () => this.state.tell("viewing") }, icon("layers"), say("viewing")));
    return place;
  }

  group({ title, title_other: other, layers }) {
    return element(
      "section",
      { class: "layer-group" },
      element("h2", {}, title, element("span", { class: "other-language", lang: other.lang }, other.text)),
      layers.map((id) => this.layer(this.state.layer(id))),
    );
  }

  layer(layer) {
    const id = `layer-${layer.id}`;
    const box = element("input", {
      type: "checkbox", id, checked: this.state.isOn(layer), disabled: !layer.tiles, dataset: { layer: layer.id },
      onchange: (event) => this.state.setVisible(layer.id, event.target.checked),
    });
    const count = { count: number(layer.features) };
    const counted = layer.tiles?.raster ? say("class_count", count) : say("feature_count", count);
    const about = [counted, layer.date].filter(Boolean).join(" · ");
    return element(
      "div",
      { class: "layer", dataset: { layer: layer.id } },
      element(
        "div",
        { class: "layer-line" },
        element("label", { class: "switch", htmlFor: id }, box, element("span", { class: "layer-title" }, layer.title)),
        element("button", { type: "button", class: "icon-button", title: say("zoom_layer"), "aria-label": say("zoom_layer_named", { title: layer.title }), onclick: () => this.zoomTo(layer) }, icon("crosshair")),
      ),
      element("div", { dataset: { legend: layer.id } }, legend(layer)),
      element("p", { class: "layer-about" }, layer.tiles ? about : say("tiles_pending")),
      element("p", { class: "layer-thinned", dataset: { thinned: layer.id }, hidden: true }),
    );
  }

  /** Say of which layers not every feature is drawn at the zoom that the map has now. */
  tellThinned() {
    for (const place of this.panel.querySelectorAll("[data-thinned]")) {
      const said = thinned(this.state.layer(place.dataset.thinned), this.map.getZoom());
      place.hidden = !said;
      place.textContent = said ?? "";
    }
  }

  refresh() {
    for (const box of this.panel.querySelectorAll("input[data-layer]")) {
      box.checked = this.state.isOn(this.state.layer(box.dataset.layer));
    }
    for (const place of this.panel.querySelectorAll("[data-legend]")) fill(place, legend(this.state.layer(place.dataset.legend)));
  }
}

/** What is said of a layer of which tiles do not draw every feature at this zoom; null of others. */
export function thinned({ tiles }, zoom) {
  const share = tiles?.drawn_shares?.[tilesAt(zoom, tiles.max_zoom)];
  if (share === undefined) return null;
  if (share < 0.01) return say("layer_thinned_least");
  // Nearly all is not all.
  return say("layer_thinned", { share: percent(Math.min(share, 0.99), 0) });
}

function legend(layer) {
  const entries = layer.legend;
  return element(
    "ul",
    { class: "legend" },
    entries.map((entry) => element("li", {}, swatch(layer.style, entry), element("span", {}, entry.label))),
  );
}

/** What an office without layers does first. */
export function noLayers() {
  return byId("no-layers")?.content.cloneNode(true);
}
