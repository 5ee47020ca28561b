// The vector tiles of all layers on one grid of canvases, and a second grid for what is pointed at.
// Restyling, filtering and switching redraw from tiles that are already here.

import { featuresAt } from "./hits.js";
import { InsideSource } from "./inside.js";
import { BETWEEN, Painter, drawGraded, drawLinked, drawOutline, outline, symbolRadius, trace, veil } from "./paint.js";
import { TileSets } from "./tile_sets.js";

const TILE_LAYER = "features";
// A tile of the archive covers four on the screen: one zoom less, twice the pixels.
const LEVELS = 1;
const WORLD_PX = 256;
const TILE_PX = WORLD_PX << LEVELS;
const LAND = "#fdfdfb";

export class TileGrid {
  /** `shows(layer, properties)` says whether a feature passes the filters, `role(layer)` how it is drawn,
   * `late(layer, key)` whether the project of a feature is late, `grade(layer, key)` the class of a section,
   * `told(version, code)` hears of tiles that did not come, `through()` whether a basemap is to be seen through the ground.
   * A second grid has a pane of its own and no marks. */
  constructor(map, layers, { shows, role, late, grade, through = () => false, told }, pane = null) {
    this.layers = layers.filter((layer) => layer.tiles && !layer.tiles.raster);
    Object.assign(this, { shows, role, late, grade, through });
    this.sets = new TileSets(told);
    this.ground = protomapsL.leafletLayer({
      sources: Object.fromEntries(this.layers.filter(({ tiles }) => tiles.url).map((layer) => [layer.id, source(layer, this.sets)])),
      attribution: "",
      lang: document.documentElement.lang,
      maxZoom: map.getMaxZoom(),
      ...(pane && { pane }),
    });
    this.land = this.layers.filter((layer) => layer.known_ground).map((layer) => landRule(layer, through));
    this.rules = new Map(this.layers.map((layer) => [layer.id, this.rule(layer)]));
    this.views = new Map([...this.ground.views, ...this.layers.filter(({ tiles }) => tiles.features).map((layer) => [layer.id, inside(layer)])]);
    this.marks = pane ? null : protomapsL.leafletLayer({
      sources: {}, attribution: "", lang: document.documentElement.lang, maxZoom: map.getMaxZoom(), pane: marksPane(map),
    });
    this.map = map;
    this.setDrawn([]);
    this.ground.addTo(map);
    this.marks?.addTo(map);
  }

  rule(layer) {
    const painter = new Painter(layer.style, layer.tiles.max_zoom, () => (layer.leads && !this.through() ? LAND : null));
    const symbolizer = {
      before: (context) => painter.before(context),
      draw: (...drawn) => this.draw(layer, painter, drawn),
    };
    return {
      dataSource: layer.id,
      dataLayer: TILE_LAYER,
      symbolizer,
      filter: (_zoom, feature) => this.shows(layer, feature.props),
    };
  }

  draw(layer, painter, drawn) {
    const role = this.role(layer);
    if (layer.ground && layer.style.fill_opacity && this.through()) return;
    veil(layer.opacity ?? 1);
    if (role === "outline") drawOutline(...drawn);
    else if (role === "linked") drawLinked(...drawn, this.late(layer, drawn[3].props.key));
    else if (role === "graded") drawGraded(...drawn, this.grade(layer, drawn[3].props.key));
    else painter.draw(...drawn);
    veil(1);
  }

  /** Draw another version of a layer: {version, min_zoom, max_zoom}. */
  setVersion(layer, { version, min_zoom: min, max_zoom: max }) {
    layer.version = version;
    Object.assign(layer.tiles, { min_zoom: min, max_zoom: max });
    const tiles = new protomapsL.TileCache(new protomapsL.PmtilesSource(this.sets.of(layer), true), TILE_PX);
    this.views.set(layer.id, new protomapsL.View(tiles, max, LEVELS));
    this.rules.set(layer.id, this.rule(layer));
  }

  /** Layers in drawing order. Hidden ones ask for no tiles: protomaps-leaflet fetches every view it has. */
  setDrawn(layers) {
    this.ground.paintRules = [...this.land, ...layers.flatMap(({ id }) => this.rules.get(id) ?? [])];
    const ids = new Set(layers.map((layer) => layer.id));
    this.ground.views = new Map([...this.views].filter(([id]) => ids.has(id)));
    this.redraw();
  }

  redraw() {
    if (this.ground._map) this.ground.rerenderTiles();
  }

