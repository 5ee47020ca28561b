"""Which features lie in which zones, and how much of their ground does.

A polygon counts where it shares more than a tolerance with a zone; a point or a line counts as soon
as it touches one (the border belongs to the zone). Shared ground is measured on the
CGCS2000 ellipsoid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo.measure.areal import area_in_plane
from geo.plane.polygons import only_polygons, polygonal
from geo.plane.shapes import Floats, Frame, Geometries, Positions, plane_of, plane_shapes


@dataclass(frozen=True, slots=True)
class Inside:
    """Pairs by feature and then by zone (positions). area_m2: ground of a polygon inside the zone,
    0 for points and lines; share: that part of the polygon, nan for points and lines."""

    feature: Positions
    zone: Positions
    area_m2: Floats
    share: Floats


def features_inside(features: Frame, zones: Frame, *, tolerance_m2: float = 0.0) -> Inside:
    """Every pair of a feature and a zone that holds it or part of it.

    features: any geometry, zones: valid polygons, both in any CRS; without geometry a row is in no
    pair. Raises `no-crs`, `not-polygons`, `invalid-polygons` and those of
    `geo.crs.transform.plane_epsg`.
    """
    polygonal(zones.geometry)  # only polygons pass
    epsg = plane_of(zones, features)
    shapes, grounds = plane_shapes(features, epsg), plane_shapes(zones, epsg)
    zone, feature = shapely.STRtree(shapes).query(grounds, predicate="intersects")
    order = np.lexsort((zone, feature))
    feature, zone = feature[order], zone[order]
    areal = shapely.get_dimensions(shapes[feature]) == 2
    shared = _shared_m2(shapes[feature], grounds[zone], areal)
    whole = area_in_plane(shapes)[feature]
    kept = ~areal | (shared > tolerance_m2)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(areal, np.minimum(shared / whole, 1.0), np.nan)
    return Inside(feature[kept], zone[kept], shared[kept], share[kept])


def ground_inside_m2(features: Sequence[Frame], zones: Frame) -> float:
    """Ground in m² that any of the features shares with any of the zones, each place once.

    features: layers of any geometry, of which points and lines have no ground; zones: valid
    polygons; all in any CRS. Raises as `features_inside`.
    """
    polygonal(zones.geometry)
    epsg = plane_of(zones, *features)
    shapes = np.concatenate([np.zeros(0, dtype=object), *(plane_shapes(f, epsg) for f in features)])
    covers = shapely.union_all(shapes[shapely.get_dimensions(shapes) == 2])
    common = shapely.intersection(shapely.union_all(plane_shapes(zones, epsg)), covers)
    return float(area_in_plane(only_polygons(np.array([common])))[0])


def _shared_m2(
    shapes: Geometries, grounds: Geometries, areal: np.typing.NDArray[np.bool_]
) -> Floats:
    shared = np.zeros(len(shapes))
    common = only_polygons(shapely.intersection(shapes[areal], grounds[areal]))
    shared[areal] = area_in_plane(common)
    return shared
