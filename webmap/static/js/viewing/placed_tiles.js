// Tiles that lie otherwise than Leaflet's own: each is put where its corners truly are. What is moved is
// the picture, never our data.

import { Pictures } from "../map/rasters.js";
import { fromGcj02, toGcj02 } from "./gcj02.js";

const TILE_PX = 256;

/** How tiles lie: the place of a corner {x, y} of them, and where a place lies among them. */
const GRIDS = {
  gcj02: {
    place: (corner, zoom) => fromGcj02(L.CRS.EPSG3857.pointToLatLng(L.point(corner).multiplyBy(TILE_PX), zoom)),
    tile: (place, zoom) => L.CRS.EPSG3857.latLngToPoint(L.latLng(toGcj02(place)), zoom).divideBy(TILE_PX),
  },
  degrees: {
    place: ({ x, y }, zoom) => ({ lng: (x * 360) / 2 ** zoom - 180, lat: 90 - (y * 360) / 2 ** zoom }),
    tile: ({ lng, lat }, zoom) => L.point((lng + 180) / 360, (90 - lat) / 360).multiplyBy(2 ** zoom),
  },
};

const PlacedTiles = Pictures.extend({
  _getTilePos({ x, y, z }) {
    return this._map.project(GRIDS[this.options.grid].place({ x, y }, z), z).round().subtract(this._level.origin);
  },
  // From corner to corner: neighbours meet without a seam.
  _addTile(coords, container) {
    Pictures.prototype._addTile.call(this, coords, container);
    const { style } = this._tiles[this._tileCoordsToKey(coords)].el;
    const size = this._getTilePos({ x: coords.x + 1, y: coords.y + 1, z: coords.z }).subtract(this._getTilePos(coords));
    Object.assign(style, { width: `${size.x}px`, height: `${size.y}px` });
  },
  _pxBoundsToTileRange({ min, max }) {
    const zoom = this._tileZoom;
    const at = (point) => GRIDS[this.options.grid].tile(this._map.unproject(point, zoom), zoom).floor();
    return L.bounds(at(min), at(max));
  },
});

/** The layers of a basemap, what lies below first. */
export function tilesOf({ templates, servers, source, grid, zooms, opacity }, pane) {
  const options = {
    pane, opacity, subdomains: servers, minZoom: zooms[0], maxNativeZoom: zooms[1], maxZoom: 22, noWrap: true,
    // A key of Tianditu is bound to the pages that use it: it is told which host asks, no other is.
    ...(source === "tianditu" && { referrerPolicy: "strict-origin" }),
  };
  const Tiles = grid === "web" ? Pictures : PlacedTiles;
  return templates.map((template) => new Tiles(template, { ...options, grid }));
}
