// Joins map, tiles, panels and address. Folium's script makes one, adds the layers and starts it.

import { FeaturePanel } from "../feature/feature_panel.js";
import { FilterPanel } from "../filters/filter_panel.js";
import { LayerPanel } from "../layers/layer_panel.js";
import { byId, element } from "../page/dom.js";
import { startPanels } from "../page/panels.js";
import { format, parse } from "../page/permalink.js";
import { startPrinting } from "../page/printing.js";
import { taken } from "../page/taken.js";
import { startTaking } from "../page/taking.js";
import { DATA, isIllustrative, plainName, say } from "../page/words.js";
import { SearchBox } from "../search/search_box.js";
import { ThemePanel } from "../theme/theme_panel.js";
import { furnish } from "./furniture.js";
import { startKeys } from "./keys.js";
import { Labels } from "./labels.js";
import { BOUNDARY_RANK, pick, rank } from "./picking.js";
import { RasterLayers } from "./rasters.js";
import { SECTIONS, State } from "./state.js";
import { TileGrid } from "./tiles.js";
import { Trouble } from "./trouble.js";

const MARGIN = 28;

export class Atlas {
  constructor(map, options) {
    Object.assign(this, { map, options, layers: [] });
  }

  add(layer) {
    this.layers.push(layer);
  }

  start() {
    this.map.getContainer().setAttribute("aria-label", say("map"));
    this.state = new State(this.layers, this.options.themes);
    this.shows = (layer, properties) => this.state.shows(layer, properties);
    const address = parse(location.hash);
    this.state.switchAll(address);
    this.panels = startPanels();
    this.showPlace(address.view);
    this.trouble = new Trouble(this.map, this.state, () => this.grid.redraw());
    this.grid = new TileGrid(this.map, this.layers, {
      shows: this.shows,
      role: (layer) => this.state.role(layer),
      late: (layer, key) => this.state.linked.get(layer.id)?.get(key),
      grade: (layer, key) => this.state.gradeOf(layer, key),
      through: () => this.state.onBasemap,
      told: (version, code) => this.trouble.tiles(version, code),
    });
    this.rasters = new RasterLayers(this.map, this.layers);
    this.labels = new Labels(this.map, this.grid, this.shows);
    furnish(this.map, this.options.plane, this.layers.some((layer) => isIllustrative(layer.title)), { home: () => this.showPlace(null), ask: taken ? null : () => this.openAsking() });
    this.openPanels();
    // The file for meetings has no page that a site is checked on.
    byId("draw-site")?.addEventListener("click", () => this.drawSite());
    if (location.hash === "#draw=site") this.drawSite();
    this.listen();
    this.followPointer();
    startKeys(this.map, () => this.visibleBounds().getCenter(), (place) => this.takeAt(place));
    this.applyLayers();
    startPrinting(this.map, { ground: this.grid.ground, labels: this.labels, rasters: this.rasters }, () => this.visibleBounds());
    const [west, south, east, north] = this.options.bounds;
    startTaking(this.state, () => this.visibleBounds(), L.latLngBounds([south, west], [north, east]));
    if (address.ask && !taken) this.openAsking(address.ask);
    if (address.more.size && !taken) this.openViewing(false);
    if (address.selection) this.selectByKey(address.selection.layer, address.selection.key, !address.view);
  }

  openPanels() {
    new LayerPanel(byId("panel-layers"), this.state, this.options.groups, this.map, (layer) => this.showBounds(layer.bounds));
    new FilterPanel(byId("panel-filters"), this.state, this.options.groups);
    const themes = new ThemePanel(byId("panel-theme"), this.state, this.map, this.grid, { open: (layer, key) => this.selectByKey(layer, key, true), rest: () => { this.chosen = undefined; } });
    this.feature = new FeaturePanel(byId("feature"), this.state, {
      close: () => this.state.select(null),
      zoom: (bounds) => this.showBounds(bounds),
      row: (layer, key) => themes.list.found(layer, key),
    });
    new SearchBox(byId("search"), (found) => (found.type === "place" ? this.pointTo(found) : this.showFound(found)));
  }

