// What a page that Folium writes elsewhere takes from the map: tiles of a version, and a legend.

import { Painter } from "./paint.js";
import { swatch } from "./swatch.js";
import { archiveAt, TileSource, viewOf } from "./vector_tiles.js";

const TILE_LAYER = "features";

/** A Leaflet layer of an archive: `url` of a service, or `bytes` (base64) that lie in the page. */
export function versionTiles({ url, bytes, style, max_zoom: deepest = 14 }) {
  const symbolizer = new Painter(style, deepest);
  const layer = protomapsL.leafletLayer({
    sources: {}, paintRules: [{ dataSource: "version", dataLayer: TILE_LAYER, symbolizer }], attribution: "", lang: "zh",
  });
  layer.views.set("version", viewOf(new TileSource(url ? archiveAt(url) : inPage(bytes)), deepest));
  return layer;
}

/** An archive out of memory, as protomaps-leaflet reads one from an address. */
function inPage(bytes) {
  const { buffer } = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  const Archive = archiveAt("").constructor;
  return new Archive({
    getKey: () => "in-page",
    getBytes: async (offset, length) => ({ data: buffer.slice(offset, offset + length) }),
  });
}

/** A Leaflet control with a line for each entry; titles are text. */
export function legend({ title, style, entries }) {
  const control = L.control({ position: "bottomright" });
  control.onAdd = () => {
    const box = document.createElement("div");
    box.style.cssText = "padding:8px 12px;border-radius:6px;background:#fff;font:12px/1.6 sans-serif";
    box.append(line("strong", title));
    for (const entry of entries) {
      const row = line("div", "");
      const picture = swatch(style, entry);
      picture.style.cssText = "width:28px;height:16px;margin-right:6px;vertical-align:middle";
      row.append(picture, entry.label);
      box.append(row);
    }
    return box;
  };
  return control;
}

function line(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
