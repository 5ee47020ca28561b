// Classes of a field that a reader chose, in the place of those of the kind; legends and filters follow.

import { ask } from "../page/api.js";

export class Looks {
  constructor(viewing) {
    this.viewing = viewing;
    this.given = new Map(); // what the server said, by what was asked
    this.refusals = new Map(); // layer → why its classes cannot be had
  }

  async set(looks) {
    this.refusals.clear();
    const layers = this.viewing.state.layers.filter((layer) => layer.tiles && !layer.tiles.raster);
    await Promise.all(layers.map((layer) => this.put(layer, looks.get(layer.id))));
  }

  async put(layer, look) {
    const name = look ? `${layer.version} ${look.field} ${look.method} ${look.count}` : "";
    if ((layer.look ?? "") === name) return;
    if (!look) return this.back(layer);
    const given = await this.ask(layer, look).catch((refusal) => this.refusals.set(layer.id, refusal) && null);
    if (!given) return this.back(layer);
    this.keep(layer);
    this.viewing.state.hidden.get(layer.id).clear();
    layer.look = name;
    layer.class_title = given.title;
    layer.legend = given.classes.map((one) => ({ ...one, shape: layer.style.shape }));
    Object.assign(layer.style, {
      class_field: "key",
      class_of: new Map(given.classes.flatMap(({ value, keys }) => keys.map((key) => [key, value]))),
      classes: Object.fromEntries(given.classes.map(({ value, colour, pattern }) => [value, { colour, pattern }])),
      fill_opacity: layer.style.geometry[0] === "polygon" ? 0.75 : 1,
    });
    layer.sources = given.sources;
  }

  async ask(layer, { field, method, count }) {
    const asked = new URLSearchParams({ field, method, count });
    const path = `layers/${encodeURIComponent(`${layer.id}@${layer.version}`)}/classes?${asked}`;
    if (!this.given.has(path)) this.given.set(path, await ask(path));
    return this.given.get(path);
  }

  keep(layer) {
    if (layer.own_legend) return;
    layer.own_legend = layer.legend;
    layer.own_style = { ...layer.style };
    layer.own_title = layer.class_title;
  }

  back(layer) {
    if (!layer.own_legend) return;
    this.viewing.state.hidden.get(layer.id).clear();
    layer.legend = layer.own_legend;
    layer.class_title = layer.own_title;
    delete layer.style.class_of;
    Object.assign(layer.style, layer.own_style);
    for (const name of ["own_legend", "own_style", "own_title", "look", "sources"]) delete layer[name];
  }
}
