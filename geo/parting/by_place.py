"""The dissolved area of a layer parted by the class of the zones on it, without dissolving it.

Made for the sponge city: the built-up area is the layer, drainage zones carry a verdict, and each
place of the built-up area is met, not met, not assessed, or in no zone. Every figure is the covered
area of a region that zones alone make up (`geo.coverage`): a zone, the part of it that counts for
it, what two zones share, a square of the ground that no zone holds, and these inside a place. So
the layer need never be in memory whole, and the figures are the same to the last bit however much
of it is. docs/decisions/0082-sponge-coverage-beyond-memory.md.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.coverage.cache import Kept, ZoneCoverage
from geo.coverage.cover import Cover
from geo.coverage.part import Asked as AskedOf
from geo.coverage.regions import Progress
from geo.coverage.sharing import Source, Spread
from geo.coverage.work import Work
from geo.crs import transform as crs
from geo.errors import NO_CRS, EcoAtlasError
from geo.overlay.partition import REST, class_ranks
from geo.parting.grounds import Asked, Grounds, inside, summed
from geo.plane.arrays import Floats, Geometries, Positions
from geo.plane.polygons import only_polygons, plane_polygons
from geo.plane.shapes import geographic

AREA, COVERED, PILED = range(3)


@dataclass(frozen=True, slots=True)
class Parted:
    """Areas in m² on the ellipsoid.

    region_m2: the dissolved layer, found by squares of it; class_m2: its ground of each class
    after the worse class took what is contested; rest_m2: its ground in no zone. These add up to
    region_m2. region_overlap_m2: what the polygons of the layer share among themselves.
    zone_m2: (n,) whole zones; zone_region_m2: (n,) area(zone ∩ layer); zone_counted_m2: (n,) the
    part of it that counts for this zone (the worse class first, then the earlier row).
    pairs: positions i < j of zones that share ground, `whole_m2` of it and `region_m2`, the part
    of it inside the layer; shapes: what each pair shares, EPSG:4490. places: (places × classes and
    rest) m² of each class inside each place; in_places_m2: of all of them inside any place.
    method: as `geo.coverage.share.CoverageResult.method`.
    """

    region_m2: float
    class_m2: dict[str, float]
    rest_m2: float
    region_overlap_m2: float
    zone_m2: Floats
    zone_region_m2: Floats
    zone_counted_m2: Floats
    pairs: pd.DataFrame
    shapes: gpd.GeoSeries
    places: pd.DataFrame
    in_places_m2: float
    method: str


def parted(
    region: gpd.GeoDataFrame | Source,
    zones: gpd.GeoDataFrame,
    classes: Sequence[str],
    worst_first: Sequence[str],
    *,
    places: gpd.GeoDataFrame | None = None,
    cache: MutableMapping[str, ZoneCoverage] | None = None,
    region_key: str | None = None,
    progress: Progress | None = None,
    spread: Spread | None = None,
) -> Parted:
    """Part the dissolved region by the classes of the zones; where classes compete the worse wins.

    region, zones, places: valid polygons in any CRS; places may lie in one another. classes: one
    for each zone; worst_first: all classes, the one that wins first. cache, region_key, progress,
    spread: as in `geo.coverage.share.coverage`.

    Raises `no-crs`, `not-polygons`, `invalid-polygons`, `unknown-class`.
    """
    rank = class_ranks(classes, worst_first)
    epsg = plane_of_region(region, zones)
    cover = Cover(region).in_plane(epsg) if isinstance(region, gpd.GeoDataFrame) else region
    grounds = Grounds.of(plane_polygons(zones, epsg), rank)
    nowhere = np.zeros(0, dtype=object)
    divisions = nowhere if places is None else plane_polygons(places, epsg)
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        work = Work(cover, epsg, pool, Kept(cache, epsg, region_key), None, spread)
        found = _Found.of(work, grounds, divisions, progress)
    return found.parted(rank, worst_first)


def plane_of_region(region: gpd.GeoDataFrame | Source, zones: gpd.GeoDataFrame) -> int:
    """The Gauss-Krüger plane of the region (of the zones, where there is no region).

    Raises `no-crs` and the errors of `geo.crs.transform.plane_epsg`.
    """
    if region.crs is None or zones.crs is None:
        raise EcoAtlasError(NO_CRS)
    bounds = region.total_bounds if isinstance(region, gpd.GeoDataFrame) else region.bounds
    for system, box in ((region.crs, bounds), (zones.crs, zones.total_bounds)):
        if not np.isnan(box).any():
            return crs.plane_within(system, box)
    return crs.CGCS2000


@dataclass(frozen=True, slots=True)
class _Found:
    """What was asked, the positions of it, and (n, 3) area, covered and piled m² of every region.

    parts: the grounds that make up the region, those of the zones before those of the squares.
    """

    epsg: int
    grounds: Grounds
    zones: Positions
    parts: Positions
    squares: Positions
    pairs: Positions
    place: Positions
    part: Positions
    shared: Positions
    places: int
    sums: Floats
    method: str

    @classmethod
    def of(
        cls, work: Work, grounds: Grounds, places: Geometries, progress: Progress | None
    ) -> _Found:
        asked = Asked()
        boxes, rest = _squares(work, grounds.zones)
        parts = np.concatenate([grounds.own, rest])
        everywhere = only_polygons(np.array([shapely.union_all(places)], dtype=object))
        place, part, shared = inside(np.concatenate([places, everywhere]), parts)
        at_zones, at_parts = asked.add(grounds.zones), asked.add(parts)
        at_squares, at_pairs = asked.add(boxes), asked.add(grounds.shared)
        at_shared = asked.add(shared)
        found = work.found(AskedOf.of("zone", asked.regions), progress)
        sums = np.array([(one.area_m2, one.covered_m2, one.piled_m2) for one in found.sums])
        sums = sums.reshape(-1, 3)
        return cls(
            work.epsg, grounds, at_zones, at_parts, at_squares, at_pairs,
            place, part, at_shared, len(places), sums, found.method,
        )  # fmt: skip

    def parted(self, rank: Positions, worst_first: Sequence[str]) -> Parted:
        covered = self.sums[:, COVERED]
        each = covered[self.parts]
        # Of each ground its class, those of the squares after all classes.
        kinds = np.append(rank, np.full(len(each) - len(rank), len(worst_first)))
        *classes, rest = summed(each, kinds, len(worst_first) + 1).tolist()
        region_m2 = float(covered[self.squares].sum())
        piled_m2 = float(self.sums[self.squares, PILED].sum())
        places = self._in_places(kinds, len(worst_first) + 1)
        return Parted(
            region_m2=region_m2,
            class_m2=dict(zip(worst_first, classes, strict=True)),
            rest_m2=rest,
            region_overlap_m2=max(piled_m2 - region_m2, 0.0),
            zone_m2=self.sums[self.zones, AREA],
            zone_region_m2=covered[self.zones],
            zone_counted_m2=each[: len(rank)],
            pairs=self._pairs(),
            shapes=geographic(self.grounds.shared, self.epsg),
            places=pd.DataFrame(places[:-1], columns=[*worst_first, REST]),
            in_places_m2=float(places[-1].sum()),
            method=self.method,
        )

    def _in_places(self, kinds: Positions, count: int) -> Floats:
        """(places + 1, classes + 1) m², the last row of all places together."""
        rows = self.places + 1
        owner = self.place * count + kinds[self.part]
        sums = summed(self.sums[self.shared, COVERED], owner, rows * count)
        return sums.reshape(rows, count)

    def _pairs(self) -> pd.DataFrame:
        sums = self.sums[self.pairs]
        i, j = self.grounds.i.astype(int), self.grounds.j.astype(int)
        return pd.DataFrame(
            {"i": i, "j": j, "whole_m2": sums[:, AREA], "region_m2": sums[:, COVERED]}
        )


def _squares(work: Work, zones: Geometries) -> tuple[Geometries, Geometries]:
    """Squares that hold all of the cover, and of each what no zone holds."""
    around = work.outside(zones[~shapely.is_empty(zones)])
    if around is None:
        return np.zeros(0, dtype=object), np.zeros(0, dtype=object)
    return shapely.box(*around.boxes.T), around.ground(np.arange(len(around)))
