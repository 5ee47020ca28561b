"""A region parted by the class of the zones on it, so that every square metre counts once.

Made for the sponge city: the built-up area is the region, drainage zones carry a verdict, and each
place of the built-up area is met, not met, not assessed, or in no zone. All set operations run in
the Gauss-Krüger plane on straight edges; areas are those of the CGCS2000 ellipsoid, and parts add
up to what they are parts of (`geo.measure.areal`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import transform as crs
from geo.errors import NO_CRS, EcoAtlasError, declare
from geo.measure.areal import area_in_plane
from geo.overlay.overlap import sharing_ground
from geo.plane.arrays import Floats, Geometries, Positions
from geo.plane.polygons import only_polygons, plane_polygons
from geo.words import Text

REST = "rest"

UNKNOWN_CLASS = declare(
    "unknown-class",
    "error",
    Text(
        "分类“{value}”（第 {row} 行）没有给出优先顺序。",
        "Class “{value}” (row {row}) has no place in the order of classes.",
    ),
    Text("可用的分类：{known}。", "Known classes: {known}."),
)


@dataclass(frozen=True, slots=True)
class PartitionResult:
    """Areas in m² on the ellipsoid.

    class_m2: dissolved ground of each class after the worse class took what is contested;
    rest_m2: ground of the region in no zone; these add up to region_m2.
    zone_region_m2: (n,) area(zone ∩ region); zone_counted_m2: (n,) the part of it that counts for
    this zone, each place for one zone only (the worse class first, then the earlier row).
    overlap_removed_m2: what zones of the same class share inside the region, which a sum over
    zones would count again. region_overlap_m2: what the polygons of the region share among
    themselves, dissolved before anything else.
    pieces: the parts for drawing, EPSG:4490, with `class` and `zone` (position, −1 for the rest).
    """

    region_m2: float
    class_m2: dict[str, float]
    rest_m2: float
    overlap_removed_m2: float
    pieces: gpd.GeoDataFrame
    zone_region_m2: Floats
    zone_counted_m2: Floats
    region_overlap_m2: float


def partition_region(
    region: gpd.GeoDataFrame,
    zones: gpd.GeoDataFrame,
    classes: Sequence[str],
    worst_first: Sequence[str],
) -> PartitionResult:
    """Part the dissolved region by the classes of the zones; where classes compete the worse wins.

    region, zones: valid polygons in any CRS. classes: one for each zone; worst_first: all classes,
    the one that wins first. Raises `no-crs`, `not-polygons`, `invalid-polygons`, `unknown-class`.
    """
    rank = class_ranks(classes, worst_first)
    blocks, grounds, epsg = one_plane(region, zones)
    dissolved = shapely.union_all(blocks)
    clipped = clipped_to(grounds, dissolved)
    of_class, rest = _by_class(dissolved, grounds, rank, len(worst_first))
    owned = _owned(clipped, rank)

    clipped_m2 = area_in_plane(clipped)
    region_m2, rest_m2 = area_in_plane(np.array([dissolved, rest], dtype=object)).tolist()
    return PartitionResult(
        region_m2=region_m2,
        class_m2=dict(zip(worst_first, area_in_plane(of_class).tolist(), strict=True)),
        rest_m2=rest_m2,
        overlap_removed_m2=_shared_within_classes(grounds, clipped_m2, rank, dissolved),
        pieces=_pieces(owned, rest, classes, epsg),
        zone_region_m2=clipped_m2,
        zone_counted_m2=area_in_plane(owned),
        region_overlap_m2=max(float(area_in_plane(blocks).sum()) - region_m2, 0.0),
    )


def class_ranks(classes: Sequence[str], worst_first: Sequence[str]) -> Positions:
    place = {name: rank for rank, name in enumerate(worst_first)}
    for row, value in enumerate(classes, start=1):
        if value not in place:
            raise EcoAtlasError(UNKNOWN_CLASS, value=value, row=row, known=", ".join(worst_first))
    return np.array([place[value] for value in classes], dtype=np.intp)


def one_plane(
    region: gpd.GeoDataFrame, zones: gpd.GeoDataFrame
) -> tuple[Geometries, Geometries, int]:
    """Both in the Gauss-Krüger plane of the region (of the zones, where there is no region).

    Raises `no-crs`, `not-polygons`, `invalid-polygons`.
    """
    if region.crs is None or zones.crs is None:
        raise EcoAtlasError(NO_CRS)
    there = ~(region.geometry.isna() | region.geometry.is_empty)
    leading = region if there.any() else zones
    empty = leading.geometry.isna() | leading.geometry.is_empty
    epsg = crs.CGCS2000 if empty.all() else crs.plane_epsg(leading)
    return plane_polygons(region, epsg), plane_polygons(zones, epsg), epsg


def clipped_to(zones: Geometries, region: Any) -> Geometries:
    """(n,) each zone ∩ region, both in one plane, by those parts of the region that are near."""
    parts = shapely.get_parts(region)
    clipped = np.full(len(zones), shapely.Polygon(), dtype=object)
    zone, part = shapely.STRtree(parts).query(zones, predicate="intersects")
    for each in np.unique(zone):
        near = shapely.multipolygons(parts[part[zone == each]])
        clipped[each] = shapely.intersection(zones[each], near)
    return only_polygons(clipped)


def _by_class(
    region: Any, zones: Geometries, rank: Positions, classes: int
) -> tuple[Geometries, Any]:
    """Ground of each class without that of worse ones, and what no zone holds.

    Each part is cut from the whole region by whole dissolved layers, as one would write it in SQL.
    """
    i, j = sharing_ground(zones)
    contested = np.unique(np.maximum(rank[i], rank[j])[rank[i] != rank[j]])
    taken = np.full(classes, shapely.Polygon(), dtype=object)
    for each in range(classes):
        taken[each] = shapely.intersection(region, shapely.union_all(zones[rank == each]))
        if each in contested:
            taken[each] = shapely.difference(taken[each], shapely.union_all(zones[rank < each]))
    rest = shapely.difference(region, shapely.union_all(zones))
    return only_polygons(taken), only_polygons(np.array([rest], dtype=object))[0]


def _owned(clipped: Geometries, rank: Positions) -> Geometries:
    """Each zone's ground that no worse zone, and no earlier zone of its class, has taken."""
    owned = clipped.copy()
    i, j = sharing_ground(clipped)
    i_takes = rank[i] <= rank[j]
    winner, loser = np.where(i_takes, i, j), np.where(i_takes, j, i)
    for each in np.unique(loser):
        taken = shapely.union_all(clipped[winner[loser == each]])
        owned[each] = shapely.difference(clipped[each], taken)
    return only_polygons(owned)


def _shared_within_classes(
    zones: Geometries,
    clipped_m2: Floats,
    rank: Positions,
    region: Any,
) -> float:
    """Σ area(zone ∩ region) − area of the class's dissolved zones ∩ region, over all classes."""
    i, j = sharing_ground(zones)
    same = rank[i] == rank[j]
    involved = np.unique(np.r_[i[same], j[same]])
    if not len(involved):
        return 0.0
    dissolved = [
        shapely.intersection(region, shapely.union_all(zones[involved[rank[involved] == each]]))
        for each in np.unique(rank[involved])
    ]
    together = area_in_plane(only_polygons(np.array(dissolved, dtype=object))).sum()
    return max(float(clipped_m2[involved].sum() - together), 0.0)


def _pieces(owned: Geometries, rest: Any, classes: Sequence[str], epsg: int) -> gpd.GeoDataFrame:
    geometries = np.append(owned, [rest])
    there = ~shapely.is_empty(geometries)
    frame = gpd.GeoDataFrame(
        {
            "class": np.array([*classes, REST], dtype=object)[there],
            "zone": np.append(np.arange(len(owned)), -1)[there],
        },
        geometry=geometries[there],
        crs=epsg,
    )
    return crs.to_geographic(frame)
