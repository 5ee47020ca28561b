// Rasters as pictures over the vector tiles, each with the transparency of its kind; off by default.

const PANE = "rasters";
const OVER_VECTORS = 205;

export class RasterLayers {
  constructor(map, layers) {
    this.map = map;
    const pane = map.createPane(PANE);
    pane.style.zIndex = OVER_VECTORS;
    pane.style.pointerEvents = "none";
    this.shown = new Map(layers.filter((layer) => layer.tiles?.raster).map((layer) => [layer.id, pictures(layer)]));
  }

  /** A layer that is off asks for no picture. */
  setVisible(ids) {
    for (const [id, tiles] of this.shown) {
      tiles.setOpacity(tiles.layer.style.fill_opacity * (tiles.layer.opacity ?? 1));
      if (ids.has(id)) tiles.addTo(this.map);
      else tiles.remove();
    }
  }

  get on() {
    return [...this.shown.values()].filter((tiles) => this.map.hasLayer(tiles));
  }

  get loading() {
    return this.on.some((tiles) => tiles.isLoading());
  }

  /** Kept when every picture of what the map shows now has come and stands in full colour, or could not be had. */
  async loaded() {
    const still = this.on.filter((tiles) => tiles.isLoading());
    await Promise.all(still.map((tiles) => new Promise((resolve) => tiles.once("load", resolve))));
    while (this.on.some((tiles) => tiles.isFading())) await new Promise(requestAnimationFrame);
  }

  /** Layers that are on and not shown whole: on their way, or with pictures that could not be had. */
  get unfinished() {
    return this.on.filter((tiles) => tiles.isLoading() || tiles.failed.size).map((tiles) => tiles.layer);
  }
}

// Leaflet stops a picture that is no longer wanted by pointing it at a data: address, which the
// page's policy forbids; without an address it stops as well.
export const Pictures = L.TileLayer.extend({
  /** Pictures that have come are drawn pale at first, for a fifth of a second. */
  isFading() {
    return Object.values(this._tiles).some(({ current, loaded, active }) => current && loaded && !active);
  },
  _abortLoading() {
    for (const [key, { coords, el }] of Object.entries(this._tiles)) {
      if (coords.z !== this._tileZoom && !el.complete) {
        this._removeTile(key);
        this.fire("tileabort", { tile: el, coords });
      }
    }
  },
  _removeTile(key) {
    const el = this._tiles[key]?.el;
    if (!el) return;
    el.removeAttribute("src");
    L.GridLayer.prototype._removeTile.call(this, key);
  },
});

function pictures(layer) {
  const [west, south, east, north] = layer.bounds;
  const tiles = new Pictures(layer.tiles.url, {
    pane: PANE, opacity: layer.style.fill_opacity, bounds: [[south, west], [north, east]], maxZoom: 19, noWrap: true,
  });
  const failed = new Set();
  tiles.on("tileerror", (event) => failed.add(event.tile));
  tiles.on("tileunload", (event) => failed.delete(event.tile));
  return Object.assign(tiles, { layer, failed });
}
