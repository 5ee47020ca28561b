"""What a thick pile of polygons leaves open, found with the cells of a quadtree.

Where ten or fifty polygons lie on every spot, their union is almost everything, and computing it
means untangling edges that do not show in the result. A cell that lies wholly in ONE polygon is
finished without any set operation. So the region is split into square cells of about the polygons'
size; a cell that one of its most central candidates covers is dropped, the others are split
again, and only what is left in the smallest cells is united and subtracted exactly.

Each region is worked alone (its own cells, its own candidates), only the array operations are
shared, so that the result of a region depends on nothing but the region and its candidates.

Where a straight edge crosses a border of two cells a vertex appears on it. It stays: a vertex on a
straight edge is worth nothing (`geo.measure.areal`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import shapely

from geo.plane.arrays import Flags, Floats, Geometries, Pairs, Polygons, Positions, counted

# Grid lines lie at multiples of the finest cell plus this fraction of two, so that they are exact
# floats and coordinates rounded to micrometres never lie on them.
GRID_OFFSET_M = 1237 / 4096
LEVELS = 4
TRIES_A_LEVEL = 3
# With this many candidates or fewer a cell is united at once: splitting would cost more.
FEW = 6
CELLS_A_CANDIDATE, CELLS_AT_ALL = 4, 64


@dataclass(frozen=True, slots=True)
class Cells:
    """Square cells, each of one region, and the candidates of each (`count` a cell, in order)."""

    region: Positions
    west: Floats
    south: Floats
    side: Floats
    inside: Flags
    count: Positions
    candidate: Positions

    def __len__(self) -> int:
        return len(self.region)

    @property
    def cell_of_candidate(self) -> Positions:
        return np.repeat(np.arange(len(self)), self.count)

    def boxes(self) -> Geometries:
        return _boxes(self.west, self.south, self.side)

    def only(self, kept: Flags) -> Cells:
        return Cells(
            self.region[kept],
            self.west[kept],
            self.south[kept],
            self.side[kept],
            self.inside[kept],
            self.count[kept],
            self.candidate[np.repeat(kept, self.count)],
        )


@dataclass(frozen=True, slots=True)
class Candidates:
    """The polygons near some regions, with a disc inside each: middle of the bounds and radius.

    A polygon that does not hold the middle of its bounds has a radius below zero.
    """

    geometries: Geometries
    borders: Geometries
    bounds: Floats
    middle: Floats
    radius: Floats

    @classmethod
    def of(cls, polygons: Polygons, pairs: Pairs) -> tuple[Candidates, Pairs]:
        """The polygons that occur in the pairs, and the pairs with their new numbers."""
        chosen, number = np.unique(pairs.polygon, return_inverse=True)
        geometries = polygons.geometries[chosen]
        bounds = np.ascontiguousarray(polygons.bounds[chosen].T)
        middle = (bounds[:2] + bounds[2:]) / 2
        borders = shapely.boundary(geometries)
        radius = shapely.distance(borders, shapely.points(*middle))
        holds_middle = shapely.contains_xy(geometries, *middle)
        radius = np.where(holds_middle, radius, -radius)
        return cls(geometries, borders, bounds, middle, radius), Pairs(pairs.region, number)

    def cover_squares(self, candidate: Positions, x: Floats, y: Floats, half: Floats) -> Flags:
        """Whether each candidate covers the square around x, y: its border stays out of the square
        and it holds the middle. (Asking so is four times faster than `covers`; a border that
        only touches the square counts as inside, and the square is split.)"""
        squares = shapely.box(x - half, y - half, x + half, y + half)
        clear = ~shapely.intersects(self.borders[candidate], squares)
        covers: Flags = clear.copy()
        covers[clear] = shapely.contains_xy(self.geometries[candidate[clear]], x[clear], y[clear])
        return covers


def uncovered(regions: Geometries, polygons: Polygons, pairs: Pairs) -> Geometries:
    """For each region the area its candidates leave open, and some open area outside it.

    regions: (n,) polygons or multipolygons in metres. Returns (n,) polygonal geometries whose part
    inside the region is exactly region − ∪candidates, with vertices where the borders of cells cut
    an edge.
    """
    own = shapely.from_wkb(shapely.to_wkb(regions))  # prepared, so not shared with other threads
    shapely.prepare(own)
    side = _sides(regions, polygons.areas[pairs.polygon], pairs.starts(len(regions)))
    candidates, pairs = Candidates.of(polygons, pairs)
    cells = _first_cells(shapely.bounds(regions), side, candidates, pairs)
    pieces: list[Geometries] = []
    owners: list[Positions] = []
    for level in range(LEVELS + 1):
        cells = _near_region(cells, own)
        cells = cells.only(~_covered_by_one(cells, candidates))
        finished = (cells.count <= FEW) | (level == LEVELS)
        leaves = cells.only(finished)
        pieces.append(_left_open(leaves, candidates.geometries))
        owners.append(leaves.region)
        cells = _split(cells.only(~finished), candidates)
    return _glued(np.concatenate(pieces), np.concatenate(owners), len(regions))


def _sides(regions: Geometries, areas: Floats, starts: Positions) -> Floats:
    """A power of two near the side of the candidates that make the pile of each region.

    Half of the pile lies in larger candidates. (The plain median would let a dust of tiny polygons
    ask for millions of cells.) There are never many more cells than candidates.
    """
    typical = np.array([_halving_area(areas[a:b]) for a, b in pairwise(starts)])
    spread = shapely.area(shapely.box(*shapely.bounds(regions).T))
    least = spread / (CELLS_A_CANDIDATE * np.diff(starts) + CELLS_AT_ALL)
    side = np.sqrt(np.maximum(np.maximum(typical, least), 1e-6))
    powers: Floats = np.exp2(np.round(np.log2(side)))
    return powers


def _halving_area(areas: Floats) -> float:
    if not len(areas):
        return 0.0
    ordered = np.sort(areas)
    pile = np.cumsum(ordered)
    return float(ordered[np.searchsorted(pile, pile[-1] / 2)])


def _first_cells(bounds: Floats, side: Floats, candidates: Candidates, pairs: Pairs) -> Cells:
    """All cells over the bounds of each region, about as large as its candidates."""
    low, high = _columns_and_rows(bounds, side)
    across, up = (high - low + 1).T
    region, step = counted(across * up)
    corner = low[region] + np.stack([step % across[region], step // across[region]], axis=1)
    west, south = (corner * side[region][:, None] + GRID_OFFSET_M).T
    cell, candidate = _cells_of_candidates(low, high, side, candidates, pairs)
    return Cells(
        region,
        west,
        south,
        side[region],
        np.zeros(len(region), dtype=bool),
        np.bincount(cell, minlength=len(region)),
        candidate,
    )


def _columns_and_rows(bounds: Floats, side: Floats) -> tuple[Positions, Positions]:
    """(n, 2) first and last cell under bounds given as (n, 4)."""
    scaled = np.floor((bounds - GRID_OFFSET_M) / side[:, None]).astype(np.intp)
    return scaled[:, :2], scaled[:, 2:]


def _cells_of_candidates(
    low: Positions, high: Positions, side: Floats, candidates: Candidates, pairs: Pairs
) -> tuple[Positions, Positions]:
    """Every cell under the bounds of a candidate with the candidate, in the order of the cells."""
    start, end = _columns_and_rows(candidates.bounds[:, pairs.polygon].T, side[pairs.region])
    start = np.maximum(start, low[pairs.region])
    wide, tall = np.maximum(np.minimum(end, high[pairs.region]) - start + 1, 0).T
    pair, step = counted(wide * tall)
    region = pairs.region[pair]
    column, row = (start[pair] - low[region]).T
    across, up = (high - low + 1).T
    first = np.cumsum(across * up) - across * up
    cell = first[region] + (row + step // wide[pair]) * across[region] + column + step % wide[pair]
    order = np.argsort(cell, kind="stable")
    return cell[order], pairs.polygon[pair[order]]


def _near_region(cells: Cells, regions: Geometries) -> Cells:
    """Without the cells outside their region; cells known to be inside are not asked again."""
    kept, inside = cells.inside.copy(), cells.inside.copy()
    asked = np.flatnonzero(~cells.inside)
    boxes = _boxes(cells.west[asked], cells.south[asked], cells.side[asked])
    kept[asked] = shapely.intersects(regions[cells.region[asked]], boxes)
    inside[asked] = shapely.contains_properly(regions[cells.region[asked]], boxes)
    return replace(cells, inside=inside).only(kept)


def _covered_by_one(cells: Cells, candidates: Candidates) -> Flags:
    """Which cells lie wholly in one candidate; the most central ones are asked first."""
    covered = np.zeros(len(cells), dtype=bool)
    cell, slack, half = _slack(cells, candidates)
    in_disc = slack >= 0
    covered[cell[in_disc]] = True
    worth = np.flatnonzero(np.isfinite(slack) & ~covered[cell])
    order = worth[np.lexsort((-slack[worth], cell[worth]))]
    rank = _rank_in_group(cell[order])
    for attempt in range(TRIES_A_LEVEL):
        pairs = order[rank == attempt]
        pairs = pairs[~covered[cell[pairs]]]
        asked = cell[pairs]
        x, y = cells.west[asked] + half[asked], cells.south[asked] + half[asked]
        covered[asked] = candidates.cover_squares(cells.candidate[pairs], x, y, half[asked])
    return covered


def _slack(cells: Cells, candidates: Candidates) -> tuple[Positions, Floats, Floats]:
    """The cell of each candidate, how far the cell keeps inside the candidate's disc (−∞ where the
    candidate's bounds do not hold the cell), and half the side of each cell."""
    half = cells.side / 2
    cell = cells.cell_of_candidate
    x, y, reach = (cells.west + half)[cell], (cells.south + half)[cell], half[cell]
    west, south, east, north = candidates.bounds[:, cells.candidate]
    around = (west <= x - reach) & (south <= y - reach) & (east >= x + reach) & (north >= y + reach)
    slack = np.full(len(cell), -np.inf)
    held = np.flatnonzero(around)
    middle = candidates.middle[:, cells.candidate[held]]
    away = np.hypot(middle[0] - x[held], middle[1] - y[held])
    slack[held] = candidates.radius[cells.candidate[held]] - away - np.sqrt(2) * reach[held]
    return cell, slack, half


