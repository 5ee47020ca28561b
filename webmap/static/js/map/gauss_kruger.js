// Gauss-Krüger on the CGCS2000 ellipsoid, 3-degree zones, by Krüger's series in n to the 4th order.
// Source: Krüger (1912) in the form of Karney (2011), J. Geodesy 85:475, equations 7-9 and 35;
// below 1 mm within a zone, checked against PROJ by a test.

const A = 6378137;
const F = 1 / 298.257222101;
const FALSE_EASTING = 500000;
const n = F / (2 - F);
const E = Math.sqrt(F * (2 - F));
const RECTIFYING = (A / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64);
const ALPHA = [
  n / 2 - (2 / 3) * n ** 2 + (5 / 16) * n ** 3 + (41 / 180) * n ** 4,
  (13 / 48) * n ** 2 - (3 / 5) * n ** 3 + (557 / 1440) * n ** 4,
  (61 / 240) * n ** 3 - (103 / 140) * n ** 4,
  (49561 / 161280) * n ** 4,
];

/** Easting and northing in metres of a position in degrees, for a central meridian in degrees. */
export function gaussKruger(longitude, latitude, meridian) {
  const phi = (latitude * Math.PI) / 180;
  const lambda = ((longitude - meridian) * Math.PI) / 180;
  const sine = Math.sin(phi);
  const t = Math.sinh(Math.atanh(sine) - E * Math.atanh(E * sine));
  const xi = Math.atan2(t, Math.cos(lambda));
  const eta = Math.asinh(Math.sin(lambda) / Math.hypot(t, Math.cos(lambda)));
  let north = xi;
  let east = eta;
  ALPHA.forEach((alpha, index) => {
    const k = 2 * (index + 1);
    north += alpha * Math.sin(k * xi) * Math.cosh(k * eta);
    east += alpha * Math.cos(k * xi) * Math.sinh(k * eta);
  });
  return { east: FALSE_EASTING + RECTIFYING * east, north: RECTIFYING * north };
}
