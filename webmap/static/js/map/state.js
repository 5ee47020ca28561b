// What the reader chose: layers on, classes hidden, text sought, feature selected. Views listen.

export class State extends EventTarget {
  constructor(layers) {
    super();
    this.layers = layers; // drawing order
    this.visible = new Set(layers.filter((layer) => layer.tiles && layer.shown_at_first).map((layer) => layer.id));
    this.hidden = new Map(layers.map((layer) => [layer.id, new Set()]));
    this.text = "";
    this.selection = null;
  }

  /** Switches as an address has them: {on: [ids], off: [ids]}. */
  switchAll({ on, off }) {
    on.filter((id) => this.layer(id)?.tiles).forEach((id) => { this.visible.add(id); });
    off.forEach((id) => { this.visible.delete(id); });
  }

  layer(id) {
    return this.layers.find((layer) => layer.id === id);
  }

  get shownLayers() {
    return this.layers.filter((layer) => this.visible.has(layer.id));
  }

  setVisible(id, on) {
    if (on) this.visible.add(id);
    else this.visible.delete(id);
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

  /** Whether a feature passes the filters; known ground is never searched away. */
  shows(layer, properties) {
    const { class_field: field } = layer.style;
    if (field && this.hidden.get(layer.id).has(String(properties[field] ?? ""))) return false;
    if (!this.text || layer.known_ground) return true;
    return `${properties.name ?? ""} ${properties.key}`.toLowerCase().includes(this.text);
  }

  select(selection) {
    this.selection = selection;
    this.tell("selection");
  }

  tell(what) {
    this.dispatchEvent(new Event(what));
  }
}
