"""Ground of a region that no service area covers, piece by piece (污水管网空白区).

Formula: blank = ∪ region − ∪ service areas, formed in the Gauss-Krüger plane on straight edges as
in `geo.coverage.share`, areas on the CGCS2000 ellipsoid. There is no official definition in
numbers of a blank area of the sewer network; what is a sliver is therefore a parameter, and slivers
are told apart, never dropped. Where only sewers are known, a `geo.overlay.bands.band` around them
can stand for the service areas.

Limit: a thread of drawing that hangs on a wide piece is part of that piece and no sliver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import transform as crs
from geo.measure.areal import area_in_plane
from geo.overlay.slivers import SLIVER_AREA_M2, SLIVER_WIDTH_M
from geo.plane.polygons import only_polygons, plane_polygons
from geo.plane.shapes import Floats, Frame, Geometries, Positions, plane_of

OUTSIDE = -1


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Areas in m² on the ellipsoid; region_m2 = served_m2 + blank_m2 + sliver_m2.

    pieces: one row a single polygon, the largest first, EPSG:4490, with `area_m2` and `sliver`.
    by_place: one row a neighbourhood (`place`: its position; −1, last: in none of them) with
    `region_m2`, `served_m2`, `blank_m2`, `sliver_m2` and `pieces` (how many blank pieces reach into
    it, slivers not counted); each column adds up to the whole. Ground in two neighbourhoods counts
    for the earlier one; place_overlap_m2 says how much of the region that is.
    """

    region_m2: float
    served_m2: float
    blank_m2: float
    sliver_m2: float
    pieces: gpd.GeoDataFrame
    by_place: pd.DataFrame
    place_overlap_m2: float


def uncovered(
    region: Frame,
    services: Frame,
    places: Frame | None = None,
    *,
    sliver_width_m: float = SLIVER_WIDTH_M,
    sliver_area_m2: float = SLIVER_AREA_M2,
) -> Uncovered:
    """What of the dissolved region lies in no service area, and in which neighbourhood.

    region, services, places: valid polygons in any CRS; rows without geometry count as empty. A
    piece is a sliver when it is smaller than `sliver_area_m2` or nowhere as wide as
    `sliver_width_m`. Raises `no-crs`, `not-polygons`, `invalid-polygons` and those of
    `geo.crs.transform.plane_epsg`.
    """
    frames = [region, services] + ([] if places is None else [places])
    epsg = plane_of(*frames)
    ground, covers, grounds = (plane_polygons(each.geometry, epsg) for each in _three(frames))
    region_parts = _dissolved(ground)
    region_areas = area_in_plane(region_parts)
    pieces = _pieces(region_parts, _dissolved(covers))
    areas = area_in_plane(pieces)
    order = np.argsort(-areas, kind="stable")
    pieces, areas = pieces[order], areas[order]
    thin = (areas < sliver_area_m2) | _nowhere_as_wide(pieces, sliver_width_m)
    cut = _Cut.of(_owned(grounds))
    blank_m2, sliver_m2 = float(areas[~thin].sum()), float(areas[thin].sum())
    return Uncovered(
        region_m2=float(region_areas.sum()),
        served_m2=max(float(region_areas.sum()) - blank_m2 - sliver_m2, 0.0),
        blank_m2=blank_m2,
        sliver_m2=sliver_m2,
        pieces=_frame(pieces, areas, thin, epsg),
        by_place=_by_place(cut, region_parts, pieces, thin),
        place_overlap_m2=_overlap_m2(grounds, region_parts),
    )


def _three(frames: list[Frame]) -> list[Frame]:
    nothing = gpd.GeoSeries([], crs=crs.CGCS2000)
    return [*frames, nothing][:3]


def _dissolved(polygons: Geometries) -> Geometries:
    """The simple parts of the union."""
    return _parts(np.array([shapely.union_all(polygons)], dtype=object))


def _pieces(parts: Geometries, service: Geometries) -> Geometries:
    """Each part of the region less the service areas near it, split into single polygons."""
    part, cover = shapely.STRtree(service).query(parts, predicate="intersects")
    left = parts.copy()
    for position in np.unique(part):
        near = shapely.multipolygons(service[cover[part == position]])
        left[position] = shapely.difference(parts[position], near)
    return _parts(left)


