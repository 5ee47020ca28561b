// Vector tiles (Mapbox Vector Tile 2.1) taken apart for the map: shapes into one array, values when
// somebody asks for them. The library's own way reads the values of each feature five times and
// makes an object of each place: most of what a first view of a full layer waited for.

import { Shape } from "./shapes.js";

// A tile of the archive covers four on the screen: one zoom less, twice the pixels.
export const LEVELS = 1;
export const WORLD_PX = 256;
export const TILE_PX = WORLD_PX << LEVELS;

const TILE_LAYER = 3;
const LAYER_NAME = 1;
const LAYER_FEATURE = 2;
const LAYER_KEY = 3;
const LAYER_VALUE = 4;
const LAYER_EXTENT = 5;
const FEATURE_TAGS = 2;
const FEATURE_TYPE = 3;
const FEATURE_SHAPE = 4;
const MOVE = 1;
const CLOSE = 7;
const text = new TextDecoder();

/** What protomaps-leaflet asks for tiles; `archive` has `getZxy` as its archives do. */
export class TileSource {
  constructor(archive) {
    this.archive = archive;
    this.asked = new AbortController();
  }

  async get({ z, x, y }, tile_px) {
    // Whoever has gone on to another zoom waits for no tiles of the last one.
    if (z !== this.zoom) {
      this.asked.abort();
      this.asked = new AbortController();
      this.zoom = z;
    }
    const answer = await this.archive.getZxy(z, x, y, this.asked.signal);
    return answer ? takenApart(answer.data, tile_px) : new Map();
  }
}

/** A PMTiles archive, as the library reads one. */
export function archiveAt(url) {
  return new protomapsL.PmtilesSource(url, true).p;
}

/** The tiles of a source as protomaps-leaflet draws them. */
export function viewOf(source, max_zoom) {
  return new protomapsL.View(new protomapsL.TileCache(source, TILE_PX), max_zoom, LEVELS);
}

/** Of an ArrayBuffer: features by the name of their layer, in pixels of the tile. */
export function takenApart(buffer, tile_px) {
  const reader = new Reader(new Uint8Array(buffer));
  const layers = new Map();
  reader.fields(reader.bytes.length, (field, end) => {
    if (field === TILE_LAYER) {
      const { name, features } = layerOf(reader, end, tile_px);
      layers.set(name, features);
    }
  });
  return layers;
}

/** A number of bytes, and what the format makes of them. */
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  /** An unsigned number of at most 32 bits. */
  varint() {
    const { bytes } = this;
    let byte = bytes[this.at++];
    let value = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = bytes[this.at++];
      if (shift < 32) value |= (byte & 0x7f) << shift;
    }
    return value >>> 0;
  }

  /** A step: 0, -1, 1, -2 … are written as 0, 1, 2, 3 … */
  signed() {
    const folded = this.varint();
    return (folded >>> 1) ^ -(folded & 1);
  }

  /** A number of at most 64 bits, as the format has it. */
  long() {
    let [value, shift, byte] = [0n, 0n, 0];
    do {
      byte = this.bytes[this.at++];
      value |= BigInt(byte & 0x7f) << shift;
      shift += 7n;
    } while (byte >= 0x80);
    return value;
  }

  /** Calls `each(field, end)` where the content of each field begins; a field of one number ends where that does. */
  fields(end, each) {
    while (this.at < end) {
      const tag = this.varint();
      const last = this.endOf(tag & 7);
      each(tag >> 3, last);
      this.at = last;
    }
  }

  /** Where a field of this wire type ends; of a text or message the length is read. */
  endOf(wire) {
    if (wire === 2) {
      const length = this.varint();
      return this.at + length;
    }
    if (wire) return this.at + (wire === 1 ? 8 : 4);
    let end = this.at;
    while (this.bytes[end] >= 0x80) end++;
    return end + 1;
  }

  text(end) {
    return text.decode(this.bytes.subarray(this.at, end));
  }
}

function layerOf(reader, end, tile_px) {
  const layer = { reader, name: "", extent: 4096, keys: [], values: [], known: [] };
  const found = [];
  reader.fields(end, (field, last) => {
    if (field === LAYER_NAME) layer.name = reader.text(last);
    else if (field === LAYER_FEATURE) found.push(reader.at, last);
    else if (field === LAYER_KEY) layer.keys.push(reader.text(last));
    else if (field === LAYER_VALUE) layer.values.push(reader.at, last);
    else if (field === LAYER_EXTENT) layer.extent = reader.varint();
  });
  return { name: layer.name, features: featuresOf(layer, found, tile_px / layer.extent) };
}

