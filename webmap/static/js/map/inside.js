// Features that lie in the page itself, given to the map as tiles: drawn, counted and picked like
// those of an archive. Places are steps in millionths of a degree; on the world they are 0–1.

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
    return new Map([["features", this.features.filter(near).map((one) => inTile(one, scale, left, top))]]);
  }
}

function placed({ type, props, lines }) {
  const world = lines.map(onWorld);
  return { geomType: type, props, world, box: boxOf(world) };
}

function onWorld(steps) {
  const places = [];
  let [east, north] = [0, 0];
  for (let i = 0; i < steps.length; i += 2) {
    east += steps[i];
    north += steps[i + 1];
    const sine = Math.sin((north / DEGREES / 180) * Math.PI);
    places.push([east / DEGREES / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)]);
  }
  return places;
}

function boxOf(world) {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const [x, y] of world.flat()) {
    box.minX = Math.min(box.minX, x);
    box.maxX = Math.max(box.maxX, x);
    box.minY = Math.min(box.minY, y);
    box.maxY = Math.max(box.maxY, y);
  }
  return box;
}

function inTile({ geomType, props, world, box }, scale, left, top) {
  const geom = world.map((line) => line.map(([x, y]) => new Place(x * scale - left, y * scale - top)));
  const bbox = { minX: box.minX * scale - left, maxX: box.maxX * scale - left, minY: box.minY * scale - top, maxY: box.maxY * scale - top };
  return { geomType, props, geom, bbox };
}

/** A place as protomaps-leaflet moves and stretches it. */
class Place {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }

  clone() {
    return new Place(this.x, this.y);
  }

  mult(by) {
    this.x *= by;
    this.y *= by;
    return this;
  }

  add(other) {
    this.x += other.x;
    this.y += other.y;
    return this;
  }
}
