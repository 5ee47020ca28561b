"""Outlines cut along a line of the grid: rings by Sutherland and Hodgman, lines into pieces.

All outlines are cut at once, each at a place of its own. Where a ring leaves the window and comes
back, it runs along the edge between: in a tile that is in the buffer, beyond what is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers.tiles.ragged import Counts, Ragged, spread, starts_of, sums

Points = NDArray[Any]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Rings without their closing point, lines, or runs of points, in whole numbers.

    points: (n, 2), all pieces one behind the other. lengths: of each piece. owner: whose piece it
    is, ascending. hole: whether a ring is one.
    """

    points: Points
    lengths: Counts
    owner: Counts
    hole: Flags

    def chosen(self, pieces: Counts, owner: Counts) -> Pieces:
        """Some pieces (by position, as often as asked) under other owners."""
        taken = Ragged(self.points, self.lengths).take(pieces)
        return Pieces(taken.data, taken.lengths, owner, self.hole[pieces])

    def of(self, owners: Counts, count: int) -> Pieces:
        """The pieces of some owners (0 to `count`), who are numbered anew in this order."""
        if len(owners) == count and (owners == np.arange(count)).all():
            return self
        many = np.bincount(self.owner, minlength=count)
        first = starts_of(many)
        lengths = many[owners]
        return self.chosen(
            spread(first[owners], lengths), np.repeat(np.arange(len(owners)), lengths)
        )

    def without(self, dropped: Flags) -> Pieces:
        """All pieces but these."""
        if not dropped.any():
            return self
        kept = np.flatnonzero(~dropped)
        return self.chosen(kept, self.owner[kept])

    def of_points(self, values: NDArray[Any]) -> NDArray[Any]:
        """A value of each piece for each of its points."""
        return np.repeat(values, self.lengths)


def merged(one: Pieces, other: Pieces) -> Pieces:
    """The pieces of both by owner; within an owner in the order that they have."""
    if not len(other.lengths):
        return one
    if not len(one.lengths):
        return other
    both = Pieces(
        np.concatenate([one.points, other.points]),
        np.concatenate([one.lengths, other.lengths]),
        np.concatenate([one.owner, other.owner]),
        np.concatenate([one.hole, other.hole]),
    )
    order = np.argsort(both.owner, kind="stable")
    return both.chosen(order, both.owner[order])


def cut(pieces: Pieces, axis: int, low: Counts, high: Counts, *, closed: bool) -> Pieces:
    """What lies from `low` to `high` (for each owner) along an axis; empty pieces are gone.

    closed: whether the pieces are rings; otherwise they are lines, which may fall into several.
    """
    half = _cut_rings if closed else _cut_lines
    for limit, sign in ((low, 1), (high, -1)):
        pieces = half(pieces, axis, limit, sign)
        pieces = pieces.without(pieces.lengths == 0)
    return pieces


def _cut_rings(pieces: Pieces, axis: int, limit: Counts, sign: int) -> Pieces:
    points, starts = pieces.points, starts_of(pieces.lengths)
    at = pieces.of_points(limit[pieces.owner])
    before = np.arange(len(points)) - 1
    before[starts] = starts + pieces.lengths - 1
    inside = sign * (points[:, axis] - at) >= 0
    crossing = inside != inside[before]
    out, counts = _written(points, before, at, axis, inside, crossing)
    return Pieces(out, sums(counts, pieces.lengths), pieces.owner, pieces.hole)


def _cut_lines(pieces: Pieces, axis: int, limit: Counts, sign: int) -> Pieces:
    points, starts = pieces.points, starts_of(pieces.lengths)
    at = pieces.of_points(limit[pieces.owner])
    before = np.arange(len(points)) - 1
    before[starts] = starts
    inside = sign * (points[:, axis] - at) >= 0
    crossing = inside != inside[before]
    out, counts = _written(points, before, at, axis, inside, crossing)
    # A piece begins where the line comes in, or where it begins inside.
    begins = crossing & inside
    begins[starts] |= inside[starts]
    first = starts_of(counts)[begins]
    lengths = np.diff(np.append(first, len(out)))
    owner = pieces.of_points(pieces.owner)[begins]
    return Pieces(out, lengths, owner, np.zeros(len(lengths), dtype=bool))


def _written(
    points: Points, before: Counts, at: Counts, axis: int, inside: Flags, crossing: Flags
) -> tuple[Points, Counts]:
    """Where the edge to a point crosses, then the point itself if it is inside; how many each."""
    counts = crossing.astype(np.int64) + inside
    place = starts_of(counts)
    out = np.empty((int(counts.sum()), 2), dtype=points.dtype)
    out[(place + crossing)[inside]] = points[inside]
    start, end, limit = points[before[crossing]], points[crossing], at[crossing]
    share = (limit - start[:, axis]) / (end[:, axis] - start[:, axis])
    across = start[:, 1 - axis] + share * (end[:, 1 - axis] - start[:, 1 - axis])
    met = np.empty((len(limit), 2), dtype=points.dtype)
    met[:, axis], met[:, 1 - axis] = limit, np.rint(across)
    out[place[crossing]] = met
    return out, counts
