"""The share of zones that lies under the union of many overlapping polygons, exactly.

What a figure means: zone and cover are taken to the Gauss-Krüger plane (straight edges between
the projected vertices), `zone ∩ ∪cover` is formed there, and its area is the integral of the
ellipsoid's areal scale over it (`geo.measure.areal`). PostGIS gives the same once its edges have
vertices along them: ST_Area(ST_Transform(ST_Segmentize(ST_Intersection(zone, ST_Union(cover)), 50),
4490)::geography). docs/decisions/0003-coverage-engine.md says how, 0035 what an area is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, MutableMapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.coverage.cache import Kept, ZoneCoverage
from geo.coverage.regions import CHUNKS, Covered, Progress, Way, covered
from geo.crs import transform as crs
from geo.errors import NO_CRS, EcoAtlasError
from geo.measure.areal import area_in_plane
from geo.plane.arrays import Floats, Geometries, Pairs, Polygons, Positions
from geo.plane.polygons import CHUNK, Cover, only_polygons, plane_polygons

__all__ = ["CoverageResult", "ZoneCoverage", "coverage"]

# With fewer polygons than this a chunk costs more than a second thread gives.
FEWEST = 2_000


@dataclass(frozen=True, slots=True)
class CoverageResult:
    """Coverage of each zone, in the order given, and of all of them together.

    The totals count each place once, also where zones overlap. `overlap_removed_m2` is what the
    polygons of the cover lie on top of each other inside the zones, `outside_m2` the dissolved
    cover outside all zones. `depth` is the mean number of polygons over a place of the zones,
    `method` the ways taken (`union`, `cells`, both, or `kept` when nothing was computed), and
    `computed_zones` the number of zones that were not found in the cache.
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
    cover: gpd.GeoDataFrame,
    *,
    cache: MutableMapping[str, ZoneCoverage] | None = None,
    cover_key: str | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    _way: Way | None = None,
) -> CoverageResult:
    """Share of each zone under the dissolved cover.

    zones, cover: valid polygons in any CRS (set operations run in the Gauss-Krüger plane of the
    zones). Rows without geometry count as empty. cache: results by hash of all that they depend
    on, kept by the caller and asked from two threads; a change costs the zones that it touches.
    cover_key: a hash of the whole cover that the caller already has; it saves hashing the cover
    again. workers: threads, default one a core. progress(done, total) counts zones.

    Raises `no-crs`, `not-polygons`, `invalid-polygons` and the errors of
    `geo.crs.transform.plane_epsg`.
    """
    if zones.crs is None or cover.crs is None:
        raise EcoAtlasError(NO_CRS)
    with ThreadPoolExecutor(workers or len(os.sched_getaffinity(0))) as pool:
        if (zones.geometry.isna() | zones.geometry.is_empty).all():
            return _Totals().result([ZoneCoverage(0.0, 0.0)] * len(zones), "kept", 0)
        epsg = crs.plane_epsg(zones)
        work = _Work(Cover(cover, epsg, pool), epsg, pool, Kept(cache, epsg, cover_key), _way)
        return work.result(plane_polygons(zones, epsg), progress)


@dataclass(slots=True)
class _Totals:
    area_m2: float = 0.0
    covered_m2: float = 0.0
    overlap_removed_m2: float = 0.0
    outside_m2: float = 0.0

    def result(self, zones: list[ZoneCoverage], method: str, computed: int) -> CoverageResult:
        area = self.area_m2
        return CoverageResult(
            zones=tuple(zones),
            area_m2=area,
            covered_m2=self.covered_m2,
            share=self.covered_m2 / area if area else 0.0,
            overlap_removed_m2=self.overlap_removed_m2,
            outside_m2=self.outside_m2,
            method=method,
            depth=(self.covered_m2 + self.overlap_removed_m2) / area if area else 0.0,
            computed_zones=computed,
        )


Measure = Callable[[Geometries, Polygons, Pairs], list[ZoneCoverage]]


