"""The share of zones that lies under the union of many overlapping polygons, exactly.

What a figure means: zone and cover are taken to the Gauss-Krüger plane (straight edges between
the projected vertices), and the area of `zone ∩ ∪cover` there is the integral of the ellipsoid's
areal scale over it (`geo.measure.areal`). PostGIS gives the same once its edges have vertices along
them: ST_Area(ST_Transform(ST_Segmentize(ST_Intersection(zone, ST_Union(cover)), 50),
4490)::geography). docs/decisions/0036-coverage-along-edges.md says how, 0035 what an area is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, MutableMapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import shapely

from geo.coverage.cache import Kept, Sums, ZoneCoverage, hashes
from geo.coverage.cover import AREA, NORTH, WEST, Cover
from geo.coverage.edges.compiled import Places
from geo.coverage.outside import Outside
from geo.coverage.regions import AnyWay, Progress, covered
from geo.crs import transform as crs
from geo.errors import NO_CRS, EcoAtlasError
from geo.measure.areal import area_in_plane
from geo.plane.arrays import Floats, Geometries, Pairs, Polygons, Positions
from geo.plane.polygons import only_polygons, plane_polygons

__all__ = ["Cover", "CoverageResult", "ZoneCoverage", "coverage"]

# What the order of summing can change in the last digits of a wholly covered region.
ROUNDING = 1e-13


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
    cover: gpd.GeoDataFrame | Cover,
    *,
    cache: MutableMapping[str, ZoneCoverage] | None = None,
    cover_key: str | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    _way: AnyWay | None = None,
) -> CoverageResult:
    """Share of each zone under the dissolved cover.

    zones, cover: valid polygons in any CRS (set operations run in the Gauss-Krüger plane of the
    zones). Rows without geometry count as empty. Who asks again and again hands in a `Cover` and
    keeps it. cache: results by hash of all that they depend on, kept by the caller and asked from
    two threads; a change costs the zones that it touches. cover_key: a hash of the whole cover that
    the caller already has; it saves hashing the polygons. workers: threads, default one a core.
    progress(done, total) counts zones.

    Raises `no-crs`, `not-polygons`, `invalid-polygons` and the errors of
    `geo.crs.transform.plane_epsg`.
    """
    if zones.crs is None or cover.crs is None:
        raise EcoAtlasError(NO_CRS)
    known = cover if isinstance(cover, Cover) else Cover(cover)
    with ThreadPoolExecutor(workers or len(os.sched_getaffinity(0))) as pool:
        if (zones.geometry.isna() | zones.geometry.is_empty).all():
            return _result([ZoneCoverage(0.0, 0.0)] * len(zones), np.zeros(3), 0.0, "kept", 0)
        epsg = crs.plane_epsg(zones)
        work = _Work(known.in_plane(epsg), pool, Kept(cache, epsg, cover_key), _way)
        return work.result(plane_polygons(zones, epsg), progress)


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


@dataclass(frozen=True, slots=True)
class _Asked:
    """Regions: of each what it depends on, a box around it, and how some of them are made."""

    kind: str
    names: Sequence[bytes]  # hashes
    boxes: Floats
    made: Callable[[Positions], Geometries]

    @classmethod
    def of(cls, kind: str, regions: Geometries) -> _Asked:
        return cls(
            kind, hashes(shapely.to_wkb(regions)), shapely.bounds(regions), lambda at: regions[at]
        )

    def only(self, positions: Positions) -> _Asked:
        return _Asked(
            self.kind,
            [self.names[i] for i in positions],
            self.boxes[positions],
            lambda at: self.made(positions[at]),
        )

    def ids(self) -> list[bytes]:
        return [self.kind.encode() + name for name in self.names]


@dataclass(slots=True)
class _Work:
    """One call: what it works on, and the ways it took."""

    cover: Cover
    pool: Executor
    kept: Kept
    way: AnyWay | None
    ways: set[str] = field(default_factory=set)

    def result(self, zones: Geometries, progress: Progress | None) -> CoverageResult:
        there = ~shapely.is_empty(zones)
        each, computed = self.found(_Asked.of("zone", zones[there]), progress, self.ways)
        twice, _ = self.found(_Asked.of("zone", _counted_before(zones[there])))
        rows = np.full(len(zones), ZoneCoverage(0.0, 0.0), dtype=object)
        rows[there] = [ZoneCoverage(one.area_m2, one.covered_m2) for one in each]
        method = "+".join(sorted(self.ways)) or "kept"
        outside = self.outside_m2(zones[there])
        return _result(rows.tolist(), _sum(each) - _sum(twice), outside, method, computed)

    def outside_m2(self, zones: Geometries) -> float:
        """m² of the dissolved cover outside all zones."""
        if not len(self.cover):
            return 0.0
        around = Outside.around(zones, self.cover.plane_bounds(), len(self.cover))
        found, _ = self.found(
            _Asked("outside", hashes(around.names()), around.boxes, around.ground)
        )
        return float(_sum(found)[1])

    def found(
        self, asked: _Asked, progress: Progress | None = None, ways: set[str] | None = None
    ) -> tuple[list[Sums], int]:
        """Of each region the sums, kept or measured now, and how many were measured."""
        quick_keys = self.kept.keys_by_cover(asked.kind, asked.names)
        results = [self.kept.get(key) for key in quick_keys]
        missing = _positions_of_none(results)
        if not len(missing):
            return [each for each in results if each], 0
        results_here, keys, computed = self._found_by_polygons(asked.only(missing), progress, ways)
        for position, key, result in zip(missing, keys, results_here, strict=True):
            results[position] = result
            self.kept.put(key, result)
            self.kept.put(quick_keys[position], result)
        return [each for each in results if each], computed

    def _found_by_polygons(
        self, asked: _Asked, progress: Progress | None, ways: set[str] | None
    ) -> tuple[list[Sums | None], list[str | None], int]:
        """`found`, where the cover as a whole has no results; and the keys of what is found."""
        keys = self._keys(asked, self.cover.remembered(asked.ids()))
        results = [self.kept.get(key) for key in keys]
        missing = _positions_of_none(results)
        if not len(missing):
            return results, keys, 0
        asked = asked.only(missing)
        regions = asked.made(np.arange(len(missing)))
        starts, near = self._near(regions)
        fresh_keys = self._keys(asked, self._hashes(asked, starts, near))
        known = [self.kept.get(key) for key in fresh_keys]
        new = _positions_of_none(known)
        pairs = Pairs(np.repeat(np.arange(len(missing)), np.diff(starts)), near)
        fresh = self.measured(regions[new], pairs.only(new, len(missing)), progress, ways)
        for position, measured in zip(new, fresh, strict=True):
            known[position] = measured
        for position, key, one in zip(missing, fresh_keys, known, strict=True):
            results[position], keys[position] = one, key
        return results, keys, len(new)

    def _near(self, regions: Geometries) -> tuple[Places, Places]:
        """The parts near each region: where those of each start and end, and their positions."""
        there = np.flatnonzero(~shapely.is_empty(regions))
        starts, near = self.cover.near(shapely.bounds(regions[there]), self.pool)
        counts = np.zeros(len(regions) + 1, np.int64)
        counts[there + 1] = np.diff(starts)
        return np.cumsum(counts), near

    def _hashes(self, asked: _Asked, starts: Places, near: Places) -> Sequence[bytes | None]:
        if self.kept.cache is None:
            return [None] * len(asked.names)
        return self.cover.hashes(asked.ids(), asked.boxes, starts, near, self.pool)

    def _keys(self, asked: _Asked, polygons: Sequence[bytes | None]) -> list[str | None]:
        return self.kept.keys_by_polygons(asked.kind, asked.names, polygons)

    def measured(
        self,
        regions: Geometries,
        pairs: Pairs,
        progress: Progress | None,
        ways: set[str] | None,
    ) -> list[Sums]:
        areas = area_in_plane(regions)
        covers, piles = np.zeros(len(regions)), np.zeros(len(regions))
        there = np.flatnonzero(~shapely.is_empty(regions))
        pairs = pairs.only(there, len(regions))
        positions, index = _numbered(pairs.polygon, len(self.cover))
        known = self.cover.known[positions]
        polygons = Polygons(
            self.cover.plane[positions],
            known[:, WEST : NORTH + 1],
            np.ascontiguousarray(known[:, AREA]),
        )
        found = covered(
            regions[there], polygons, Pairs(pairs.region, index), self.pool,
            progress=progress, way=self.way,
        )  # fmt: skip
        covers[there], piles[there] = found.covered_m2, found.piled_m2
        covers = np.where(covers > areas * (1 - ROUNDING), areas, np.maximum(covers, 0.0))
        if ways is not None:
            ways |= found.ways
        sums = np.stack([areas, covers, np.maximum(piles, covers)], axis=1)
        return [Sums(*row) for row in sums.tolist()]


def _numbered(values: Positions, below: int) -> tuple[Positions, Positions]:
    """The different values in order, and for each value its place among them."""
    present = np.zeros(below, dtype=bool)
    present[values] = True
    return np.flatnonzero(present), (np.cumsum(present) - 1)[values]


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


def _sum(results: list[Sums]) -> Floats:
    """Area, covered and piled m² of all of them."""
    rows = [(each.area_m2, each.covered_m2, each.piled_m2) for each in results]
    totals: Floats = np.array(rows, dtype=np.float64).reshape(-1, 3).sum(axis=0)
    return totals


def _positions_of_none(results: list[Sums | None]) -> Positions:
    return np.array([i for i, each in enumerate(results) if each is None], dtype=np.intp)
