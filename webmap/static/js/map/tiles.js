// The vector tiles of all layers on one grid of canvases, and a second grid for what is pointed at.
// Restyling, filtering and switching redraw from tiles that are already here.

import { featuresAt } from "./hits.js";
import { InsideSource } from "./inside.js";
import { BETWEEN, Painter, drawGraded, drawLinked, drawOutline, outline, stretchAt, symbolRadius, trace, veil } from "./paint.js";
import { POINT } from "./shapes.js";
import { TileSets } from "./tile_sets.js";
import { LEVELS, TILE_PX, TileSource, viewOf, WORLD_PX } from "./vector_tiles.js";

const TILE_LAYER = "features";
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
      sources: {},
      attribution: "",
      lang: document.documentElement.lang,
      maxZoom: map.getMaxZoom(),
      ...(pane && { pane }),
    });
    this.land = this.layers.filter((layer) => layer.known_ground).map((layer) => landRule(layer, through));
    this.rules = new Map(this.layers.map((layer) => [layer.id, this.rule(layer)]));
    this.views = new Map(this.layers.filter(({ tiles }) => tiles.url || tiles.features).map((layer) => [layer.id, this.view(layer)]));
    this.marks = pane ? null : protomapsL.leafletLayer({
      sources: {}, attribution: "", lang: document.documentElement.lang, maxZoom: map.getMaxZoom(), pane: marksPane(map),
    });
    this.map = map;
    this.turn = 0;
    this.setDrawn([]);
    this.ground.addTo(map);
    this.marks?.addTo(map);
  }

  view(layer) {
    const { features, max_zoom } = layer.tiles;
    return viewOf(features ? new InsideSource(features) : new TileSource(this.sets.of(layer)), max_zoom);
  }

  rule(layer) {
    const painter = new Painter(layer.style, layer.tiles.max_zoom, () => (layer.leads && !this.through() ? LAND : null));
    const symbolizer = {
      before: (context) => painter.before(context),
      draw: (context, places, zoom, feature) => this.draw(layer, painter, [context, places, zoom, feature]),
    };
    return {
      dataSource: layer.id,
      dataLayer: TILE_LAYER,
      symbolizer,
      filter: (_zoom, feature) => this.shows(layer, feature.props),
    };
  }

  draw(layer, painter, drawn) {
    const [context, , zoom, feature] = drawn;
    const role = this.role(layer);
    if (layer.ground && layer.style.fill_opacity && this.through()) return;
    veil(layer.opacity ?? 1);
    if (role === "outline") drawOutline(context, painter.at(zoom, feature));
    else if (role === "linked") drawLinked(context, painter.at(zoom, feature), zoom, this.late(layer, feature.props.key));
    else if (role === "graded") drawGraded(context, painter.at(zoom, feature), zoom, this.grade(layer, feature.props.key));
    else painter.draw(...drawn);
    veil(1);
  }

  /** Draw another version of a layer: {version, min_zoom, max_zoom}. */
  setVersion(layer, { version, min_zoom: min, max_zoom: max }) {
    layer.version = version;
    Object.assign(layer.tiles, { min_zoom: min, max_zoom: max });
    this.views.set(layer.id, this.view(layer));
    this.rules.set(layer.id, this.rule(layer));
  }

  /** Layers in drawing order. Hidden ones ask for no tiles: protomaps-leaflet fetches every view it has. */
  setDrawn(layers) {
    this.ground.paintRules = [...this.land, ...layers.flatMap(({ id }) => this.rules.get(id) ?? [])];
    const ids = new Set(layers.map((layer) => layer.id));
    this.ground.views = new Map([...this.views].filter(([id]) => ids.has(id)));
    this.redraw();
  }

  /** What still waits for its tiles is drawn once, as it was wanted last: a canvas that bears another
   * key is left alone by whoever meant to draw it before. */
  redraw() {
    const { ground } = this;
    if (!ground._map) return;
    for (const { coords, el, loaded } of Object.values(ground._tiles)) {
      if (!loaded) el.key = `${coords.x}:${coords.y}:${coords.z} ${++this.turn}`;
      const done = loaded ? undefined : () => ground._tileReady(coords, null, el);
      ground.renderTile(ground._wrapCoords(coords), el, el.key, done);
    }
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

function marksPane(map) {
  const pane = map.createPane("marks");
  pane.style.zIndex = 250;
  pane.style.pointerEvents = "none";
  return "marks";
}

/** The district lies lighter than what is around it. */
function landRule(layer, through) {
  const symbolizer = {
    draw(context, _places, zoom, feature) {
      if (through()) return;
      trace(context, feature.stretched(stretchAt(zoom, layer.tiles.max_zoom)));
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
    draw(context, _places, zoom, feature) {
      const shape = feature.stretched(stretchAt(zoom, layer.tiles.max_zoom));
      if (shape.geomType === POINT) outline(context, shape.lines()[0][0], layer.style.shape, symbolRadius(zoom) + 3);
      else trace(context, shape);
      context.lineJoin = "round";
      stroke(context, "#ffffff", MARKS[kind].width + 3, 0.9);
      if (MARKS[kind].pattern === "dashed") context.setLineDash([10, 7]);
      stroke(context, MARKS[kind].colour, MARKS[kind].width, 1);
      context.setLineDash([]);
      if (grade) drawGraded(context, shape, zoom, grade);
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