  listen() {
    this.state.addEventListener("layers", () => this.applyLayers());
    this.state.addEventListener("filters", () => this.applyFilters());
    this.state.addEventListener("selection", () => this.applySelection());
    for (const what of ["graded", "theme"]) this.state.addEventListener(what, () => this.remark());
    for (const what of ["month", "more"]) this.state.addEventListener(what, () => this.writeAddress());
    this.state.addEventListener("viewing", () => this.openViewing());
    this.map.on("moveend", () => this.writeAddress());
    window.addEventListener("popstate", () => this.restore(parse(location.hash)));
  }

  /** The tools for how layers look, fetched when they are first used, or when an address asks for them. */
  async openViewing(show = true) {
    try {
      const { startViewing } = await Atlas.fetch(new URL("../viewing/viewing.js", import.meta.url).href);
      this.viewing ??= startViewing(this);
      const viewing = await this.viewing;
      if (show) viewing.show();
    } catch {
      this.viewing = undefined;
      this.trouble.part(() => this.openViewing(show));
    }
  }

  /** What an earlier address says, without a step of its own. */
  restore(address) {
    this.restoring = true;
    this.showPlace(address.view);
    this.state.restore(address);
    const { selection } = address;
    if (selection) this.selectByKey(selection.layer, selection.key);
    else this.state.select(null);
    if (!address.ask && this.state.asked) this.asking?.close();
    if (address.ask && address.ask !== this.state.asked) this.openAsking(address.ask);
    this.restoring = false;
    this.chosen = undefined;
    this.writeAddress();
    if (address.more.size) this.openViewing(false);
  }

  applyLayers() {
    this.grid.setDrawn(this.state.drawnLayers);
    this.rasters.setVisible(new Set(this.state.shownLayers.map((layer) => layer.id)));
    this.labels.setLayers(this.state.shownLayers.filter((layer) => !layer.unlabelled));
    this.writeAddress();
  }

  applyOpacity() {
    this.grid.redraw();
    this.rasters.setVisible(new Set(this.state.shownLayers.map((layer) => layer.id)));
  }

  applyFilters() {
    this.grid.redraw();
    this.labels.draw();
  }

  applySelection() {
    this.panels.showFeature(Boolean(this.state.selection));
    this.remark();
    this.writeAddress();
  }

  remark() {
    const { selection } = this.state;
    const marks = [...this.state.between, ...(this.asking?.marks ?? [])];
    if (this.hover) marks.push({ ...this.hover, kind: "hover" });
    if (selection) marks.push({ layer: selection.layer, key: selection.key, kind: "selected" });
    this.grid.mark(marks);
  }