def _parts(shapes: Geometries) -> Geometries:
    parts = shapely.get_parts(only_polygons(shapes))
    there: Geometries = parts[shapely.area(parts) > 0]
    return there


def _nowhere_as_wide(pieces: Geometries, width_m: float) -> NDArray[np.bool_]:
    """Shrunk by half the width nothing is left. Only those that may be so narrow are shrunk: a
    polygon holds a circle of radius A/P, so that 2A/P is a lower bound of its greatest width."""
    narrow = np.zeros(len(pieces), dtype=bool)
    if width_m <= 0:
        return narrow
    asked = np.flatnonzero(shapely.area(pieces) < width_m * shapely.length(pieces))
    shrunk = shapely.buffer(pieces[asked], -width_m / 2, quad_segs=2, join_style="mitre")
    narrow[asked] = shapely.is_empty(shrunk)
    return narrow


def _owned(places: Geometries) -> Geometries:
    """Each neighbourhood less the ground of the earlier ones."""
    owned = places.copy()
    later, earlier = shapely.STRtree(places).query(places, predicate="intersects")
    later, earlier = later[earlier < later], earlier[earlier < later]
    for place in np.unique(later):
        before = shapely.union_all(places[earlier[later == place]])
        owned[place] = shapely.difference(places[place], before)
    return only_polygons(owned)


def _overlap_m2(places: Geometries, region: Geometries) -> float:
    """Ground of the region in more than one neighbourhood, each place once."""
    i, j = shapely.STRtree(places).query(places, predicate="intersects")
    shared = only_polygons(shapely.intersection(places[i[i < j]], places[j[i < j]]))
    twice = shapely.union_all(shared)
    inside = only_polygons(shapely.intersection(region, twice))
    return float(area_in_plane(inside).sum())


@dataclass(frozen=True, slots=True)
class _Cut:
    places: Geometries
    tree: Any

    @classmethod
    def of(cls, places: Geometries) -> _Cut:
        return cls(places, shapely.STRtree(places))

    def areas(self, pieces: Geometries) -> tuple[Positions, Positions, Floats]:
        """(piece, place or −1, m²) of all parts of the pieces."""
        piece, place = self.tree.query(pieces, predicate="intersects")
        shared = only_polygons(shapely.intersection(pieces[piece], self.places[place]))
        rest = pieces.copy()
        for position in np.unique(piece):
            near = shapely.union_all(self.places[place[piece == position]])
            rest[position] = shapely.difference(pieces[position], near)
        of_piece = np.concatenate([piece, np.arange(len(pieces))])
        of_place = np.concatenate([place, np.full(len(pieces), OUTSIDE)])
        found = area_in_plane(np.concatenate([shared, only_polygons(rest)]))
        there = found > 0
        return of_piece[there], of_place[there], found[there]


def _by_place(
    cut: _Cut, region: Geometries, blank: Geometries, thin: NDArray[np.bool_]
) -> pd.DataFrame:
    count = len(cut.places) + 1  # position −1 is the last of `count`

    def summed(place: Positions, amounts: Floats | None = None) -> Any:
        return np.bincount(place % count, weights=amounts, minlength=count)

    _, region_place, region_m2 = cut.areas(region)
    piece, place, piece_m2 = cut.areas(blank)
    sliver = thin[piece]
    table = pd.DataFrame(
        {
            "place": [*range(count - 1), OUTSIDE],
            "region_m2": summed(region_place, region_m2),
            "blank_m2": summed(place[~sliver], piece_m2[~sliver]),
            "sliver_m2": summed(place[sliver], piece_m2[sliver]),
            "pieces": summed(place[~sliver]).astype(int),
        }
    )
    served = table["region_m2"] - table["blank_m2"] - table["sliver_m2"]
    table.insert(2, "served_m2", served.clip(lower=0.0))
    return table


def _frame(
    pieces: Geometries, areas: Floats, thin: NDArray[np.bool_], epsg: int
) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame({"area_m2": areas, "sliver": thin}, geometry=pieces, crs=epsg)
    return crs.to_geographic(frame)
