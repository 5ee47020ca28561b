// The layers that are on, from top to bottom: order, opacity, names, colours, version.

import { byId, element, fill } from "../page/dom.js";
import { plainName, say } from "../page/words.js";
import { refused } from "./viewing.js";

const COUNTS = [3, 4, 5, 6, 7];

export class DisplayTool {
  constructor(viewing) {
    Object.assign(this, { viewing, open: new Set() });
    this.list = element("ol", { class: "display-list" });
    this.reset = element("button", { type: "button", class: "quiet-button", id: "display-reset", onclick: () => this.clear() }, say("display_reset"));
    this.body = element("div", {}, element("p", { class: "hint" }, say("display_hint")), this.list, this.reset);
  }

  apply() {
    this.refresh();
  }

  /** Built anew, with the focus where it was. */
  refresh() {
    const focused = this.list.contains(document.activeElement) ? document.activeElement.id : null;
    const shown = this.viewing.state.shownLayers;
    const rasters = shown.filter((layer) => layer.tiles.raster).reverse();
    const vectors = shown.filter((layer) => !layer.tiles.raster).reverse();
    this.reset.disabled = !["op", "order", "bare", "look", "ver"].some((name) => this.viewing.state.more.has(name));
    fill(this.list, shown.length ? [...rasters.map((layer) => this.row(layer, null)), ...vectors.map((layer, at) => this.row(layer, vectors, at))] : element("li", { class: "hint" }, say("display_none")));
    if (focused) byId(focused)?.focus({ preventScroll: true });
  }

  clear() {
    this.viewing.choose((chosen) => Object.assign(chosen, { opacity: new Map(), order: [], bare: new Set(), looks: new Map(), versions: new Map() }));
  }

  row(layer, vectors, at) {
    const title = plainName(layer.title);
    const details = element(
      "details",
      { open: this.open.has(layer.id), ontoggle: () => this.open[details.open ? "add" : "delete"](layer.id) },
      element("summary", { id: `display-${layer.id}` }, title),
      this.opacity(layer, title),
      vectors ? [this.names(layer), this.colours(layer), this.version(layer)] : element("p", { class: "hint" }, say("raster_over")),
    );
    const move = vectors ? [this.mover("up", layer, title, vectors[at - 1]), this.mover("down", layer, title, vectors[at + 1])] : null;
    return element("li", { class: "display-layer", dataset: { display: layer.id } }, details, element("div", { class: "movers" }, move));
  }

  mover(way, layer, title, other) {
    const said = say(`move_${way}`, { title });
    return element("button", { type: "button", class: "icon-button", id: `display-${way}-${layer.id}`, title: said, "aria-label": said, disabled: !other, onclick: () => this.swap(layer, other) }, way === "up" ? "↑" : "↓");
  }

  swap(layer, other) {
    const ids = this.viewing.state.layers.map((one) => one.id);
    const [a, b] = [ids.indexOf(layer.id), ids.indexOf(other.id)];
    ids.splice(a, 1);
    ids.splice(b, 0, layer.id);
    const asAtFirst = ids.every((id, at) => id === this.viewing.first[at]);
    this.viewing.choose((chosen) => { chosen.order = asAtFirst ? [] : ids; });
  }

  opacity(layer, title) {
    const said = element("output", { class: "figure" }, percent(layer.opacity));
    const slider = element("input", {
      type: "range", min: "0", max: "100", step: "5", value: Math.round((layer.opacity ?? 1) * 100), id: `display-opacity-${layer.id}`, "aria-label": say("opacity_of", { title }),
      oninput: () => {
        layer.opacity = slider.value / 100;
        said.textContent = percent(layer.opacity);
        this.viewing.atlas.applyOpacity();
      },
      onchange: () => this.viewing.choose(({ opacity }) => (slider.value === "100" ? opacity.delete(layer.id) : opacity.set(layer.id, slider.value / 100))),
    });
    return element("label", { class: "tool-line" }, element("span", {}, say("opacity")), slider, said);
  }

  names(layer) {
    if (!layer.label) return null;
    const box = element("input", { type: "checkbox", checked: !layer.unlabelled, id: `display-names-${layer.id}`, onchange: () => this.viewing.choose(({ bare }) => bare[box.checked ? "delete" : "add"](layer.id)) });
    return element("label", { class: "check" }, box, say("labels_shown"));
  }

  colours(layer) {
    const fields = this.viewing.given.layers[layer.id]?.fields ?? [];
    if (!fields.length || layer.ground) return null;
    const look = this.viewing.chosen.looks.get(layer.id);
    const field = fields.find((one) => one.name === look?.field);
    const put = (next) => this.viewing.choose(({ looks }) => (next ? looks.set(layer.id, { count: 5, ...look, ...next }) : looks.delete(layer.id)));
    const first = (name) => fields.find((one) => one.name === name)?.methods[0];
    const choose = select(`display-field-${layer.id}`, [["", say("style_own")], ...fields.map(({ name, title }) => [name, title])], look?.field ?? "", (name) => put(name ? { field: name, method: first(name) } : null));
    const methods = field && field.methods.length > 1 ? select(`display-method-${layer.id}`, field.methods.map((one) => [one, say(`method_${one}`)]), look.method, (method) => put({ method })) : null;
    const counts = field && ["quantile", "natural"].includes(look.method) ? select(`display-count-${layer.id}`, COUNTS.map((one) => [String(one), String(one)]), String(look.count), (count) => put({ count: Number(count) })) : null;
    const refusal = this.viewing.looks.refusals.get(layer.id);
    return [
      line("style_by", choose),
      methods ? line("style_method", methods) : null,
      counts ? line("style_count", counts) : null,
      (layer.sources ?? []).map((source) => element("p", { class: "hint" }, say("style_source", { source }))),
      refusal ? refused(refusal) : null,
      look && !refusal && !layer.look ? element("p", { class: "hint", role: "status" }, say("loading")) : null,
    ];
  }

  version(layer) {
    const versions = this.viewing.versions.of(layer.id);
    if (versions.length < 2) return null;
    const live = this.viewing.versions.live(layer.id);
    const choices = versions.map(({ version, day, live: now }) => [String(version), say(now ? "shown_live" : "shown_line", { version, day })]);
    const put = (number) => this.viewing.choose(({ versions: chosen }) => (Number(number) === live?.version ? chosen.delete(layer.id) : chosen.set(layer.id, Number(number))));
    return [
      line("shown_version", select(`display-version-${layer.id}`, choices, String(layer.version), put)),
      layer.other ? element("p", { class: "notice" }, say("shown_other", { version: layer.version })) : null,
    ];
  }
}

function percent(share = 1) {
  return `${Math.round(share * 100)}%`;
}

function line(name, control) {
  return element("label", { class: "tool-line" }, element("span", {}, say(name)), control);
}

/** A list of choices: [[value, text]]. */
export function select(id, choices, value, onchoose) {
  const options = choices.map(([one, text]) => element("option", { value: one, selected: one === value }, text));
  return element("select", { id, onchange: (event) => onchoose(event.target.value) }, options);
}