  followPointer() {
    this.tip = this.map.getContainer().appendChild(element("div", { class: "map-tip", hidden: true, lang: DATA }));
    let waiting = false;
    this.map.on("mousemove", (event) => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        this.pointAt(event);
      });
    });
    this.map.on("mouseout movestart", () => this.pointAt(null));
    this.map.on("click", (event) => this.clickAt(event.latlng));
  }

  pickAt(layers, position) {
    return pick(this.grid, layers, position);
  }

  pointAt(event) {
    const inside = this.state.shownLayers.filter((layer) => rank(layer) < BOUNDARY_RANK);
    const [first] = event ? this.pickAt(inside, event.latlng) : [];
    const changed = first?.key !== this.hover?.key || first?.layer !== this.hover?.layer;
    this.hover = first ?? null;
    this.map.getContainer().classList.toggle("over-feature", Boolean(first));
    this.showTip(first, event?.containerPoint);
    if (changed) this.remark();
  }

  showTip(found, at) {
    this.tip.hidden = !found;
    if (!found) return;
    this.tip.textContent = plainName(found.properties.name || found.key);
    const left = Math.min(at.x + 14, this.map.getSize().x - this.panels.insets().right - this.tip.offsetWidth - 8);
    this.tip.style.transform = `translate(${left}px, ${at.y + 14}px)`;
  }

  clickAt(position) {
    if (this.site?.active) return this.site.clickAt(position);
    if (this.asking?.active) return this.asking.clickAt(position);
    const found = this.pickAt(this.state.drawnLayers, position);
    if (!found.length) return this.state.select(null);
    const [first] = found;
    this.state.select({ layer: first.layer, key: first.key, others: found, at: position });
    return this.uncover(position);
  }

  /** What the keyboard takes; its panel is read on from its title. */
  takeAt(position) {
    this.clickAt(position);
    const { selection } = this.state;
    if (selection) this.feature.reach();
    return Boolean(selection) || this.site?.active || this.asking?.active;
  }

  /** The tools that ask about a place, fetched when they are first used (by the page: a file on a disk
   * fetches nothing); with the question of an address. */
  async openAsking(question = null) {
    const later = new URL("../asking/asking.js", import.meta.url).href;
    try {
      const { startAsking } = await Atlas.fetch(later);
      this.starting ??= startAsking(this);
      this.asking = await this.starting;
    } catch {
      this.starting = undefined;
      return this.trouble.part(() => this.openAsking(question));
    }
    if (question) await this.asking.askAddress(question);
    else this.asking.show();
  }

  /** Draw a site that is checked as soon as it is drawn, or give it up. */
  async drawSite() {
    try {
      const { SiteDrawing } = await Atlas.fetch(new URL("../asking/site_drawing.js", import.meta.url).href);
      this.site ??= new SiteDrawing(this.map, byId("draw-site"));
    } catch {
      return this.trouble.part(() => this.drawSite());
    }
    return this.site.toggle();
  }

  /** What was sought; a section in the theme that tells its water, in the month that was sought with it. */
  showFound({ layer: id, key, url }) {
    const layer = this.state.layer(id);
    const { month } = parse(new URL(url, location.href).hash);
    if (month) this.state.setMonth(month);
    if (layer?.theme === SECTIONS && layer.leads && this.state.themes.some((one) => one.id === SECTIONS)) this.state.setTheme(SECTIONS);
    this.selectByKey(id, key, true);
  }

  selectByKey(layerId, key, move = false) {
    const layer = this.state.layer(layerId);
    if (!layer) return this.trouble.layer(layerId);
    if (layer.tiles && !this.state.isOn(layer)) this.state.setVisible(layerId, true);
    this.state.select({ layer, key, others: [], move });
  }

  showPlace(view) {
    if (view) this.map.setView([view.lat, view.lon], view.zoom, { animate: false });
    else this.showBounds(this.options.bounds);
  }

  /** A place that was typed, with a mark that stays until the next one. */
  pointTo({ name, url }) {
    const [zoom, lat, lon] = url.split("#")[1].split("/").map(Number);
    this.pointed?.remove();
    this.pointed = L.circleMarker([lat, lon], { radius: 8, color: "#0b6e6e", weight: 3, fill: false }).bindTooltip(name, { permanent: true, direction: "top", offset: [0, -8] });
    this.pointed.addTo(this.map);
    this.showPlace({ lat, lon, zoom });
  }

  showBounds([west, south, east, north]) {
    const { left, right } = this.panels.insets();
    this.map.fitBounds([[south, west], [north, east]], {
      paddingTopLeft: [left + MARGIN, MARGIN],
      paddingBottomRight: [right + MARGIN, MARGIN],
      maxZoom: 15,
      animate: false,
    });
  }

  /** Bring a position out from under the panel that has just opened. */
  uncover(position) {
    const { right } = this.panels.insets();
    const beyond = this.map.latLngToContainerPoint(position).x - (this.map.getSize().x - right - MARGIN * 3);
    if (right && beyond > 0) this.map.panBy([beyond, 0]);
  }

  /** What the panels leave free of the map. */
  visibleBounds() {
    const { left, right } = this.panels.insets();
    const { x, y } = this.map.getSize();
    const corner = (at) => this.map.containerPointToLatLng(at);
    return L.latLngBounds(corner([left, y]), corner([x - right, 0]));
  }

  /** A choice is a step that Back takes back; a map that was moved is not. */
  writeAddress() {
    if (this.restoring) return;
    const address = format(this.map, this.state);
    const chosen = address.split("&").slice(1).join("&");
    const step = this.chosen !== undefined && chosen !== this.chosen;
    this.chosen = chosen;
    history[step ? "pushState" : "replaceState"](null, "", address);
  }
}