  /** Draw outlines over some features: [{layer, key, kind: "hover" | "selected" | "upstream" | "downstream"}]. */
  mark(wanted) {
    const marks = wanted.filter(({ layer }) => this.views.has(layer.id));
    this.marks.views = new Map(marks.map(({ layer }) => [layer.id, this.views.get(layer.id)]));
    this.marks.paintRules = marks.map((mark) => markRule(mark, this.role(mark.layer) === "graded" ? this.grade(mark.layer, mark.key) : null));
    this.marks.rerenderTiles();
  }

  /** Whether the arrow of a section leads to where its name would stand. */
  leadsDown(layer, key) {
    if (this.role(layer) !== "graded") return false;
    const { flow } = this.grade(layer, key);
    return flow > 90 && flow < 270;
  }

  /** Features of a layer that were loaded near a position: [{props, geomType, bbox}]. */
  near(layer, position, reach_px) {
    const view = this.ground.views.get(layer.id);
    if (!view) return [];
    const zoom = Math.round(this.map.getZoom());
    const dataZoom = tilesAt(zoom, layer.tiles.max_zoom);
    const world = L.CRS.EPSG3857.latLngToPoint(position, dataZoom).divideBy(WORLD_PX);
    const tile = world.floor();
    const entry = view.tileCache.cache.get(`${tile.x}:${tile.y}:${dataZoom}`);
    const at = world.subtract(tile).multiplyBy(TILE_PX);
    const reach = reach_px / 2 ** (zoom - LEVELS - dataZoom);
    const found = featuresAt(entry?.data.get(TILE_LAYER) ?? [], at, reach);
    return found.filter((feature) => this.shows(layer, feature.props));
  }

  /** Prepared tiles of a layer for what the map shows now: [{origin, scale, features}]. */
  async inView(layer) {
    const view = this.ground.views.get(layer.id);
    if (!view) return [];
    const { min, max } = this.map.getPixelBounds();
    const bounds = { minX: min.x, minY: min.y, maxX: max.x, maxY: max.y };
    const tiles = await view.getBbox(this.map.getZoom(), bounds);
    return tiles.map((tile) => ({ origin: tile.origin, scale: tile.scale, features: tile.data.get(TILE_LAYER) ?? [] }));
  }
}

/** The zoom of the tiles that are drawn when the map has this one; the last are drawn beyond it. */
export function tilesAt(zoom, maxZoom) {
  return Math.min(Math.round(zoom) - LEVELS, maxZoom);
}

function source(layer, sets) {
  return { url: sets.of(layer), maxDataZoom: layer.tiles.max_zoom, levelDiff: LEVELS };
}

function inside({ tiles }) {
  return new protomapsL.View(new protomapsL.TileCache(new InsideSource(tiles.features), TILE_PX), tiles.max_zoom, LEVELS);
}

function marksPane(map) {
  const pane = map.createPane("marks");
  pane.style.zIndex = 250;
  pane.style.pointerEvents = "none";
  return "marks";
}

/** The district lies lighter than what is around it. */
function landRule(layer, through) {
  const symbolizer = {
    draw(context, geometry) {
      if (through()) return;
      trace(context, geometry);
      context.globalAlpha = 1;
      context.fillStyle = LAND;
      context.fill();
    },
  };
  return { dataSource: layer.id, dataLayer: TILE_LAYER, symbolizer };
}

const MARKS = {
  hover: { colour: "#22323c", width: 2 },
  selected: { colour: "#0b6e6e", width: 3 },
  upstream: { ...BETWEEN.upstream, width: 3 },
  downstream: { ...BETWEEN.downstream, width: 3 },
};

/** A section is drawn again above the lines of its districts. */
function markRule({ layer, key, kind }, grade) {
  const symbolizer = {
    draw(context, geometry, zoom, feature) {
      if (feature.geomType === 1) outline(context, geometry[0][0], layer.style.shape, symbolRadius(zoom) + 3);
      else trace(context, geometry);
      context.lineJoin = "round";
      stroke(context, "#ffffff", MARKS[kind].width + 3, 0.9);
      if (MARKS[kind].pattern === "dashed") context.setLineDash([10, 7]);
      stroke(context, MARKS[kind].colour, MARKS[kind].width, 1);
      context.setLineDash([]);
      if (grade) drawGraded(context, geometry, zoom, feature, grade);
    },
  };
  return { dataSource: layer.id, dataLayer: TILE_LAYER, symbolizer, filter: (_zoom, feature) => feature.props.key === key };
}

function stroke(context, colour, width, opacity) {
  context.globalAlpha = opacity;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}
