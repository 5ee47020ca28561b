"""The share of zones that lies under the union of many overlapping polygons, exactly.

What a figure means: zone and cover are taken to the Gauss-Krüger plane (straight edges between
the projected vertices), and the area of `zone ∩ ∪cover` there is the integral of the ellipsoid's
areal scale over it (`geo.measure.areal`). PostGIS gives the same once its edges have vertices along
them: ST_Area(ST_Transform(ST_Segmentize(ST_Intersection(zone, ST_Union(cover)), 50),
4490)::geography). docs/decisions/0036-coverage-along-edges.md says how, 0035 what an area is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from geo.coverage.cache import Kept, ZoneCoverage, hashes
from geo.coverage.cover import Cover
from geo.coverage.part import Asked
from geo.coverage.regions import AnyWay, Progress
from geo.coverage.sharing import Source, Spread
from geo.coverage.work import Work, added_up
from geo.crs import transform as crs
from geo.errors import NO_CRS, EcoAtlasError
from geo.plane.arrays import Floats, Geometries
from geo.plane.polygons import only_polygons, plane_polygons

__all__ = ["Cover", "CoverageResult", "Source", "ZoneCoverage", "coverage"]


@dataclass(frozen=True, slots=True)
class CoverageResult:
    """Coverage of each zone, in the order given, and of all of them together.

    The totals count each place once, also where zones overlap. `overlap_removed_m2` is what the
    polygons of the cover lie on top of each other inside the zones, `outside_m2` the dissolved
    cover outside all zones. `depth` is the mean number of polygons over a place of the zones,
    `method` the ways taken for zones (`edges`; `union` and `cells` where that was in doubt; `kept`
    when nothing was computed), and `computed_zones` the number of zones that were not found in the
    cache.
    """

    zones: tuple[ZoneCoverage, ...]
    area_m2: float
    covered_m2: float
    share: float
    overlap_removed_m2: float
    outside_m2: float
    method: str
    depth: float
    computed_zones: int


def coverage(
    zones: gpd.GeoDataFrame,
    cover: gpd.GeoDataFrame | Cover | Source,
    *,
    cache: MutableMapping[str, ZoneCoverage] | None = None,
    cover_key: str | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    spread: Spread | None = None,
    _way: AnyWay | None = None,
) -> CoverageResult:
    """Share of each zone under the dissolved cover.

    zones, cover: valid polygons in any CRS (set operations run in the Gauss-Krüger plane of the
    zones). Rows without geometry count as empty. Who asks again and again hands in a `Cover` and
    keeps it. cache: results by hash of all that they depend on, kept by the caller and asked from
    two threads; a change costs the zones that it touches. cover_key: a hash of the whole cover that
    the caller already has; it saves hashing the polygons. workers: threads, default one a core.
    progress(done, total) counts zones. A `Source` is read by place and never in memory as a whole;
    spread: has its parts measured in other processes. The figures are the same.

    Raises `no-crs`, `not-polygons`, `invalid-polygons` and the errors of
    `geo.crs.transform.plane_epsg`.
    """
    if zones.crs is None or cover.crs is None:
        raise EcoAtlasError(NO_CRS)
    known = Cover(cover) if isinstance(cover, gpd.GeoDataFrame) else cover
    with ThreadPoolExecutor(workers or len(os.sched_getaffinity(0))) as pool:
        if (zones.geometry.isna() | zones.geometry.is_empty).all():
            return _result([ZoneCoverage(0.0, 0.0)] * len(zones), np.zeros(3), 0.0, "kept", 0)
        epsg = crs.plane_epsg(zones)
        placed = known.in_plane(epsg) if isinstance(known, Cover) else known
        work = Work(placed, epsg, pool, Kept(cache, epsg, cover_key), _way, spread)
        return _measured(work, plane_polygons(zones, epsg), progress)


def _result(
    zones: list[ZoneCoverage], inside: Floats, outside_m2: float, method: str, computed: int
) -> CoverageResult:
    """inside: area, covered and piled m² of all zones together."""
    area, covered_m2, piled = (float(each) for each in inside)
    overlap = max(piled - covered_m2, 0.0)
    return CoverageResult(
        zones=tuple(zones),
        area_m2=area,
        covered_m2=covered_m2,
        share=covered_m2 / area if area else 0.0,
        overlap_removed_m2=overlap,
        outside_m2=outside_m2,
        method=method,
        depth=(covered_m2 + overlap) / area if area else 0.0,
        computed_zones=computed,
    )


def _measured(work: Work, zones: Geometries, progress: Progress | None) -> CoverageResult:
    there = ~shapely.is_empty(zones)
    each = work.found(Asked.of("zone", zones[there]), progress)
    twice = work.found(Asked.of("zone", _counted_before(zones[there])))
    rows = np.full(len(zones), ZoneCoverage(0.0, 0.0), dtype=object)
    rows[there] = [ZoneCoverage(one.area_m2, one.covered_m2) for one in each.sums]
    outside = _outside_m2(work, zones[there])
    inside = added_up(each.sums) - added_up(twice.sums)
    return _result(rows.tolist(), inside, outside, each.method, each.computed)


def _outside_m2(work: Work, zones: Geometries) -> float:
    """m² of the dissolved cover outside all zones."""
    around = work.outside(zones)
    if around is None:
        return 0.0
    asked = Asked("outside", hashes(around.names()), around.boxes, around.ground)
    return float(added_up(work.found(asked).sums)[1])


def _counted_before(zones: Geometries) -> Geometries:
    """The ground of each zone that an earlier zone already holds; nothing for most."""
    later, earlier = shapely.STRtree(zones).query(zones)
    pairs = earlier < later
    later, earlier = later[pairs], earlier[pairs]
    shared = shapely.relate_pattern(zones[later], zones[earlier], "T********")
    later, earlier = later[shared], earlier[shared]
    ground = [
        shapely.intersection(zones[zone], shapely.union_all(zones[earlier[later == zone]]))
        for zone in np.unique(later)
    ]
    return only_polygons(np.array(ground, dtype=object))
