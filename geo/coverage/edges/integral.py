"""The part of one edge in the area on the ellipsoid: the formula of `geo.measure.areal`, compiled.

    T(x, y) = x · Σ_k u²ᵏ · p_k(cos 2μ)

The coefficients are those of that module; a test holds both to 1e-13. Around a region p_k(cos 2μ)
is taken as its Taylor series in the northing, and only as many powers of u² as show: so an edge
costs no cosine.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.polynomial import legendre

from geo.coverage.edges.compiled import Numbers, Table, compiled
from geo.crs.gauss_kruger import FALSE_EASTING_M
from geo.measure import areal

RADIUS_M = areal.RECTIFYING_RADIUS_M
SHORT_M, LONG_M = areal.POINTS[0][0], areal.POINTS[1][0]
_TERMS = len(areal.PRIMITIVE)
_WIDE = max(map(len, areal.PRIMITIVE))
# Rows are powers of u², columns powers of cos 2μ.
_COEFFICIENTS = np.array([[*row, *[0.0] * (_WIDE - len(row))] for row in areal.PRIMITIVE])
# Gauss-Legendre places in 0 … 1 and weights of each rule one behind the other, and where each
# rule starts.
_RULES = [legendre.leggauss(points) for _, points in areal.POINTS]
_PLACES = (np.concatenate([places for places, _ in _RULES]) + 1) / 2
_WEIGHTS = np.concatenate([weights for _, weights in _RULES]) / 2
_STARTS = np.cumsum([0] + [points for _, points in areal.POINTS])
# Powers of the northing: what is left out is below 1e-15 of an easting within TALL_M of the middle.
POWERS = 8
TALL_M = 400_000.0
SMALL = 1e-17


class Scale(NamedTuple):
    """Around the origin east, north (counted from the central meridian and the equator): row k
    holds the powers of the northing that go with u²⁽ᵏ⁺¹⁾, in units of A."""

    east: float
    north: float
    powers: Table


@compiled
def _times(a: Numbers, b: Numbers) -> Numbers:
    """The product of two power series."""
    product = np.zeros(POWERS)
    for i in range(POWERS):
        for j in range(POWERS - i):
            product[i + j] += a[i] * b[j]
    return product


@compiled
def _cosine(north: float) -> Numbers:
    """cos 2μ as a series around a northing."""
    series = np.empty(POWERS)
    factor = 1.0
    for i in range(POWERS):
        series[i] = math.cos(2.0 * north / RADIUS_M + i * (math.pi / 2)) * factor
        factor *= 2.0 / (i + 1)
    return series


@compiled
def scale_around(east: float, north: float, reach_m: float) -> Scale:
    """east, north: of the plane; reach_m: how far from there edges lie."""
    cosine = _cosine(north)
    u2 = ((abs(east - FALSE_EASTING_M) + reach_m) / RADIUS_M) ** 2
    terms = 1
    while terms < _TERMS and u2 ** (terms + 1) > SMALL:
        terms += 1
    powers = np.zeros((terms, POWERS))
    for k in range(terms):
        series = np.zeros(POWERS)
        for i in range(_WIDE - 1, -1, -1):
            series = _times(series, cosine)
            series[0] += _COEFFICIENTS[k, i]
        powers[k] = series
    return Scale(east - FALSE_EASTING_M, north, powers)


@compiled
def _less(scale: Scale, x: float, y: float) -> float:
    u2 = ((scale.east + x) / RADIUS_M) ** 2
    v = y / RADIUS_M
    total = 0.0
    for k in range(scale.powers.shape[0] - 1, -1, -1):
        row = scale.powers[k, POWERS - 1]
        for i in range(POWERS - 2, -1, -1):
            row = row * v + scale.powers[k, i]
        total = total * u2 + row
    return (scale.east + x) * u2 * total


@compiled
def _mean_less(scale: Scale, rule: int, x: float, y: float, dx: float, dy: float) -> float:
    less = 0.0
    for i in range(_STARTS[rule], _STARTS[rule + 1]):
        less += _WEIGHTS[i] * _less(scale, x + _PLACES[i] * dx, y + _PLACES[i] * dy)
    return less


@compiled
def edge_term(scale: Scale, x0: float, y0: float, x1: float, y1: float) -> float:
    """The part of an edge in the area of its ring, in m².

    Coordinates in metres from the origin of the scale; the term counts eastings from there.
    """
    dx = x1 - x0
    dy = y1 - y0
    square = dx * dx + dy * dy
    if square <= SHORT_M * SHORT_M:
        less = _mean_less(scale, 0, x0, y0, dx, dy)
    elif square <= LONG_M * LONG_M:
        less = _mean_less(scale, 1, x0, y0, dx, dy)
    else:
        less = _mean_less(scale, 2, x0, y0, dx, dy)
    return (x0 + dx / 2 - less) * dy
