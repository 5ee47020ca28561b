"""Signs of products of differences, exact.

Coordinates are multiples of 2⁻³³ m within ±2¹⁸ m of the origin of a region (`LATTICE`, `REACH_M`),
so that their differences are exact; a product of two of them is exact as a sum of two floats.
"""

from __future__ import annotations

from geo.coverage.edges.compiled import compiled

LATTICE = 2.0**33
REACH_M = 2.0**18
ROUNDS = 1.5 * 2.0**19
# Above this share of the two products their difference has the right sign.
SURE = 4.0 * 2.0**-53
_SPLIT = 2.0**27 + 1


@compiled
def _low(a: float, b: float, product: float) -> float:
    """a·b − product, without error (Dekker)."""
    t = _SPLIT * a
    a1 = t - (t - a)
    a2 = a - a1
    t = _SPLIT * b
    b1 = t - (t - b)
    b2 = b - b1
    return a2 * b2 - (((product - a1 * b1) - a2 * b1) - a1 * b2)


@compiled
def _exactly(a: float, b: float, c: float, d: float) -> float:
    """a·b − c·d, right to the last digit or so where the two products are close."""
    left = a * b
    right = c * d
    between = left - right
    low, other = _low(a, b, left), _low(c, d, right)
    less = low - other
    turned = low - less
    # Of close products `between` is exact, and so is what follows.
    return (between + less) + ((low - (less + turned)) + (turned - other))


@compiled
def between(a: float, b: float, c: float, d: float) -> float:
    """a·b − c·d with the right sign."""
    left = a * b
    right = c * d
    if abs(left - right) > SURE * (abs(left) + abs(right)):
        return left - right
    if left == 0.0 and right == 0.0:
        return 0.0
    return _exactly(a, b, c, d)


@compiled
def sign_between(a: float, b: float, c: float, d: float) -> int:
    """The sign of a·b − c·d."""
    found = between(a, b, c, d)
    return 1 if found > 0.0 else (-1 if found < 0.0 else 0)


@compiled
def turn(ax: float, ay: float, bx: float, by: float, cx: float, cy: float) -> int:
    """+1 when c lies left of the line from a to b, −1 right of it, 0 on it."""
    return sign_between(bx - ax, cy - ay, by - ay, cx - ax)


@compiled
def precisely(a: float, b: float, c: float, d: float) -> float:
    """`between`, however much the products take from each other."""
    left = a * b
    right = c * d
    if abs(left - right) > 0.5 * (abs(left) + abs(right)):
        return left - right
    return _exactly(a, b, c, d)
