"""Ground of overlapping zones cut into atoms: each place with exactly the zones that cover it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geo.measure.areal import area_in_plane
from geo.overlay.overlap import sharing_ground
from geo.overlay.partition import clipped_to, one_plane
from geo.plane.arrays import Geometries, Positions
from geo.plane.polygons import only_polygons

Atoms = dict[frozenset[int], float]


def atoms(region: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> Atoms:
    """m² of the region by the set of zones (positions) that cover it; ground in none is left out.

    The areas add up to the region's part under the zones. region, zones: valid polygons in any
    CRS. Raises `no-crs`, `not-polygons`, `invalid-polygons`.
    """
    blocks, grounds, _ = one_plane(region, zones)
    clipped = clipped_to(grounds, shapely.union_all(blocks))
    i, j = sharing_ground(clipped)
    alone = np.setdiff1d(np.flatnonzero(~shapely.is_empty(clipped)), np.r_[i, j])
    found: Atoms = {
        frozenset((int(at),)): float(m2)
        for at, m2 in zip(alone, area_in_plane(clipped[alone]), strict=True)
    }
    involved = np.unique(np.r_[i, j])
    faces, owners = _faces(clipped, involved)
    for owner, m2 in zip(owners, area_in_plane(faces), strict=True):
        found[owner] = found.get(owner, 0.0) + float(m2)
    return found


def _faces(zones: Geometries, involved: Positions) -> tuple[Geometries, list[frozenset[int]]]:
    """The faces that the borders of the zones enclose, and the zones over each of them."""
    if not len(involved):
        return zones[:0], []
    borders = shapely.union_all(shapely.boundary(zones[involved]))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(borders)))
    inside = shapely.point_on_surface(faces)
    face, zone = shapely.STRtree(zones[involved]).query(inside, predicate="intersects")
    owners: list[set[int]] = [set() for _ in faces]
    for at, which in zip(face, involved[zone], strict=True):
        owners[at].add(int(which))
    held = np.array([bool(owner) for owner in owners], dtype=bool)
    return only_polygons(faces[held]), [frozenset(owner) for owner in owners if owner]
