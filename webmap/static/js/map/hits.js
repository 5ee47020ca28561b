// Whether a place in a tile meets a feature. Geometry is in the pixels of the tile.

import { LINE, POINT } from "./shapes.js";

/** Features of a tile within `reach` of `at`; the box is looked at first, it is nearly always no. */
export function featuresAt(features, at, reach) {
  return features.filter((feature) => inBox(feature.bbox, at, reach) && meets(feature, at, reach));
}

function inBox({ minX, maxX, minY, maxY }, { x, y }, reach) {
  return x >= minX - reach && x <= maxX + reach && y >= minY - reach && y <= maxY + reach;
}

function meets(feature, at, reach) {
  const { geomType } = feature;
  const geom = feature.lines();
  if (geomType === POINT) return geom.flat().some((point) => Math.hypot(point.x - at.x, point.y - at.y) <= reach);
  if (geomType === LINE) return geom.some((line) => nearLine(line, at, reach));
  return isInside(geom, at);
}

function nearLine(line, at, reach) {
  for (let i = 1; i < line.length; i++) {
    if (distance(at, line[i - 1], line[i]) <= reach) return true;
  }
  return false;
}

function distance(at, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length2 = dx * dx + dy * dy;
  const along = length2 ? ((at.x - a.x) * dx + (at.y - a.y) * dy) / length2 : 0;
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(at.x - a.x - t * dx, at.y - a.y - t * dy);
}

/** Even-odd over all rings, so holes count whichever way they run. */
function isInside(rings, { x, y }) {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [a, b] = [ring[i], ring[j]];
      if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
    }
  }
  return inside;
}
