// GCJ-02, the shift of Chinese web maps, in its public form (coordtransform; Krassowsky's ellipsoid):
// the same as geo/crs/gcj02.py, held to it by a test.

const A = 6378245;
const EE = 0.006693421622965943;
const [WEST, EAST, SOUTH, NORTH] = [72.004, 137.8347, 0.8293, 55.8271];
const ROUNDS = 6;
const { PI, abs, cos, sin, sqrt } = Math;

function wave(at, parts) {
  return parts.reduce((sum, [size, turn]) => sum + (size * sin(turn * at * PI) * 2) / 3, 0);
}

/** The offset in degrees at a true place. */
function shift({ lng, lat }) {
  const [x, y] = [lng - 105, lat - 35];
  const both = wave(x, [[20, 6], [20, 2]]);
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + both + wave(x, [[20, 1], [40, 1 / 3], [150, 1 / 12], [300, 1 / 30]]);
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + both + wave(y, [[20, 1], [40, 1 / 3], [160, 1 / 12], [320, 1 / 30]]);
  const phi = (lat * PI) / 180;
  const squashed = 1 - EE * sin(phi) ** 2;
  return { lng: (east * 180) / ((A / sqrt(squashed)) * cos(phi) * PI), lat: (north * 180) / (((A * (1 - EE)) / squashed ** 1.5) * PI) };
}

/** A true place in GCJ-02. */
export function toGcj02(place) {
  const { lng, lat } = place;
  if (lng < WEST || lng > EAST || lat < SOUTH || lat > NORTH) return { lng, lat };
  const by = shift(place);
  return { lng: lng + by.lng, lat: lat + by.lat };
}

/** The true place of GCJ-02; each round gains about two digits. */
export function fromGcj02({ lng, lat }) {
  let place = { lng, lat };
  for (let round = 0; round < ROUNDS; round++) {
    const there = toGcj02(place);
    place = { lng: place.lng + lng - there.lng, lat: place.lat + lat - there.lat };
  }
  return place;
}
