// Features that lie in the page itself, given to the map as tiles: drawn, counted and picked like
// those of an archive. Places are steps in millionths of a degree; on the world they are 0–1.

import { POLYGON, Shape } from "./shapes.js";

const DEGREES = 1e6;
const BUFFER_PX = 16;

export class InsideSource {
  constructor(features) {
    this.features = features.map(placed);
  }

  /** As protomaps-leaflet asks its own sources: features by layer, in pixels of the tile. */
  async get({ x, y, z }, tile_px) {
    const scale = 2 ** z * tile_px;
    const [left, top] = [x * tile_px, y * tile_px];
    const near = ({ box }) =>
      box.maxX * scale >= left - BUFFER_PX && box.minX * scale <= left + tile_px + BUFFER_PX && box.maxY * scale >= top - BUFFER_PX && box.minY * scale <= top + tile_px + BUFFER_PX;
    return new Map([["features", this.features.filter(near).map((one) => new Inside(one, scale, left, top))]]);
  }
}

function placed({ type, props, lines }) {
  // A ring says its first place again at its end.
  const again = type === POLYGON ? 2 : 0;
  const pieces = lines.map((steps) => onWorld(steps.slice(0, steps.length - again)));
  let length = 0;
  const ends = pieces.map((places) => { length += places.length; return length; });
  const places = Float64Array.from(pieces.flat());
  return { type, props, places, ends, box: boxOf(places) };
}

function onWorld(steps) {
  const places = [];
  let [east, north] = [0, 0];
  for (let i = 0; i < steps.length; i += 2) {
    east += steps[i];
    north += steps[i + 1];
    const sine = Math.sin((north / DEGREES / 180) * Math.PI);
    places.push(east / DEGREES / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
  }
  return places;
}

function boxOf(places) {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (let i = 0; i < places.length; i += 2) {
    box.minX = Math.min(box.minX, places[i]);
    box.maxX = Math.max(box.maxX, places[i]);
    box.minY = Math.min(box.minY, places[i + 1]);
    box.maxY = Math.max(box.maxY, places[i + 1]);
  }
  return box;
}

/** A feature in a tile. */
class Inside extends Shape {
  constructor({ type, props, places, ends, box }, scale, left, top) {
    super(type, places.map((at, i) => at * scale - (i % 2 ? top : left)), ends, 0, ends.length);
    this.props = props;
    this.bbox = { minX: box.minX * scale - left, maxX: box.maxX * scale - left, minY: box.minY * scale - top, maxY: box.maxY * scale - top };
  }
}
