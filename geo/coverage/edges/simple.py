"""Rings that are seen to be valid without asking where their edges cross.

A ring that turns about a point in one direction only, and once, crosses itself nowhere and touches
itself nowhere: whoever stands at that point sees each place of it in another direction. Most
small polygons turn so about the mean of their vertices; of all others nothing is said.
"""

from __future__ import annotations

import numpy as np

from geo.coverage.edges.compiled import Marks, compiled
from geo.coverage.edges.laid import Outline

# Three roundings a product, one more of their difference; twice that.
SURE = 8.0 * 2.0**-53


@compiled
def _turns_once(of: Outline, first: int, after: int) -> bool:
    """Whether the ring of the vertices first … after−1 does, beyond what rounding can do."""
    x, y = 0.0, 0.0
    for v in range(first, after - 1):
        x += of.x[v] / (after - 1 - first)
        y += of.y[v] / (after - 1 - first)
    left = right = upwards = 0
    for v in range(first, after - 1):
        ax, ay, bx, by = of.x[v] - x, of.y[v] - y, of.x[v + 1] - x, of.y[v + 1] - y
        one, other = ax * by, ay * bx
        sure = SURE * (abs(one) + abs(other))
        left += one - other > sure
        right += other - one > sure
        upwards += of.y[v] < y and of.y[v + 1] >= y
    # Edges turn by less than half a circle each, so they pass the east once a circle, upwards;
    # the other way around they pass the west upwards.
    return upwards == 1 and (left == after - 1 - first or right == after - 1 - first)


@compiled
def simple(of: Outline) -> Marks:
    """1 for each geometry that is one ring seen to be valid; 0 says nothing."""
    found = np.zeros(len(of.starts) - 1, np.uint8)
    for i in range(len(found)):
        ring = of.starts[i]
        if of.starts[i + 1] == ring + 1:
            found[i] = _turns_once(of, of.rings[ring], of.rings[ring + 1])
    return found
