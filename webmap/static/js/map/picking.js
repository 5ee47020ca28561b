// What lies under a position: points before lines before areas, small areas before large ones.

const REACH_PX = 8;
const POLYGON = 3;
// Boundaries answer a click, not the passing pointer.
export const BOUNDARY_RANK = 2;

/** Candidates at `position`, the likeliest first: [{layer, key, properties}]. */
export function pick(grid, layers, position) {
  const found = [];
  layers.forEach((layer, order) => {
    for (const feature of unique(grid.near(layer, position, REACH_PX))) {
      found.push({ layer, order, key: feature.props.key, properties: feature.props, feature });
    }
  });
  return found.sort(byLikelihood);
}

function unique(features) {
  const byKey = new Map(features.map((feature) => [feature.props.key, feature]));
  return [...byKey.values()];
}

function byLikelihood(a, b) {
  if (a.feature.geomType !== b.feature.geomType) return a.feature.geomType - b.feature.geomType;
  if (a.feature.geomType !== POLYGON) return b.order - a.order;
  return rank(a.layer) - rank(b.layer) || b.order - a.order || extent(a.feature) - extent(b.feature);
}

/** An outline that encloses the rest is meant only where nothing else is. */
export function rank(layer) {
  return layer.style.pattern === "dashed" ? BOUNDARY_RANK : layer.style.pattern === "outlined" ? 1 : 0;
}

function extent({ bbox }) {
  return (bbox.maxX - bbox.minX) * (bbox.maxY - bbox.minY);
}