def _rank_in_group(groups: Positions) -> Positions:
    """Running number within each run of equal values."""
    position = np.arange(len(groups))
    starts = np.r_[True, groups[1:] != groups[:-1]] if len(groups) else np.zeros(0, dtype=bool)
    return position - np.maximum.accumulate(np.where(starts, position, 0))


def _split(cells: Cells, candidates: Candidates) -> Cells:
    """Four quarters of each cell, with those of its candidates whose bounds meet them."""
    half = np.repeat(cells.side / 2, 4)
    quarter = np.tile(np.arange(4), len(cells))
    parent = cells.cell_of_candidate
    x, y = (cells.west + cells.side / 2)[parent], (cells.south + cells.side / 2)[parent]
    west, south, east, north = candidates.bounds[:, cells.candidate]
    in_column, in_row = (west < x, east > x), (south < y, north > y)
    met = [np.flatnonzero(in_column[part & 1] & in_row[part >> 1]) for part in range(4)]
    cell = np.concatenate([parent[pairs] * 4 + part for part, pairs in enumerate(met)])
    order = np.argsort(cell, kind="stable")
    return Cells(
        np.repeat(cells.region, 4),
        np.repeat(cells.west, 4) + half * (quarter & 1),
        np.repeat(cells.south, 4) + half * (quarter >> 1),
        half,
        np.repeat(cells.inside, 4),
        np.bincount(cell, minlength=len(half)),
        cells.candidate[np.concatenate(met)[order]],
    )


