"""Which ground of zones counts for which of them, and which two of them share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from geo.overlay.overlap import sharing_ground
from geo.plane.arrays import Floats, Geometries, Positions
from geo.plane.polygons import only_polygons


@dataclass(frozen=True, slots=True)
class Grounds:
    """Zones (n,) in a Gauss-Krüger plane; `own`: the part of each that counts for it, each place
    for one zone only; i < j: those that share ground, and what they share."""

    zones: Geometries
    own: Geometries
    i: Positions
    j: Positions
    shared: Geometries

    @classmethod
    def of(cls, zones: Geometries, rank: Positions) -> Grounds:
        """rank: of each zone, the lower one takes what is contested; of equal ones the earlier."""
        i, j = sharing_ground(zones)
        own = zones.copy()
        i_takes = rank[i] <= rank[j]
        winner, loser = np.where(i_takes, i, j), np.where(i_takes, j, i)
        for each in np.unique(loser):
            taken = shapely.union_all(zones[winner[loser == each]])
            own[each] = shapely.difference(zones[each], taken)
        shared = only_polygons(shapely.intersection(zones[i], zones[j]))
        return cls(zones, only_polygons(own), i, j, shared)


def inside(places: Geometries, parts: Geometries) -> tuple[Positions, Positions, Geometries]:
    """Of every place and part that share ground their positions and what they share; a part that
    lies wholly inside is itself."""
    shapely.prepare(places)
    place, part = shapely.STRtree(parts).query(places, predicate="intersects")
    shared = parts[part]
    crossing = np.flatnonzero(~shapely.covers(places[place], shared))
    cut = shapely.intersection(places[place[crossing]], shared[crossing])
    shared[crossing] = only_polygons(cut)
    return place, part, shared


class Asked:
    """Regions whose figures are asked for, each once however often it is asked."""

    def __init__(self) -> None:
        self._at: dict[bytes, int] = {}
        self._regions: list[shapely.Geometry] = []

    def add(self, regions: Geometries) -> Positions:
        """The numbers of the regions, which are those of their figures."""
        return np.array([self._number(one) for one in regions], dtype=np.intp)

    def _number(self, region: shapely.Geometry) -> int:
        at = self._at.setdefault(shapely.to_wkb(region), len(self._regions))
        if at == len(self._regions):
            self._regions.append(region)
        return at

    @property
    def regions(self) -> Geometries:
        every = np.empty(len(self._regions), dtype=object)
        every[:] = self._regions
        return every


def summed(figures: Floats, owner: Positions, count: int) -> Floats:
    """(count,) figures added up by owner, in their order."""
    sums: Floats = np.bincount(owner, weights=figures, minlength=count).astype(np.float64)
    return sums
