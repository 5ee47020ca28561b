// A second grid over the left of the map, with its own versions, features and classes, and the divider.

import { Labels } from "../map/labels.js";
import { pick } from "../map/picking.js";
import { withAll } from "../map/state.js";
import { TileGrid } from "../map/tiles.js";
import { element } from "../page/dom.js";
import { say } from "../page/words.js";

const OVER_GROUND = 203;
const STEP = 0.02;
const ENDS = [0.05, 0.95];

export class Swipe {
  constructor(viewing, asked) {
    Object.assign(this, { viewing, asked, map: viewing.map, state: viewing.state, atlas: viewing.atlas, at: asked.at });
  }

  async start() {
    const { what, left } = this.asked;
    this.moment = what === "days" ? await this.viewing.moments.at(left) : this.state.moment;
    this.layers = this.state.layers.filter((layer) => layer.tiles && !layer.tiles.raster).map((layer) => ({ ...layer, tiles: { ...layer.tiles } }));
    this.pane ??= this.map.getPane("swipe") ?? this.map.createPane("swipe");
    this.pane.style.zIndex = OVER_GROUND;
    this.pane.style.pointerEvents = "none";
    this.grid = new TileGrid(this.map, this.layers, this.hooks(), "swipe");
    for (const layer of this.layers) this.show(layer, this.versionOf(layer));
    this.labels = new Labels(this.map, this.grid, this.hooks().shows, "swipe-labels");
    this.divider = this.build();
    this.listeners = { layers: () => this.sync(), filters: () => { this.grid.redraw(); this.labels.draw(); }, place: () => this.clip() };
    for (const name of ["layers", "filters"]) this.state.addEventListener(name, this.listeners[name]);
    this.map.on("move zoomend viewreset resize", this.listeners.place);
    this.atlas.pickAt = (layers, position) => (this.isLeft(position) ? pick(this.grid, layers.map((layer) => this.twin(layer)), position) : pick(this.atlas.grid, layers, position));
    this.sync();
  }

  versionOf(layer) {
    const { what, left } = this.asked;
    if (what === "days") return this.moment.versions.get(layer.id);
    return layer.id === what ? this.viewing.versions.of(layer.id).find((one) => String(one.version) === left) : undefined;
  }

  show(layer, version) {
    if (!version || version.version === layer.version) return;
    this.grid.setVersion(layer, version);
    layer.other = !version.live;
  }

  /** What the left asks of the state, at its own moment. */
  hooks() {
    const then = (ask) => {
      const now = this.state.moment;
      this.state.moment = this.moment;
      try {
        return ask();
      } finally {
        this.state.moment = now;
      }
    };
    return {
      shows: (layer, properties) => then(() => this.state.shows(layer, properties)),
      role: (layer) => this.state.role(layer),
      late: (layer, key) => this.state.linked.get(layer.id)?.get(key),
      grade: (layer, key) => this.gradeOf(layer, key),
      through: () => this.state.onBasemap,
    };
  }

  gradeOf(layer, key) {
    const { graded } = this.moment ?? {};
    if (!graded) return this.state.gradeOf(layer, key);
    const found = withAll(graded, this.state.chosenMonth).sections.find((one) => one.layer === layer.id && one.key === key);
    return { colour: graded.classes.find((one) => one.class === found?.class)?.colour, met: found?.met ?? null, flow: found?.flow };
  }

  twin(layer) {
    return this.layers.find((one) => one.id === layer.id) ?? layer;
  }

  /** Draw on the left what is drawn on the right, in the same order. */
  sync() {
    for (const layer of this.state.layers) Object.assign(this.twin(layer), { opacity: layer.opacity, unlabelled: layer.unlabelled });
    const twins = (layers) => layers.map((layer) => this.twin(layer)).filter((layer) => this.layers.includes(layer));
    this.grid.setDrawn(twins(this.state.drawnLayers));
    this.labels.setLayers(twins(this.state.shownLayers).filter((layer) => !layer.unlabelled));
    this.clip();
  }

  build() {
    const name = (value) => (this.asked.what === "days" ? value : say("shown_line", { version: value, day: this.viewing.versions.of(this.asked.what).find((one) => String(one.version) === value).day }));
    const handle = element("div", { class: "swipe-handle", role: "slider", tabIndex: 0, "aria-label": say("compare_divider"), "aria-valuemin": "0", "aria-valuemax": "100", "aria-orientation": "horizontal" });
    const divider = element(
      "div", { class: "swipe-divider no-print" },
      element("span", { class: "swipe-side left-side" }, name(this.asked.left)), element("span", { class: "swipe-side right-side" }, name(this.asked.right)), handle,
    );
    this.handle = handle;
    this.map.getContainer().append(divider);
    L.DomEvent.disableClickPropagation(divider);
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      handle.focus();
      handle.setPointerCapture(event.pointerId);
      this.map.dragging.disable();
    });
    handle.addEventListener("pointermove", (event) => handle.hasPointerCapture(event.pointerId) && this.move(this.shareOf(event.clientX)));
    handle.addEventListener("pointerup", () => {
      this.map.dragging.enable();
      this.keep();
    });
    handle.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -STEP, ArrowRight: STEP, Home: -1, End: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      event.stopPropagation();
      this.move(this.at + by);
      this.keep();
    });
    return divider;
  }

  /** Where something lies between the panels, from 0 to 1. */
  shareOf(clientX) {
    const { left, right } = this.atlas.panels.insets();
    const box = this.map.getContainer().getBoundingClientRect();
    return (clientX - box.left - left) / (box.width - left - right);
  }

  get x() {
    const { left, right } = this.atlas.panels.insets();
    return left + this.at * (this.map.getSize().x - left - right);
  }

  isLeft(position) {
    return this.map.latLngToContainerPoint(position).x < this.x;
  }

  move(at) {
    this.at = Math.min(ENDS[1], Math.max(ENDS[0], at));
    this.clip();
  }

  keep() {
    this.viewing.choose((chosen) => { chosen.swipe.at = this.at; }, { step: false });
  }

  follow(at) {
    this.move(at);
  }

  clip() {
    const { x: width, y: height } = this.map.getSize();
    const { x } = this;
    const from = this.map.containerPointToLayerPoint([0, 0]);
    const box = (left, right, { x: dx, y: dy }) => `polygon(${left + dx}px ${dy}px, ${right + dx}px ${dy}px, ${right + dx}px ${height + dy}px, ${left + dx}px ${height + dy}px)`;
    const here = { x: 0, y: 0 };
    this.grid.ground.getContainer().style.clipPath = box(0, x, from);
    this.atlas.grid.ground.getContainer().style.clipPath = box(x, width, from);
    this.labels.canvas.style.clipPath = box(0, x, here);
    this.atlas.labels.canvas.style.clipPath = box(x, width, here);
    this.divider.style.transform = `translateX(${x}px)`;
    this.handle.setAttribute("aria-valuenow", String(Math.round(this.at * 100)));
  }

  remove() {
    for (const name of ["layers", "filters"]) this.state.removeEventListener(name, this.listeners[name]);
    this.map.off("move zoomend viewreset resize", this.listeners.place);
    this.labels.remove();
    this.grid.ground.remove();
    this.divider.remove();
    delete this.atlas.pickAt;
    this.atlas.grid.ground.getContainer().style.clipPath = "";
    this.atlas.labels.canvas.style.clipPath = "";
  }
}