def _left_open(cells: Cells, polygons: Geometries) -> Geometries:
    """Each cell without the union of its candidates."""
    boxes = cells.boxes()
    if not len(cells.candidate):
        return boxes
    cell = cells.cell_of_candidate
    clipped = shapely.intersection(polygons[cells.candidate], boxes[cell])
    touched = np.flatnonzero(cells.count)
    together = shapely.geometrycollections(clipped, indices=np.searchsorted(touched, cell))
    boxes[touched] = shapely.difference(
        boxes[touched], shapely.union_all(together[:, None], axis=1)
    )
    return boxes


def _boxes(west: Floats, south: Floats, side: Floats) -> Geometries:
    boxes: Geometries = shapely.box(west, south, west + side, south + side)
    return boxes


def _glued(pieces: Geometries, owner: Positions, regions: int) -> Geometries:
    """The pieces of each region put together again."""
    there = ~shapely.is_empty(pieces)
    pieces, owner = pieces[there], owner[there]
    glued = np.full(regions, shapely.Polygon(), dtype=object)
    if not len(pieces):
        return glued
    order = np.argsort(owner, kind="stable")
    some, index = np.unique(owner[order], return_inverse=True)
    together = shapely.geometrycollections(pieces[order], indices=index)
    glued[some] = shapely.union_all(together[:, None], axis=1)
    return glued
