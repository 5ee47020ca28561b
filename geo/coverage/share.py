"""The share of zones that lies under the union of many overlapping polygons, exactly.

What a figure means: zone and cover are taken to the Gauss-Krüger plane (straight edges between
the projected vertices), and the area of `zone ∩ ∪cover` there is the integral of the ellipsoid's
areal scale over it (`geo.measure.areal`). PostGIS gives the same once its edges have vertices along
them: ST_Area(ST_Transform(ST_Segmentize(ST_Intersection(zone, ST_Union(cover)), 50),
4490)::geography). docs/decisions/0036-coverage-along-edges.md says how, 0035 what an area is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, MutableMapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain

import geopandas as gpd
import numpy as np
import shapely

from geo.coverage.cache import Kept, Sums, ZoneCoverage, hashes
from geo.coverage.cover import Cover, boxes_in
from geo.coverage.outside import Outside
from geo.coverage.part import Asked, Part, positions_of_none, sums_of
from geo.coverage.regions import AnyWay, Progress
from geo.coverage.sharing import (
    Answer,
    Shared,
    Source,
    Spread,
    Task,
    answer,
    answered,
    answers_here,
    in_squares,
)
from geo.crs import transform as crs
from geo.errors import NO_CRS, EcoAtlasError
from geo.measure.areal import area_in_plane
from geo.plane.arrays import Floats, Geometries, Positions
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
        work = _Work(placed, epsg, pool, Kept(cache, epsg, cover_key), _way, spread)
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


@dataclass(slots=True)
class _Found:
    """Of regions: the sums, how many were measured now, and the ways that were taken."""

    sums: list[Sums]
    computed: int = 0
    ways: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Work:
    """One call: what it works on, and where."""

    cover: Cover | Source
    epsg: int
    pool: Executor
    kept: Kept
    way: AnyWay | None
    spread: Spread | None

    def result(self, zones: Geometries, progress: Progress | None) -> CoverageResult:
        there = ~shapely.is_empty(zones)
        each = self.found(Asked.of("zone", zones[there]), progress)
        twice = self.found(Asked.of("zone", _counted_before(zones[there])))
        rows = np.full(len(zones), ZoneCoverage(0.0, 0.0), dtype=object)
        rows[there] = [ZoneCoverage(one.area_m2, one.covered_m2) for one in each.sums]
        method = "+".join(sorted(each.ways)) or "kept"
        outside = self.outside_m2(zones[there])
        inside = _sum(each.sums) - _sum(twice.sums)
        return _result(rows.tolist(), inside, outside, method, each.computed)

    def outside_m2(self, zones: Geometries) -> float:
        """m² of the dissolved cover outside all zones."""
        bounds = self.cover.bounds
        if np.isnan(bounds).any():
            return 0.0
        west, south, east, north = boxes_in(bounds[None], self.cover.crs, self.epsg)[0].tolist()
        around = Outside.around(zones, (west, south, east, north), _features(self.cover))
        asked = Asked("outside", hashes(around.names()), around.boxes, around.ground)
        return float(_sum(self.found(asked).sums)[1])

    def found(
        self, asked: Asked, progress: Progress | None = None, *, divide: bool = True
    ) -> _Found:
        """divide: whether what is too large for a task may be measured in squares."""
        quick_keys = self.kept.keys_by_cover(asked.kind, asked.names)
        results = [self.kept.get(key) for key in quick_keys]
        missing = positions_of_none(results)
        found = _Found([])
        if len(missing):
            for at, answer in self._answers(asked.only(missing), progress, divide=divide):
                for position, key, result in zip(
                    missing[at], answer.keys, answer.sums, strict=True
                ):
                    results[position] = result
                    self.kept.put(key, result)
                    self.kept.put(quick_keys[position], result)
                found.computed += answer.computed
                found.ways |= answer.ways
        found.sums = [each for each in results if each]
        return found

    def _answers(
        self, asked: Asked, progress: Progress | None, *, divide: bool
    ) -> Iterator[tuple[Positions, Answer]]:
        """Of all regions, some at a time: their positions, and what is known of them now."""
        every = np.arange(len(asked.names))
        if isinstance(self.cover, Cover):
            part = Part(self.cover, self.pool, self.kept, self.way)
            yield every, answer(part, asked, progress)
            return
        regions = asked.made(every)
        shared = Shared.out(self.cover, regions, self.epsg, divide=divide)
        done = 0
        for at, one in chain(
            self._of_tasks(self.cover, shared, asked, regions),
            self._of_large(self.cover, shared, asked, regions),
        ):
            yield at, one
            done += len(at)
            if progress:
                progress(done, len(every))

    def _of_tasks(
        self, source: Source, shared: Shared, asked: Asked, regions: Geometries
    ) -> Iterator[tuple[Positions, Answer]]:
        keyed = self.kept.cache is not None
        tasks = (
            Task(
                source, self.epsg, asked.kind, [asked.names[i] for i in at], regions[at],
                pieces, self.way, keyed,
            )
            for at, pieces in shared.tasks
        )  # fmt: skip
        spread = self.spread
        answers = (
            answers_here(tasks, self.pool, self.kept) if spread is None else spread(answered, tasks)
        )
        return zip((at for at, _ in shared.tasks), answers, strict=True)

    def _of_large(
        self, source: Source, shared: Shared, asked: Asked, regions: Geometries
    ) -> Iterator[tuple[Positions, Answer]]:
        """The squares of a large region are kept like regions, and added up."""
        for at in shared.large:
            parts = in_squares(regions[at], source)
            found = self.found(Asked.of(asked.kind, parts), divide=False)
            area = area_in_plane(regions[at : at + 1])
            _, covered, piled = _sum(found.sums)[:, None]
            sums = sums_of(area, covered, piled)
            yield np.array([at]), Answer([*sums], [None], frozenset(found.ways), 1)


def _features(cover: Cover | Source) -> int:
    return cover.features if isinstance(cover, Cover) else len(cover)


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
