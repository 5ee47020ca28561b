// Which version of a layer the map shows: the live one, the one that was chosen, or that of an earlier day.

export class Versions {
  constructor(viewing) {
    this.viewing = viewing;
  }

  of(id) {
    return this.viewing.given.layers[id]?.versions ?? [];
  }

  live(id) {
    return this.of(id).find((one) => one.live);
  }

  /** `moment` is that of an earlier day, or null. */
  set(chosen, moment) {
    for (const layer of this.viewing.state.layers) {
      const live = this.live(layer.id);
      if (!live) continue;
      const asked = this.of(layer.id).find((one) => one.version === chosen.get(layer.id));
      if (!asked && chosen.has(layer.id)) this.viewing.atlas.trouble.version(layer, chosen.get(layer.id));
      const wanted = asked ?? moment?.versions.get(layer.id) ?? live;
      if (wanted.version !== layer.version) this.viewing.atlas.grid.setVersion(layer, wanted);
      layer.other = !wanted.live;
    }
  }
}
