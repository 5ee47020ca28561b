// The small map of a layer: drawn by the same hand as the large one, on the ground beneath it.

import { Painter } from "../map/paint.js";
import { swatch } from "../map/swatch.js";
import { archiveAt, TileSource, viewOf } from "../map/vector_tiles.js";
import { byId, element } from "../page/dom.js";

const MAX_ZOOM = 18;
const place = byId("layer-map");
const { bounds, layers } = JSON.parse(byId("layer-map-options").textContent);
const [west, south, east, north] = bounds;

const map = L.map(place, { zoomSnap: 0.5, maxZoom: MAX_ZOOM, attributionControl: false, zoomControl: false });
L.control.zoom({ zoomInTitle: place.dataset.in, zoomOutTitle: place.dataset.out }).addTo(map);
L.control.scale({ imperial: false }).addTo(map);
map.fitBounds([[south, west], [north, east]], { padding: [20, 20], maxZoom: 16, animate: false });

const tiles = protomapsL.leafletLayer({
  sources: {},
  paintRules: layers.map((layer) => ({ dataSource: layer.id, dataLayer: "features", symbolizer: new Painter(layer.style, layer.tiles.max_zoom) })),
  labelRules: [],
  attribution: "",
  lang: document.documentElement.lang,
  maxZoom: MAX_ZOOM,
});
for (const { id, tiles: { url, max_zoom } } of layers) tiles.views.set(id, viewOf(new TileSource(archiveAt(url)), max_zoom));
tiles.on("load", () => { place.dataset.ready = "1"; });
tiles.addTo(map);

const own = layers.at(-1);
byId("layer-map-legend").append(...own.legend.map((entry) => element("li", {}, swatch(own.style, entry), entry.label)));
