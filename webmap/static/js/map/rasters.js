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
      if (ids.has(id)) tiles.addTo(this.map);
      else tiles.remove();
    }
  }
}

function pictures(layer) {
  const [west, south, east, north] = layer.bounds;
  return L.tileLayer(layer.tiles.url, {
    pane: PANE, opacity: layer.style.fill_opacity, bounds: [[south, west], [north, east]], maxZoom: 19, noWrap: true,
  });
}
