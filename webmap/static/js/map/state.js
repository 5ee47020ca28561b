// What the reader chose: the theme, layers on and off, classes hidden, text sought, feature selected.
// Views listen.

import { classOf } from "./paint.js";

export const PROJECTS = "projects";
export const SECTIONS = "water";

export class State extends EventTarget {
  constructor(layers, themes) {
    super();
    this.layers = layers; // drawing order
    for (const { style } of layers) if (style.class_of) style.class_of = new Map(style.class_of); // of a map that was taken along
    this.themes = themes.filter(({ id }) => (id === PROJECTS ? layers.length : layers.some((layer) => layer.theme === id && layer.leads)));
    this.firstTheme = this.themes[0]?.id ?? null;
    this.theme = this.firstTheme;
    this.linked = new Map(); // of the theme of projects: layer → key → whether its project is late
    this.graded = new Map(); // of the theme of sections: layer → key → its class in a month, target met or not
    this.gradedBy = null; // the month and the colours of classes
    this.chosenMonth = null; // the same of the month that was chosen, whatever earlier day the map shows
    this.month = null; // the month of sections that the address names; null: the newest
    this.switched = new Map(); // what the reader switched by hand: on or off, in every theme
    this.hidden = new Map(layers.map((layer) => [layer.id, new Set()]));
    this.text = "";
    this.selection = null;
    this.asked = ""; // the question about a place, as it stands in the address
    this.more = new Map(); // what tools keep in the address, by name
    this.onBasemap = false; // whether a basemap is shown below the layers
    this.moment = null; // of the map of an earlier day: what was not there
  }

  /** What an address has: {theme, month, on: [ids], off: [ids], more}. */
  switchAll({ theme, month, on, off, more }) {
    this.more = more;
    this.month = month;
    if (this.themes.some((one) => one.id === theme)) this.theme = theme;
    on.filter((id) => this.layer(id)?.tiles).forEach((id) => { this.switched.set(id, true); });
    off.forEach((id) => { this.switched.set(id, false); });
  }

  /** The address of an earlier step: what it does not have is as it was at first. */
  restore(address) {
    this.theme = this.firstTheme;
    this.switched.clear();
    this.switchAll(address);
    for (const what of ["theme", "layers", "month", "more"]) this.tell(what);
  }

  /** What a tool keeps in the address; null: nothing. */
  setMore(name, value) {
    if (value === null) this.more.delete(name);
    else this.more.set(name, value);
    this.tell("more");
  }

  layer(id) {
    return this.layers.find((layer) => layer.id === id);
  }

  /** How a layer is drawn: "colour", "ground", "outline" (of the other themes), "linked" (what projects
   * are built on), "graded" (sections by the class of a month) or "off". */
  role(layer) {
    const by_hand = this.switched.get(layer.id);
    if (!layer.tiles || by_hand === false) return "off";
    if (this.theme === PROJECTS && this.linked.has(layer.id)) return "linked";
    if (!by_hand && !layer.shown_at_first) return "off";
    if (layer.ground) return "ground";
    if (this.theme === SECTIONS && this.graded.has(layer.id)) return "graded";
    if (by_hand || layer.theme === this.theme || !this.theme) return "colour";
    return layer.style.geometry[0] === "polygon" ? "outline" : "off";
  }

  /** Whether a layer is on: as ground, or in its colours. */
  isOn(layer) {
    return ["colour", "ground", "linked", "graded"].includes(this.role(layer));
  }

  get shownLayers() {
    return this.layers.filter((layer) => this.isOn(layer));
  }

  /** All that is drawn, outlines of the other themes too. */
  get drawnLayers() {
    return this.layers.filter((layer) => this.role(layer) !== "off");
  }

  /** The layers of the theme that are on, what it judges first. */
  get themeLayers() {
    const own = this.layers.filter((layer) => layer.theme === this.theme && this.isOn(layer));
    return own.sort((a, b) => Number(b.leads) - Number(a.leads));
  }

  setTheme(id) {
    this.theme = id;
    this.tell("theme");
    this.tell("layers");
  }

  /** What projects are built on: [{layer, key, late}]. */
  setLinked(places) {
    for (const { layer, key, late } of places) {
      const keys = this.linked.get(layer) ?? new Map();
      this.linked.set(layer, keys.set(key, late || keys.get(key) || false));
    }
    this.tell("layers");
  }

  /** Which month of sections is wanted; null: the newest. */
  setMonth(month) {
    this.month = month;
    this.tell("month");
  }

  /** A month of sections: {month, months, classes: [{class, label, colour}], sections: [{layer, key, class, met, flow}]}. */
  setGraded(month) {
    this.chosenMonth = month;
    this.regrade();
  }

  /** The map of an earlier day has the classes of its own month. */
  setMoment(moment) {
    this.moment = moment;
    if (this.chosenMonth) this.regrade();
  }

  regrade() {
    const earlier = this.moment?.graded;
    this.gradedBy = earlier ? withAll(earlier, this.chosenMonth) : this.chosenMonth;
    this.graded = new Map();
    for (const one of this.gradedBy.sections) {
      const keys = this.graded.get(one.layer) ?? new Map();
      this.graded.set(one.layer, keys.set(one.key, one));
    }
    this.tell("layers");
    this.tell("graded");
  }

  /** Colour and shape of a section, and the way of the water: its class, and whether it meets its target. */
  gradeOf(layer, key) {
    const { class: grade, met, flow } = this.graded.get(layer.id).get(key) ?? { class: null, met: null };
    const colour = this.gradedBy.classes.find((one) => one.class === grade)?.colour;
    return { grade, colour, met, flow };
  }

  /** The section that is chosen. */
  get gradedSection() {
    const { selection } = this;
    return (selection && this.graded.get(selection.layer.id)?.get(selection.key)) || null;
  }

  /** The districts it lies between, where a layer has them: [{layer, key, kind}]. */
  get between() {
    const one = this.gradedSection;
    const places = one ? ["upstream", "downstream"].map((kind) => ({ kind, ...one[`${kind}_at`] })) : [];
    return places.map((place) => ({ ...place, layer: this.layer(place.layer) })).filter(({ layer }) => layer);
  }

  setVisible(id, on) {
    this.switched.set(id, on);
    this.tell("layers");
  }

  setClass(id, value, on) {
    if (on) this.hidden.get(id).delete(value);
    else this.hidden.get(id).add(value);
    this.tell("filters");
  }

  setText(text) {
    this.text = text.trim().toLowerCase();
    this.tell("filters");
  }

  clearFilters() {
    this.text = "";
    for (const values of this.hidden.values()) values.clear();
    this.tell("filters");
  }

  get isFiltered() {
    return Boolean(this.text) || [...this.hidden.values()].some((values) => values.size);
  }

  /** Whether a feature passes the filters; ground is never searched away. */
  shows(layer, properties) {
    if (this.moment?.hides(layer, properties.key)) return false;
    if (this.role(layer) === "linked") return this.linked.get(layer.id).has(properties.key);
    if (layer.ground) return true;
    if (layer.style.class_field && this.hidden.get(layer.id).has(classOf(layer.style, properties))) return false;
    return !this.text || `${properties.name ?? ""} ${properties.key}`.toLowerCase().includes(this.text);
  }

  select(selection) {
    this.selection = selection;
    this.tell("selection");
  }

  tell(what) {
    this.dispatchEvent(new Event(what));
  }
}

/** A month in which nothing was measured still has its sections: each without a class. */
export function withAll(month, other) {
  return month.sections.length ? month : { ...month, sections: other.sections.map((one) => ({ ...one, class: null, class_title: null, met: null })) };
}
