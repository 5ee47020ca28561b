// What is drawn, as places in one array for a whole tile: a shape is some pieces of it (points,
// lines, rings). As an object for each place a full tile took longer to take apart than to draw.

export const POINT = 1;
export const LINE = 2;
export const POLYGON = 3;

export class Shape {
  /** `places`: x, y, x, y … in pixels; `ends`: where each piece of the tile ends among them; the
   * pieces from `first` until before `last` are this shape's. A ring does not say its first place again. */
  constructor(geomType, places, ends, first, last, scale = 1) {
    this.geomType = geomType;
    this.places = places;
    this.ends = ends;
    this.first = first;
    this.last = last;
    this.scale = scale;
  }

  /** protomaps-leaflet stretches what it finds here place by place; `stretched` is what does so. */
  get geom() {
    return [];
  }

  /** Where its first place stands. */
  get from() {
    return this.first ? this.ends[this.first - 1] : 0;
  }

  /** How many corners it has as they are drawn: a ring ends where it began. */
  get corners() {
    const rings = this.geomType === POLYGON ? this.last - this.first : 0;
    return (this.ends[this.last - 1] - this.from) / 2 + rings;
  }

  /** The same shape, so many times as large. */
  stretched(scale) {
    return scale === 1 ? this : new Shape(this.geomType, this.places, this.ends, this.first, this.last, this.scale * scale);
  }

  /** Its pieces as lists of {x, y}, for those who look at few. */
  lines() {
    const lines = [];
    let at = this.from;
    for (let piece = this.first; piece < this.last; piece++) {
      const line = [];
      for (; at < this.ends[piece]; at += 2) line.push({ x: this.places[at] * this.scale, y: this.places[at + 1] * this.scale });
      lines.push(line);
    }
    return lines;
  }
}

/** A shape of its own from lists of {x, y}. */
export function shapeOf(geomType, lines) {
  let [at, length] = [0, 0];
  const ends = lines.map((line) => { length += 2 * line.length; return length; });
  const places = new Float64Array(length);
  for (const line of lines)
    for (const { x, y } of line) {
      places[at++] = x;
      places[at++] = y;
    }
  return new Shape(geomType, places, ends, 0, ends.length);
}
