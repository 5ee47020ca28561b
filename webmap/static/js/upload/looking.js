// The preview: the data on a map beside the known boundary, and the first rows as a table.

import { element, fill, icon } from "../page/dom.js";
import { DATA, number, say } from "../page/words.js";
import { button } from "./controls.js";

const GROUND = { color: "#4d5a64", weight: 1.5, dashArray: "6 4", fill: false, interactive: false };
const DATA_STYLE = { color: "#0b6e6e", weight: 1.5, fillColor: "#0b6e6e", fillOpacity: 0.18 };
const CHOSEN = { color: "#a83b14", weight: 3, fillColor: "#e0582b", fillOpacity: 0.35 };
const EXTENT = { color: "#0b6e6e", weight: 2, dashArray: "4 4", fillOpacity: 0.08, interactive: false };
const CLOSE = 16;

export class Look {
  constructor(map, legend, table) {
    this.place = map;
    this.legend = legend;
    this.table = table;
    this.view = null;
    this.shapes = new Map();
  }

  /** `ground` and `preview` as the server gives them; preview is null where there is none. */
  show(ground, preview) {
    this.preview = preview;
    this.map ??= this.#start(ground);
    this.#drawTable();
    this.#draw(preview?.views.find((one) => one.used) ?? preview?.views[0] ?? null, null);
  }

  /** Draw the data where this candidate for the CRS would put them. */
  candidate(one) {
    const shifted = one.crs.startsWith("EPSG:") ? null : one.crs;
    const whole = this.preview?.views.find((view) => view.epsg === one.epsg && view.swapped === one.swapped && view.shifted === shifted);
    this.#draw(whole ?? null, one.bounds);
  }

  placeOf(finding) {
    return finding.place ?? this.view?.places?.[finding.row] ?? null;
  }

  /** Go to [lon, lat] and mark the place and the row. */
  go([lon, lat], row) {
    this.mark?.remove();
    this.mark = L.circleMarker([lat, lon], { ...CHOSEN, radius: 9, fillOpacity: 0.15, interactive: false }).addTo(this.map);
    const zoom = Math.max(this.map.getZoom(), Math.min(CLOSE, this.map.getBoundsZoom(this.#around(row, lat, lon))));
    this.map.setView([lat, lon], zoom, { animate: false });
    this.choose(row);
    this.place.scrollIntoView({ block: "nearest" });
    this.place.focus({ preventScroll: true });
  }

  choose(row) {
    if (this.chosen) this.shapes.get(this.chosen)?.setStyle(DATA_STYLE);
    this.chosen = row;
    this.shapes.get(row)?.setStyle(CHOSEN).bringToFront();
    for (const line of this.table.querySelectorAll("tr[data-row]")) {
      line.classList.toggle("chosen", line.dataset.row === String(row));
    }
  }

  #around(row, lat, lon) {
    const shape = this.shapes.get(row);
    if (shape?.getBounds) return shape.getBounds().pad(0.5);
    return L.latLngBounds([lat - 0.005, lon - 0.005], [lat + 0.005, lon + 0.005]);
  }

  #start(ground) {
    const map = L.map(this.place, { zoomControl: false, attributionControl: false, preferCanvas: true, zoomSnap: 0.5, minZoom: 3, maxZoom: 20 });
    L.control.zoom({ position: "topright", zoomInTitle: say("up_zoom_in"), zoomOutTitle: say("up_zoom_out") }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    this.ground = L.geoJSON(ground, { style: GROUND }).addTo(map);
    this.hasGround = ground.features.length > 0;
    this.grounds = ground.features.map((one) => one.properties.title).join(say("up_map_between"));
    map.setView([30.5, 114], 8);
    return map;
  }

  #draw(view, bounds) {
    this.data?.remove();
    this.mark?.remove();
    this.shapes.clear();
    this.chosen = null;
    this.view = view;
    if (view) this.data = this.#shapes(view).addTo(this.map);
    else if (bounds) this.data = L.rectangle([[bounds[1], bounds[0]], [bounds[3], bounds[2]]], EXTENT).addTo(this.map);
    else this.data = null;
    this.#fit(true);
    fill(this.legend, ...this.#legend(view, bounds));
  }

  #shapes(view) {
    return L.geoJSON({ type: "FeatureCollection", features: view.features }, {
      style: DATA_STYLE,
      pointToLayer: (_, at) => L.circleMarker(at, { ...DATA_STYLE, radius: 5 }),
      onEachFeature: (feature, shape) => {
        const { row } = feature.properties;
        this.shapes.set(row, shape);
        shape.on("click", () => this.choose(row));
      },
    });
  }

  /** Show the data, at first with the known boundary around them. */
  #fit(wide = false) {
    const all = L.latLngBounds([]);
    const found = this.data?.getBounds().isValid();
    if (found) all.extend(this.data.getBounds());
    if (this.hasGround && (!found || wide)) all.extend(this.ground.getBounds());
    if (!all.isValid()) return;
    this.map.invalidateSize({ pan: false });
    this.map.fitBounds(all.pad(0.05), { animate: false });
  }

  #legend(view, bounds) {
    const swatch = (kind, text) => element("span", { class: "look-key" }, element("span", { class: `look-swatch ${kind}` }), text);
    const shown = view && say("up_map_sample", { shown: number(view.features.length, 0), count: number(this.preview.features, 0) });
    return [
      (view || bounds) && swatch("data", say("up_map_data")),
      this.hasGround ? swatch("ground", say("up_map_ground", { names: this.grounds })) : element("span", { class: "hint" }, say("up_map_no_ground")),
      element("span", { class: "hint" }, view ? [`EPSG:${view.epsg}`, view.shifted, view.swapped && say("up_crs_swapped"), shown].filter(Boolean).join(" · ") : say(bounds ? "up_map_bounds" : "up_map_none")),
      (view || bounds) && button(say("up_zoom_data"), () => this.#fit(), { id: "zoom-data", before: icon("maximize") }),
    ];
  }

  #drawTable() {
    const { preview } = this;
    this.table.hidden = !preview?.rows.length;
    if (this.table.hidden) return;
    const head = preview.columns.map((one) => element("th", { scope: "col", lang: DATA }, one.name));
    const rows = preview.rows.map((cells, at) => element("tr", { dataset: { row: at + 1 } }, element("td", { class: "number" }, String(at + 1)), cells.map(cell)));
    const title = say("up_table", { count: number(preview.rows.length, 0) });
    const table = element("table", { class: "look-table" }, element("thead", {}, element("tr", {}, element("th", { scope: "col", class: "number" }, "#"), head)), element("tbody", {}, rows));
    fill(this.table, element("h2", {}, title), element("div", { class: "table-frame", tabIndex: 0, role: "region", "aria-label": title }, table));
  }
}

function cell(value) {
  if (value === null || value === undefined) return element("td", { class: "unknown" }, "—");
  const numeric = typeof value === "number";
  return element("td", { class: numeric ? "number" : "", lang: DATA }, String(value));
}
