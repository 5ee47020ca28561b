"""The part of one edge in the area on the ellipsoid: the formula of `geo.measure.areal`, compiled.

The coefficients are those of that module; `tests/geo/coverage` holds both to 1e-13.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.polynomial import legendre

from geo.coverage.edges.compiled import compiled
from geo.crs.gauss_kruger import FALSE_EASTING_M
from geo.measure import areal

RADIUS_M = areal.RECTIFYING_RADIUS_M
_SHORT_M, _LONG_M = areal.POINTS[0][0], areal.POINTS[1][0]
_TERMS = len(areal.PRIMITIVE)
_WIDE = max(map(len, areal.PRIMITIVE))
# Rows are powers of u², columns powers of cos 2μ.
_COEFFICIENTS = np.array([[*row, *[0.0] * (_WIDE - len(row))] for row in areal.PRIMITIVE])
_LENGTHS = np.array([len(row) for row in areal.PRIMITIVE])


# Gauss-Legendre places in 0 … 1 and weights of each rule one behind the other, and where each rule
# starts.
_RULES = [legendre.leggauss(points) for _, points in areal.POINTS]
_PLACES = (np.concatenate([places for places, _ in _RULES]) + 1) / 2
_WEIGHTS = np.concatenate([weights for _, weights in _RULES]) / 2
_STARTS = np.cumsum([0] + [points for _, points in areal.POINTS])


@compiled
def _less(x: float, y: float) -> float:
    u2 = (x / RADIUS_M) ** 2
    c = math.cos((2.0 / RADIUS_M) * y)
    total = 0.0
    for k in range(_TERMS - 1, -1, -1):
        row = 0.0
        for i in range(_LENGTHS[k] - 1, -1, -1):
            row = row * c + _COEFFICIENTS[k, i]
        total = total * u2 + row
    return x * u2 * total


@compiled
def _mean_less(rule: int, x: float, y: float, dx: float, dy: float) -> float:
    less = 0.0
    for i in range(_STARTS[rule], _STARTS[rule + 1]):
        less += _WEIGHTS[i] * _less(x + _PLACES[i] * dx, y + _PLACES[i] * dy)
    return less


@compiled
def edge_term(x0: float, y0: float, x1: float, y1: float, east: float, north: float) -> float:
    """The part of an edge in the area of its ring, in m².

    Coordinates in metres from the origin (east, north) of the plane; the term counts eastings from
    that origin.
    """
    dx = x1 - x0
    dy = y1 - y0
    x = east - FALSE_EASTING_M + x0
    y = north + y0
    long = math.hypot(dx, dy)
    rule = 0 if long <= _SHORT_M else (1 if long <= _LONG_M else 2)
    less = _mean_less(rule, x, y, dx, dy)
    return (x0 + dx / 2 - less) * dy
