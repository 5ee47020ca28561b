"""Shapes as they are drawn in the tiles of a zoom: on the grid, cut at the edges, ready to store.

Every node goes to the nearest place of the grid of the top zoom, and from there to the nearest of
the next one, by a rule that looks at that node alone: neighbours that share nodes share them at
every zoom, and nodes that are one at a zoom are looked at as one below. What is smaller than the
grid stays as one of its cells. Nothing else is left out, and no feature is looked at by itself: all
are drawn at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.coverage.outlines import ring_sizes
from layers.tiles.clipping import Flags, Pieces, Points, cut, merged
from layers.tiles.ragged import Counts, spread, starts_of, sums

Shapes = NDArray[np.object_]

BITS = 12
EXTENT = 1 << BITS
# What a tile holds beyond its edge, in cells of its grid: 0.05 of a tile.
BUFFER = 205
# Outlines that reach into many tiles are cut some at a time.
POINTS_AT_ONCE = 500_000
POINT, LINE, POLYGON = 1, 2, 3
ONE_CELL = np.array([1, 0], dtype=np.int32)
LOWEST = np.iinfo(np.int64).min // 4
# Places in the grid of zoom 14 fit; two of them are compared as one number.
Place, BOTH = np.int32, np.int64


@dataclass(frozen=True, slots=True)
class Outlined:
    """Shapes of a part taken apart, piece by piece: places in the world (0 to 1, y down).

    kinds: of each feature, POINT, LINE or POLYGON. rows: the position of each in the layer.
    """

    pieces: Pieces
    kinds: NDArray[np.int64]
    rows: Counts


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pieces in the cells of their tiles. `pieces.owner` counts the features in tiles, of which
    `tiles` are x and y (n, 2), `rows` the positions in the layer and `kinds` what they are."""

    pieces: Pieces
    tiles: Points
    rows: Counts
    kinds: NDArray[np.int64]


