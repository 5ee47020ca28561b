"""Which rings of a polygon are borders and which are holes, told by what lies inside what.

Formats tell them by the way they run (shapefile) or by their order (GeoJSON, WKB). A file that does
it wrong holds an outer border inside another one. GEOS gives one reason why that is invalid, and
not always that one: where the inner ring touches another, it is a self-intersection.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[Any]
Positions = NDArray[np.int64]

# An inner ring that follows the border may cross it by what its coordinates are rounded to.
_INSIDE, _SAME = 0.999, 0.999


def is_misnested(shape: Any) -> bool:
    """Whether an outer border lies inside an odd number of rings, or a hole inside an even one.

    A hole outside everything that has nothing inside it is no matter of nesting.
    """
    rings, outer = _rings(shape)
    if len(rings) < 2:
        return False
    inside, around = _containment(rings)
    depths = np.bincount(inside, minlength=len(rings))
    alone = (depths == 0) & ~np.isin(np.arange(len(rings)), around)
    return bool((depths[outer] % 2).any() or ((depths % 2 == 0) & ~alone)[~outer].any())


def nested(shape: Any) -> Any:
    """The polygon that its rings enclose: a place inside an odd number of them is ground.

    What is inside one ring is ground, inside two a hole, inside three an island. Rings that overlap
    without lying inside one another, and rings drawn twice, count once.
    """
    rings, _ = _rings(shape)
    depths = np.bincount(_containment(rings)[0], minlength=len(rings))
    ground: Any = shapely.Polygon()
    for depth in range(int(depths.max()) + 1):
        layer = shapely.union_all(rings[depths == depth])
        ground = ground.difference(layer) if depth % 2 else ground.union(layer)
    return ground


def _rings(shape: Any) -> tuple[Shapes, NDArray[np.bool_]]:
    """Every ring as a valid polygon without holes, and which are outer borders."""
    parts = shapely.get_parts(shape)
    inner = [shapely.get_rings(part)[1:] for part in parts]
    lines = [*shapely.get_exterior_ring(parts), *(ring for rings in inner for ring in rings)]
    rings = shapely.make_valid(shapely.polygons(lines), method="structure", keep_collapsed=False)
    return np.atleast_1d(rings), np.arange(len(lines)) < len(parts)


def _containment(rings: Shapes) -> tuple[Positions, Positions]:
    """Pairs of rings: the one that lies inside, and the one that is around it."""
    areas = shapely.area(rings)
    inner, outer = shapely.STRtree(rings).query(rings, predicate="intersects")
    larger = areas[inner] < areas[outer] * _SAME
    inner, outer = inner[larger], outer[larger]
    shared = shapely.area(shapely.intersection(rings[inner], rings[outer]))
    inside = shared > areas[inner] * _INSIDE
    return inner[inside], outer[inside]