@dataclass(slots=True)
class _Work:
    """One call: what it works on, and the ways it took."""

    cover: Cover
    epsg: int
    pool: Executor
    kept: Kept
    way: Way | None
    ways: set[str] = field(default_factory=set)
    progress: Progress | None = None

    def result(self, zones: Geometries, progress: Progress | None) -> CoverageResult:
        there = ~shapely.is_empty(zones)
        self.progress = progress
        with ThreadPoolExecutor(1) as beside:
            # What lies outside is one region or a few and would keep one core alone at the end.
            surroundings = beside.submit(self.surroundings, zones[there])
            each, computed = self.found("zone", zones[there], self.zone_shares)
            twice, _ = self.found("zone", _counted_before(zones[there]), self.shares)
            piled, outside = surroundings.result()
        area, inside = _sum(each) - _sum(twice)
        overlap = max(piled - inside, 0.0)
        rows = np.full(len(zones), ZoneCoverage(0.0, 0.0), dtype=object)
        rows[there] = each
        method = "+".join(sorted(self.ways)) or "kept"
        totals = _Totals(float(area), float(inside), float(overlap), float(outside))
        return totals.result(rows.tolist(), method, computed)

    def found(
        self, kind: str, regions: Geometries, measure: Measure
    ) -> tuple[list[ZoneCoverage], int]:
        """A result for each region, kept or measured now, and how many were measured."""
        quick_keys = self.kept.keys_by_cover(kind, regions)
        results = [self.kept.get(key) for key in quick_keys]
        missing = _positions_of_none(results)
        if not len(missing):
            return [each for each in results if each], 0
        polygons, pairs = self.cover.meeting(regions[missing])
        keys = self.kept.keys_by_polygons(kind, regions[missing], polygons, pairs)
        known = [self.kept.get(key) for key in keys]
        new = _positions_of_none(known)
        fresh = measure(regions[missing[new]], polygons, pairs.only(new, len(missing)))
        for position, fresh_one in zip(new, fresh, strict=True):
            known[position] = fresh_one
        for position, key, result in zip(missing, keys, known, strict=True):
            results[position] = result
            self.kept.put(key, result)
            self.kept.put(quick_keys[position], result)
        return [each for each in results if each], len(new)

    def zone_shares(
        self, regions: Geometries, polygons: Polygons, pairs: Pairs
    ) -> list[ZoneCoverage]:
        """What a user waits for: told as progress, and with the ways that were taken."""
        measured = self.measured(regions, polygons, pairs, self.progress)
        self.ways |= measured.ways
        return measured.of_each()

    def shares(self, regions: Geometries, polygons: Polygons, pairs: Pairs) -> list[ZoneCoverage]:
        return self.measured(regions, polygons, pairs).of_each()

    def measured(
        self,
        regions: Geometries,
        polygons: Polygons,
        pairs: Pairs,
        progress: Progress | None = None,
    ) -> Covered:
        return covered(regions, polygons, pairs, self.pool, progress=progress, way=self.way)

    def surroundings(self, zones: Geometries) -> tuple[float, float]:
        """Area of the polygons inside the zones one by one, and of the dissolved cover outside."""
        (piled_outside, outside), _ = self.outside(shapely.union_all(zones))
        return self.piled_m2() - piled_outside, outside

    def outside(self, all_zones: Any) -> tuple[Floats, int]:
        """Outside all zones: area of all polygons of the cover one by one, and dissolved."""
        if not len(self.cover):
            return np.zeros(2), 0
        around = shapely.box(*self.cover.plane_bounds())
        regions = shapely.get_parts(only_polygons(shapely.difference([around], all_zones)))
        found, computed = self.found("outside", regions, self.piles)
        return _sum(found), computed

    def piles(self, regions: Geometries, polygons: Polygons, pairs: Pairs) -> list[ZoneCoverage]:
        """Of each region Σ area of the polygons inside it, and the area of their union."""
        size = max(len(pairs.region) // CHUNKS, FEWEST)
        spans = [slice(a, a + size) for a in range(0, len(pairs.region), size)]

        def single(span: slice) -> Floats:
            inside = shapely.intersection(
                regions[pairs.region[span]], polygons.geometries[pairs.polygon[span]]
            )
            return area_in_plane(only_polygons(inside))

        areas = np.concatenate([np.zeros(0), *self.pool.map(single, spans)])
        piled = np.bincount(pairs.region, weights=areas, minlength=len(regions))
        return [
            ZoneCoverage(float(pile), part.covered_m2)
            for pile, part in zip(piled, self.shares(regions, polygons, pairs), strict=True)
        ]

    def piled_m2(self) -> float:
        """Σ area of all polygons of the cover."""
        key = self.kept.key_of_cover("pile")
        pile = self.kept.get(key)
        if pile is None:
            polygons = self.cover.plane(np.arange(len(self.cover)))
            chunks = [polygons[a : a + CHUNK] for a in range(0, len(polygons), CHUNK)]
            areas = self.pool.map(lambda chunk: area_in_plane(chunk).sum(), chunks)
            pile = ZoneCoverage(float(sum(areas)), 0.0)
            self.kept.put(key, pile)
        return pile.area_m2


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


def _sum(results: list[ZoneCoverage]) -> Floats:
    pairs = np.array([(each.area_m2, each.covered_m2) for each in results], dtype=np.float64)
    totals: Floats = pairs.reshape(-1, 2).sum(axis=0)
    return totals


def _positions_of_none(results: list[ZoneCoverage | None]) -> Positions:
    return np.array([i for i, each in enumerate(results) if each is None], dtype=np.intp)