def outlined(shapes: Shapes, rows: Counts) -> Outlined:
    """Shapes in degrees that have a place; of a collection what has the most dimensions."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    while (shapely.get_type_id(parts) >= 4).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    dimensions = shapely.get_dimensions(parts)
    most = np.full(len(shapes), -1)
    np.maximum.at(most, owner, dimensions)
    kept = (dimensions == most[owner]) & ~shapely.is_empty(parts)
    parts, owner, dimensions = parts[kept], owner[kept], dimensions[kept]
    pieces = merged(_lines(parts, owner, dimensions), _rings(parts, owner, dimensions))
    return Outlined(replace(pieces, points=_in_the_world(pieces.points)), most + 1, rows)


def _lines(parts: Shapes, owner: Counts, dimensions: NDArray[np.int64]) -> Pieces:
    """Lines, and points as pieces of one point."""
    chosen = dimensions < 2
    coordinates = shapely.get_coordinates(parts[chosen])
    lengths = shapely.get_num_coordinates(parts[chosen]).astype(np.int64)
    return Pieces(coordinates, lengths, owner[chosen], np.zeros(len(lengths), dtype=bool))


def _rings(parts: Shapes, owner: Counts, dimensions: NDArray[np.int64]) -> Pieces:
    """Rings without their last point, which is their first again; the outer one comes first."""
    chosen = dimensions == 2
    of_each, lengths, holes = ring_sizes(parts[chosen])
    open_yet = np.ones(int(lengths.sum()), dtype=bool)
    open_yet[starts_of(lengths) + lengths - 1] = False
    # A place as one number of 16 bytes: numpy takes single numbers faster than rows.
    places = shapely.get_coordinates(parts[chosen]).view(np.complex128).ravel()[open_yet]
    points = places.view(np.float64).reshape(-1, 2)
    return Pieces(points, lengths - 1, np.repeat(owner[chosen], of_each), holes.astype(bool))


def _in_the_world(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    latitude = np.radians(np.clip(degrees[:, 1], -85.0511287, 85.0511287))
    down = (1 - np.arcsinh(np.tan(latitude)) / np.pi) / 2
    return np.stack([degrees[:, 0] / 360 + 0.5, down], axis=1)


def snapped(outlines: Outlined, zoom: int) -> Drawn:
    """All features on the grid of a zoom, in no tile yet."""
    grid = np.rint(outlines.pieces.points * float(EXTENT << zoom)).astype(Place)
    pieces = _without_repeats(replace(outlines.pieces, points=grid), outlines.kinds != POINT)
    nowhere = np.zeros((len(outlines.rows), 2), dtype=np.int64)
    return Drawn(pieces, nowhere, outlines.rows, outlines.kinds)


def coarser(whole: Drawn, left_out: Flags) -> Drawn:
    """Features on the grid of the next lower zoom, without those that are left out there.

    left_out: for all features of the layer. What lies halfway goes to the even place, so that
    nothing is moved one way on its way through the zooms.
    """
    if left_out[whole.rows].any():
        whole = _chosen(whole, np.flatnonzero(~left_out[whole.rows]))
    points = whole.pieces.points
    halved = (points + ((points >> 1) & 1)) >> 1
    pieces = _without_repeats(replace(whole.pieces, points=halved), whole.kinds != POINT)
    return replace(whole, pieces=pieces)


def drawn(whole: Drawn, some: Counts, zoom: int) -> Drawn:
    """Some of the features in the tiles of a zoom."""
    columns = _shared_out(_chosen(whole, some), 0, zoom)
    return _sound(_shared_out(columns, 1, zoom))


def some_at_a_time(whole: Drawn, zoom: int) -> Iterator[Counts]:
    """Features that are drawn together."""
    count = len(whole.rows)
    low, high = _range(*_bounds(whole, 0), zoom)
    points = np.bincount(whole.pieces.owner, weights=whole.pieces.lengths, minlength=count)
    block = (np.cumsum(points * (high - low + 1)) // POINTS_AT_ONCE).astype(np.int64)
    ends = np.flatnonzero(np.diff(block)) + 1
    yield from (some for some in np.split(np.arange(count), ends) if len(some))


def _chosen(whole: Drawn, items: Counts) -> Drawn:
    pieces = whole.pieces.of(items, len(whole.rows))
    return Drawn(pieces, whole.tiles[items], whole.rows[items], whole.kinds[items])


def _bounds(found: Drawn, axis: int) -> tuple[Counts, Counts]:
    """Lowest and highest place of each feature; one without pieces is nowhere."""
    low = np.full(len(found.rows), -LOWEST)
    high = np.full(len(found.rows), LOWEST)
    points = np.bincount(found.pieces.owner, weights=found.pieces.lengths, minlength=len(low))
    there = np.flatnonzero(points)
    if len(there):
        starts = starts_of(points[there].astype(np.int64))
        along = found.pieces.points[:, axis]
        low[there] = np.minimum.reduceat(along, starts)
        high[there] = np.maximum.reduceat(along, starts)
    return low, high


def _range(low: Counts, high: Counts, zoom: int) -> tuple[Counts, Counts]:
    """First and last column (or line) of tiles that each reaches into; none where it is nowhere."""
    last = (1 << zoom) - 1
    first, final = (low - BUFFER) >> BITS, (high + BUFFER) >> BITS
    nowhere = low > high
    first, final = np.clip(first, 0, last), np.clip(final, 0, last)
    return np.where(nowhere, 1, first), np.where(nowhere, 0, final)


def _shared_out(found: Drawn, axis: int, zoom: int) -> Drawn:
    """Each feature in every column (or line) of tiles that it reaches into, cut there."""
    lowest, highest = _bounds(found, axis)
    first, final = _range(lowest, highest, zoom)
    many = np.maximum(final - first + 1, 0)
    items = np.repeat(np.arange(len(many)), many)
    place = spread(first, many)
    low, high = place * EXTENT - BUFFER, (place + 1) * EXTENT + BUFFER
    reaches_out = (lowest[items] < low) | (highest[items] > high)
    pieces = found.pieces.of(items, len(found.rows))
    pieces = _cut(pieces, axis, low, high, reaches_out, found.kinds[items])
    tiles = found.tiles[items]
    tiles[:, axis] = place
    return Drawn(pieces, tiles, found.rows[items], found.kinds[items])


def _cut(
    pieces: Pieces, axis: int, low: Counts, high: Counts, out: Flags, kinds: NDArray[np.int64]
) -> Pieces:
    """Pieces of those that reach out are cut, each kind in its way; points are there or not."""
    if not out.any():
        return pieces
    kind = np.where(out, kinds, 0)[pieces.owner]
    whole = pieces.without(kind != 0)
    for wanted in (LINE, POLYGON):
        some = pieces.without(kind != wanted)
        parts = cut(some, axis, low, high, closed=wanted == POLYGON)
        whole = merged(whole, _without_repeats(parts, kinds == wanted))
    points = pieces.without(kind != POINT)
    along = points.points[:, axis]
    astray = (along < low[points.owner]) | (along > high[points.owner])
    return merged(whole, points.without(astray))


def _without_repeats(pieces: Pieces, wanted: Flags) -> Pieces:
    """Each point once where some lie behind one another at one place; of a ring the last neither
    where the first is. wanted: of each owner, whether its pieces are looked at."""
    points, starts = pieces.points, starts_of(pieces.lengths)
    again = np.zeros(len(points), dtype=bool)
    both = points.view(BOTH).ravel()
    np.equal(both[1:], both[:-1], out=again[1:])
    again[starts] = False
    if not wanted.all():
        again &= np.repeat(wanted[pieces.owner], pieces.lengths)
    if not again.any():
        return pieces
    lengths = pieces.lengths - sums(again, pieces.lengths)
    kept = both[~again].view(points.dtype).reshape(-1, 2)
    return Pieces(kept, lengths, pieces.owner, pieces.hole)


def _sound(found: Drawn) -> Drawn:
    """In the cells of their tiles, rings turned as the format wants them; what the grid has made
    nothing of is a cell."""
    pieces, kinds = found.pieces, found.kinds
    corner = (found.tiles * EXTENT).astype(Place)[pieces.owner]
    local = pieces.points - np.repeat(corner, pieces.lengths, axis=0)
    pieces = replace(pieces, points=local)
    kind = kinds[pieces.owner]
    rings = _turned(pieces.without(kind != POLYGON), len(kinds))
    lines = _lengthened(pieces.without(kind != LINE))
    pieces = merged(merged(rings, lines), pieces.without(kind != POINT))
    there = np.unique(pieces.owner)
    pieces = Pieces(
        pieces.points, pieces.lengths, np.searchsorted(there, pieces.owner), pieces.hole
    )
    return Drawn(pieces, found.tiles[there], found.rows[there], kinds[there])


def _lengthened(lines: Pieces) -> Pieces:
    """A line that the grid has made a point of is as long as a cell."""
    short = np.flatnonzero(lines.lengths == 1)
    if not len(short):
        return lines
    at = lines.points[starts_of(lines.lengths)[short]]
    cells = Pieces(
        np.stack([at, at + ONE_CELL], axis=1).reshape(-1, 2),
        np.full(len(short), 2, dtype=np.int64),
        lines.owner[short],
        lines.hole[short],
    )
    return merged(lines.without(lines.lengths == 1), cells)


def _turned(rings: Pieces, count: int) -> Pieces:
    """Outer rings with a positive area in the tile, holes with a negative one; flat ones are gone,
    and of a feature without any other an outer one is a cell."""
    if not len(rings.lengths):
        return rings
    area = _twice_the_area(rings)
    flat = area == 0
    outer = np.maximum.accumulate(np.where(rings.hole, 0, np.arange(len(rings.hole))))
    # A tile within a hole: both rings run round all of it.
    ground = np.where(rings.hole, -np.abs(area), np.abs(area))
    around = np.bincount(outer, ground, len(outer)) == 0
    around[around] = ~_reaching_in(rings.without(~around))
    # The holes of an outer ring that is gone would be ground of the next one.
    gone = flat | flat[outer] | around[outer]
    backwards = (area < 0) != rings.hole
    sound = _reversed(rings, backwards & ~gone).without(gone)
    left = np.bincount(sound.owner, minlength=count) > 0
    cells = _cells(rings.without(rings.hole | left[rings.owner]))
    return merged(sound, cells)


def _reaching_in(rings: Pieces) -> Flags:
    """Which rings do more than run along the edge of the window."""
    low, high = -BUFFER, EXTENT + BUFFER
    inside = np.logical_and.reduce((rings.points > low) & (rings.points < high), axis=1)
    there: Flags = sums(inside, rings.lengths) > 0
    return there


def _twice_the_area(rings: Pieces) -> Counts:
    points, starts = rings.points, starts_of(rings.lengths)
    after = np.arange(len(points)) + 1
    after[starts + rings.lengths - 1] = starts
    crossed = points[:, 0] * points[after, 1] - points[after, 0] * points[:, 1]
    area: Counts = sums(crossed, rings.lengths)
    return area


def _reversed(rings: Pieces, backwards: Flags) -> Pieces:
    if not backwards.any():
        return rings
    starts, lengths = starts_of(rings.lengths)[backwards], rings.lengths[backwards]
    place = spread(starts, lengths)
    points = rings.points.copy()
    points[place] = rings.points[np.repeat(2 * starts + lengths - 1, lengths) - place]
    return replace(rings, points=points)


def _cells(rings: Pieces) -> Pieces:
    """One cell for each owner, where the first of its flat rings begins; a ring that only runs
    along the edge of the window is not in it."""
    rings = rings.without(~_reaching_in(rings))
    owners, first = np.unique(rings.owner, return_index=True)
    at = rings.points[starts_of(rings.lengths)[first]] if len(first) else rings.points[:0]
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=Place)
    return Pieces(
        (at[:, None, :] + corners).reshape(-1, 2),
        np.full(len(owners), 4, dtype=np.int64),
        owners,
        np.zeros(len(owners), dtype=bool),
    )
