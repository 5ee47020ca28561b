// The legend of the theme: what each colour means, how many of it are in view, and a switch for each.

import { thinned } from "../layers/layer_panel.js";
import { element, fill } from "../page/dom.js";
import { number, plainName, say } from "../page/words.js";
import { FLOW, GRADED_STYLE, LINKED, LINKED_STYLE, UNGRADED, classOf, gradedShape } from "../map/paint.js";
import { PROJECTS } from "../map/state.js";
import { swatch } from "../map/swatch.js";

export class ThemeLegend {
  constructor(place, state, map, grid) {
    Object.assign(this, { place, state, map, grid, turn: 0 });
    this.aside = element("span", { class: "aside" }, say("in_view"));
    place.append(element("h2", { class: "theme-title" }, say("legend"), this.aside));
    this.lines = place.appendChild(element("div", {}));
    state.addEventListener("layers", () => this.show());
    state.addEventListener("filters", () => this.refresh());
    map.on("moveend", () => this.count());
    grid.ground.on("load", () => this.count());
    this.show();
  }

  show() {
    const layers = this.state.themeLayers;
    const projects = this.state.theme === PROJECTS;
    this.place.hidden = !layers.length && !projects;
    this.aside.hidden = projects;
    fill(this.lines, projects ? linkedLegend() : [gradedLegend(layers.filter((layer) => this.isGraded(layer)), this.state.gradedBy), layers.filter((layer) => !this.isGraded(layer)).map((layer) => this.layer(layer))]);
    this.count();
  }

  isGraded(layer) {
    return this.state.role(layer) === "graded";
  }

  layer(layer) {
    const entries = layer.legend.map((entry) => this.entry(layer, entry));
    return [
      layer.legend.length === 1 ? null : element("h3", { class: "class-layer" }, plainName(layer.title)),
      element("ul", { class: "class-list" }, entries),
      element("p", { class: "layer-thinned", dataset: { some: layer.id }, hidden: true }),
    ];
  }

  entry(layer, entry) {
    const label = layer.legend.length === 1 ? plainName(layer.title) : entry.label;
    const count = element("span", { class: "figure", dataset: { layer: layer.id, count: entry.value ?? "" } });
    const said = [swatch(layer.style, entry), element("span", { class: "grow" }, label), count];
    if (entry.value === null || layer.tiles?.raster) return element("li", { class: "class-line" }, said);
    const box = element("input", {
      type: "checkbox", checked: !this.state.hidden.get(layer.id).has(entry.value), dataset: { layer: layer.id, value: entry.value },
      onchange: (event) => this.state.setClass(layer.id, entry.value, event.target.checked),
    });
    return element("li", {}, element("label", { class: "check class-line" }, box, said));
  }

  refresh() {
    for (const box of this.lines.querySelectorAll("input[data-value]")) {
      box.checked = !this.state.hidden.get(box.dataset.layer).has(box.dataset.value);
    }
  }

  /** How many features of each class the window shows, from the tiles that are here. */
  async count() {
    const turn = ++this.turn;
    const [graded, others] = [[], []];
    for (const layer of this.state.themeLayers) if (!layer.tiles.raster) (this.isGraded(layer) ? graded : others).push(layer);
    await this.countGraded(graded, turn);
    for (const layer of others) {
      const counts = await this.countOf(layer);
      if (turn !== this.turn) return;
      const some = thinned(layer, this.map.getZoom());
      const note = this.lines.querySelector(`[data-some="${CSS.escape(layer.id)}"]`);
      note.hidden = !some;
      note.textContent = some ?? "";
      for (const place of this.lines.querySelectorAll(`[data-count][data-layer="${CSS.escape(layer.id)}"]`)) {
        place.textContent = `${some ? "≥ " : ""}${number(counts.get(place.dataset.count) ?? 0)}`;
      }
    }
  }

  async countOf(layer) {
    const field = layer.style.class_field;
    return tally(await this.inWindow(layer), (props) => [field ? classOf(layer.style, props) : ""]);
  }

  /** Of all sections together: how many have each class, and how many meet their target. */
  async countGraded(layers, turn) {
    const shown = await Promise.all(layers.map(async (layer) => (await this.inWindow(layer)).map(({ key }) => this.state.gradeOf(layer, key))));
    if (turn !== this.turn) return;
    const counts = tally(shown.flat(), ({ grade, met }) => [`class ${grade}`, `met ${met}`]);
    for (const place of this.lines.querySelectorAll("[data-graded]")) place.textContent = number(counts.get(place.dataset.graded) ?? 0);
  }

  /** Attributes of the features of a layer that the window shows, each once. */
  async inWindow(layer) {
    const found = new Map();
    const tiles = await this.grid.inView(layer).catch(() => []);
    const { min, max } = this.map.getPixelBounds();
    for (const tile of tiles) {
      for (const { props, bbox } of tile.features) if (inWindow(bbox, tile, min, max)) found.set(props.key, props);
    }
    return [...found.values()];
  }
}

/** Of all layers of sections: colour is the class of the month, shape whether the target is met. */
function gradedLegend(layers, graded) {
  if (!layers.length) return null;
  const { month, classes, sections } = graded;
  const line = (colour, met, said, counted) =>
    element(
      "li", { class: "class-line" }, swatch(GRADED_STYLE, { colour, pattern: "solid", shape: gradedShape(met) }),
      element("span", { class: "grow" }, said), element("span", { class: "figure", dataset: { graded: counted } }),
    );
  const mets = [[true, "graded_met"], [false, "graded_missed"], [null, "graded_untold"]];
  return [
    element("h3", { class: "class-layer" }, layers.map((layer) => plainName(layer.title)).join(" · "), " ", element("a", { href: `/water?month=${month}` }, say("graded_month", { month }))),
    element("ul", { class: "class-list" }, classes.map((one) => line(one.colour, true, one.label, `class ${one.class}`)), line(UNGRADED, null, say("graded_none"), "class null")),
    element("ul", { class: "class-list" }, mets.map(([met, said]) => line("#8a9099", met, say(said), `met ${met}`))),
    sections.some(({ flow }) => typeof flow === "number") ? element("ul", { class: "class-list" }, element("li", { class: "class-line" }, swatch(GRADED_STYLE, FLOW), element("span", {}, say("graded_flow")))) : null,
  ];
}

function linkedLegend() {
  const line = (look, said) => element("li", { class: "class-line" }, swatch(LINKED_STYLE, { ...look, shape: "area" }), element("span", {}, said));
  return element("ul", { class: "class-list" }, line(LINKED.late, say("linked_late")), line(LINKED.other, say("linked")));
}

/** How often each of the names occurs that a feature is counted under. */
function tally(shown, namesOf) {
  const counts = new Map();
  for (const name of shown.flatMap(namesOf)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function inWindow({ minX, minY, maxX, maxY }, { origin, scale }, min, max) {
  const [left, right] = [minX * scale + origin.x, maxX * scale + origin.x];
  const [top, bottom] = [minY * scale + origin.y, maxY * scale + origin.y];
  return right >= min.x && left <= max.x && bottom >= min.y && top <= max.y;
}