function featuresOf(layer, found, scale) {
  const { reader } = layer;
  const Values = valuesOf(layer.keys);
  // Each place and each end of a piece takes two bytes of the tile at least.
  const drawn = new Drawn(reader.bytes.length, scale);
  const features = [];
  for (let i = 0; i < found.length; i += 2) {
    const feature = new Feature(layer, Values);
    reader.at = found[i];
    while (reader.at < found[i + 1]) {
      const tag = reader.varint();
      const last = reader.endOf(tag & 7);
      if (tag >> 3 === FEATURE_TYPE) feature.geomType = reader.varint();
      else if (tag >> 3 === FEATURE_TAGS) [feature.tags, feature.tagsEnd] = [reader.at, last];
      else if (tag >> 3 === FEATURE_SHAPE) drawn.read(reader, last, feature);
      reader.at = last;
    }
    if (feature.last > feature.first) features.push(feature);
  }
  drawn.give(features);
  return features;
}

/** A feature: its shape, its box, and what it says of itself. */
class Feature extends Shape {
  constructor(layer, Values) {
    super(0, null, null, 0, 0);
    this.layer = layer;
    this.Values = Values;
    this.tags = 0;
    this.tagsEnd = 0;
    this.minX = Infinity;
    this.minY = Infinity;
    this.maxX = -Infinity;
    this.maxY = -Infinity;
    this.said = null;
  }

  get bbox() {
    return this;
  }

  get props() {
    this.said ??= new this.Values(this.layer, this.tags, this.tagsEnd);
    return this.said;
  }
}

/** The places of all features of a tile. */
class Drawn {
  constructor(most, scale) {
    this.places = new Float32Array(most);
    this.ends = new Uint32Array(most >> 1);
    this.scale = scale;
    this.length = 0;
    this.pieces = 0;
  }

  /** The shape that lies in the bytes until `end`: steps from the place before, in the tile's own grid. */
  read(reader, end, feature) {
    const { places, ends, scale } = this;
    let { length, pieces } = this;
    let [command, left, x, y] = [MOVE, 0, 0, 0];
    feature.first = pieces;
    while (reader.at < end) {
      if (!left) {
        const said = reader.varint();
        command = said & 7;
        left = said >>> 3;
      }
      left--;
      if (command === CLOSE) continue;
      if (command === MOVE && length > this.length) ends[pieces++] = length;
      x += reader.signed();
      y += reader.signed();
      places[length++] = x * scale;
      places[length++] = y * scale;
    }
    if (length > this.length) ends[pieces++] = length;
    feature.last = pieces;
    this.box(feature, this.length, length);
    this.length = length;
    this.pieces = pieces;
  }

  box(feature, from, until) {
    const { places } = this;
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = from; at < until; at += 2) {
      const x = places[at];
      const y = places[at + 1];
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
    feature.minX = minX;
    feature.minY = minY;
    feature.maxX = maxX;
    feature.maxY = maxY;
  }

  /** No more room than is taken. */
  give(features) {
    const [places, ends] = [this.places.slice(0, this.length), this.ends.slice(0, this.pieces)];
    for (const feature of features) {
      feature.places = places;
      feature.ends = ends;
    }
  }
}

/** What a feature says of itself: `props.name`, read when it is asked for. */
class Values {
  #layer;
  #tags;
  #end;

  constructor(layer, tags, end) {
    this.#layer = layer;
    this.#tags = tags;
    this.#end = end;
  }

  static read(one, key) {
    const { reader } = one.#layer;
    for (reader.at = one.#tags; reader.at < one.#end; ) {
      const [found, value] = [reader.varint(), reader.varint()];
      if (found === key) return valueAt(one.#layer, value);
    }
    return undefined;
  }
}

const KNOWN = new Map();

/** The class of what features with these keys say. */
function valuesOf(keys) {
  const named = keys.join("\n");
  if (!KNOWN.has(named)) {
    const Named = class extends Values {};
    keys.forEach((key, number) => { Object.defineProperty(Named.prototype, key, { get() { return Values.read(this, number); } }); });
    KNOWN.set(named, Named);
  }
  return KNOWN.get(named);
}

/** A value of the tile by its number, each read once. */
function valueAt({ reader, values, known }, number) {
  if (!(number in known)) known[number] = valueIn(reader, values[2 * number], values[2 * number + 1]);
  return known[number];
}

const WHOLE = {
  4: (number) => BigInt.asIntN(64, number),
  5: (number) => number,
  6: (number) => (number & 1n ? -((number + 1n) >> 1n) : number >> 1n),
};

function valueIn(reader, begin, end) {
  const view = new DataView(reader.bytes.buffer, reader.bytes.byteOffset);
  let value = null;
  reader.at = begin;
  reader.fields(end, (field, last) => {
    if (field === 1) value = reader.text(last);
    else if (field === 2) value = view.getFloat32(reader.at, true);
    else if (field === 3) value = view.getFloat64(reader.at, true);
    else if (field === 7) value = reader.varint() === 1;
    else if (field in WHOLE) value = Number(WHOLE[field](reader.long()));
  });
  return value;
}
