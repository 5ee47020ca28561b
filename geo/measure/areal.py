"""Area and length on the ellipsoid of shapes that are straight-edged in a Gauss-Krüger plane.

A region has straight edges in its Gauss-Krüger plane (CGCS2000, scale 1 on the central meridian,
easting 500 km there). Its area is ∬ σ dx dy, σ(x, y) = m⁻² the square metres of the ellipsoid that
a square metre of the plane stands for. With T(x, y) = ∫₀ˣ (1 − σ) dx, x counted from the central
meridian, Green's theorem makes it a sum over edges:

    area = ∮ (x − T(x, y)) dy,      T = x · Σ_k u²ᵏ · p_k(cos 2μ),   u = x / A,   μ = y / A

(A the rectifying radius, μ the footpoint's rectifying latitude). The length of an edge is
∫ √σ ds in the same way. Both are additive: parts add up to the whole, a vertex more on an edge and
a cut through a region change nothing, up to the rounding of the coordinates themselves.

σ comes from Krüger's series of the inverse projection: with ζ = μ + iu and
ζ′ = ζ − Σ β_j sin 2jζ = ξ′ + iη′, sin χ = sin ξ′ / cosh η′ (χ conformal, φ geodetic latitude),

    σ = (ν cos φ / cos χ)² · |dζ′/dζ|² / (A cosh η′)².

σ is analytic in ζ: its Taylor series in u and Fourier series in μ come from two discrete Fourier
transforms (`tests/geo/measure/closed_form.py`). What is left out is below 1e-15 of an area 7.5° off
the meridian. Edges take Gauss-Legendre points by their length (`POINTS`): off by less than 1e-14 of
the squared edge for 2 km and below 1e-8 m² for 100 km. docs/decisions/0035-areas-that-add-up.md.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.polynomial import legendre
from numpy.typing import ArrayLike, NDArray

from geo.crs.ellipsoid import ELLIPSOID
from geo.crs.gauss_kruger import FALSE_EASTING_M

Floats = NDArray[np.float64]
Geometries = NDArray[Any]
Positions = NDArray[np.intp]
Ends = tuple[Floats, Floats, Floats, Floats]
Some = slice | Positions

# Longest edge in m, and the Gauss-Legendre points that it takes.
POINTS = ((2_000.0, 2), (100_000.0, 4), (np.inf, 8))
CHUNK = 16_384
_N = ELLIPSOID.f / (2 - ELLIPSOID.f)
RECTIFYING_RADIUS_M = ELLIPSOID.a / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64 + _N**6 / 256)
# Of 1 − σ the coefficients for u², u⁴, … , of each those of the powers of cos 2μ. Written down, not
# worked out when the module is loaded: the last digit would be that of the processor, and so would
# figures, and the machine code that is kept for them.
_DENSITY = [
    [
        0.9966289224704769,
        0.006694148788821019,
        4.496324466291002e-05,
        2.9729022188451637e-07,
        1.944136074349956e-09,
        1.2611689470531928e-11,
    ],
    [
        -0.6610918856467182,
        -0.00776532545183866,
        -4.638992706229583e-05,
        -8.486836231003103e-08,
        2.1049604281841994e-09,
    ],
    [
        0.37206857549306266,
        0.0069021085921295786,
        7.587919593908532e-05,
        8.884643748208187e-07,
        1.2713467500979903e-08,
    ],
    [-0.19218472428217948, -0.005221259983554846, -7.977774904438517e-05, -8.996935328894895e-07],
    [0.09420645850384987, 0.003544239103392792, 7.218928860549742e-05],
    [-0.04460012133259105, -0.002225101187986301],
    [0.020571982979705094],
]
PRIMITIVE = [[c / (2 * k + 1) for c in of_c] for k, of_c in enumerate(_DENSITY, start=1)]


def green_edge_terms(
    x0: ArrayLike, y0: ArrayLike, x1: ArrayLike, y1: ArrayLike, origin_x: ArrayLike
) -> Floats:
    """The part of each edge in the area of its ring, in m², float64, in the order given.

    x0, y0 → x1, y1: edges in metres in a CGCS2000 3-degree plane (EPSG:4534–4554; the series is
    the same in each). Summed once around a ring they are its area on the ellipsoid, positive
    against the clock. origin_x: an easting near the ring, the same for all of its edges; it drops
    out of the sum and keeps the terms small.
    """
    x0, y0, x1, y1, origin = np.broadcast_arrays(*_floats(x0, y0, x1, y1, origin_x))
    return _by_length(x0, y0, x1, y1, lambda of, n: _green(x0, y0, x1, y1, origin, of, n))


def edge_lengths_m(x0: ArrayLike, y0: ArrayLike, x1: ArrayLike, y1: ArrayLike) -> Floats:
    """Length of each straight edge of the plane on the ellipsoid, in m; splitting it changes
    nothing. Arguments as in `green_edge_terms`."""
    x0, y0, x1, y1 = np.broadcast_arrays(*_floats(x0, y0, x1, y1))
    return _by_length(x0, y0, x1, y1, lambda of, n: _length(x0, y0, x1, y1, of, n))


def areal_scale(x: ArrayLike, y: ArrayLike) -> Floats:
    """σ: m² of the ellipsoid for one m² of the plane, at places in metres of the plane."""
    east, north = _floats(x, y)
    return _scale(east - FALSE_EASTING_M, north)


def area_in_plane(geometries: Geometries) -> Floats:
    """(n,) area on the ellipsoid in m² of geometries in metres in a CGCS2000 3-degree plane.

    Rings count by their role (outer or hole), not by the way they turn. Lines, points, empty and
    missing geometries give 0. A geometry's figure does not depend on what is measured beside it.
    """
    rings, owner, sign = _rings(geometries)
    if not len(rings):
        return np.zeros(len(geometries))
    ends, starts, sizes = _edges(rings)
    terms = green_edge_terms(*ends, origin_x=np.repeat(ends[0][starts], sizes))
    areas = np.abs(np.add.reduceat(terms, starts)) * sign
    return _summed(owner, areas, len(geometries))


def length_in_plane(geometries: Geometries) -> Floats:
    """(n,) length on the ellipsoid in m: of a line its length, of a polygon its perimeter with the
    holes; points, empty and missing geometries give 0. Planes as in `area_in_plane`."""
    lines, owner = parts_of_dimension(geometries, 1)
    rings, ring_owner, _ = _rings(geometries)
    every = np.concatenate([lines, rings])
    if not len(every):
        return np.zeros(len(geometries))
    ends, starts, _ = _edges(every)
    lengths = np.add.reduceat(edge_lengths_m(*ends), starts)
    return _summed(np.concatenate([owner, ring_owner]), lengths, len(geometries))


def parts_of_dimension(geometries: Geometries, dimension: int) -> tuple[Geometries, Positions]:
    """Simple parts of one dimension, none empty, and the position of the geometry each is of."""
    parts, owner = geometries, np.arange(len(geometries))
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    kept = (shapely.get_dimensions(parts) == dimension) & ~shapely.is_empty(parts)
    return parts[kept], owner[kept]


def _rings(geometries: Geometries) -> tuple[Geometries, Positions, Floats]:
    """The rings of all polygons (a polygon without holes is its own ring), the position of the
    geometry each is of, and +1 for an outer ring, which is the first of its polygon, −1 for a hole.
    """
    parts, owner = parts_of_dimension(geometries, 2)
    if not shapely.get_num_interior_rings(parts).any():
        return parts, owner, np.ones(len(parts))
    rings, part = shapely.get_rings(parts, return_index=True)
    outer = np.r_[True, part[1:] != part[:-1]]
    return rings, owner[part], np.where(outer, 1.0, -1.0)


def _edges(lines: Geometries) -> tuple[Ends, Positions, Positions]:
    """x0, y0, x1, y1 of the edges of lines or rings; where those of each start, and how many. The
    last vertex of a line stands for an edge without length, so that each has an edge a vertex."""
    vertices = shapely.get_coordinates(lines)
    sizes = shapely.get_num_coordinates(lines).astype(np.intp)
    starts = np.cumsum(sizes) - sizes
    following = np.roll(vertices, -1, axis=0)
    last = starts + sizes - 1
    following[last] = vertices[last]
    (x0, y0), (x1, y1) = vertices.T, following.T
    return (x0, y0, x1, y1), starts, sizes


def _summed(owner: Positions, amounts: Floats, count: int) -> Floats:
    return np.bincount(owner, weights=amounts, minlength=count).astype(np.float64)


def _floats(*values: ArrayLike) -> list[Floats]:
    return [np.asarray(value, dtype=np.float64) for value in values]


def _by_length(
    x0: Floats, y0: Floats, x1: Floats, y1: Floats, measure: Callable[[Some, int], Floats]
) -> Floats:
    """measure(positions or slice, number of points) of all edges, chunk by chunk so that what it
    works on stays in the processor's cache."""
    found = np.empty(x0.shape)
    for a in range(0, len(found), CHUNK):
        span = slice(a, a + CHUNK)
        long = np.hypot(x1[span] - x0[span], y1[span] - y0[span])
        found[span] = measure(span, POINTS[0][1])
        for (above, _), (_, points) in pairwise(POINTS):
            some = a + np.flatnonzero(long > above)
            if len(some):
                found[some] = measure(some, points)
    return found


def _green(
    x0: Floats, y0: Floats, x1: Floats, y1: Floats, origin: Floats, of: Some, points: int
) -> Floats:
    west, south = x0[of] - FALSE_EASTING_M, y0[of]
    dx, dy = x1[of] - x0[of], y1[of] - y0[of]
    less = np.zeros(len(dx))
    for place, weight in zip(*_gauss(points), strict=True):
        less += weight * _less(west + place * dx, south + place * dy)
    terms: Floats = ((x0[of] - origin[of]) + dx / 2 - less) * dy
    return terms


def _length(x0: Floats, y0: Floats, x1: Floats, y1: Floats, of: Some, points: int) -> Floats:
    west, south = x0[of] - FALSE_EASTING_M, y0[of]
    dx, dy = x1[of] - x0[of], y1[of] - y0[of]
    scale = np.zeros(len(dx))
    for place, weight in zip(*_gauss(points), strict=True):
        scale += weight * np.sqrt(_scale(west + place * dx, south + place * dy))
    lengths: Floats = np.hypot(dx, dy) * scale
    return lengths


@cache
def _gauss(points: int) -> tuple[list[float], list[float]]:
    """Places in 0 … 1 and weights that add up to 1."""
    places, weights = legendre.leggauss(points)
    return ((places + 1) / 2).tolist(), (weights / 2).tolist()


def _less(x: Floats, y: Floats) -> Floats:
    """T(x, y), x from the central meridian."""
    u2, c = (x / RECTIFYING_RADIUS_M) ** 2, np.cos((2 / RECTIFYING_RADIUS_M) * y)
    return x * u2 * _in_u2(u2, c, PRIMITIVE)


def _scale(x: Floats, y: Floats) -> Floats:
    """σ(x, y) = 1 − ∂T/∂x, x from the central meridian."""
    u2, c = (x / RECTIFYING_RADIUS_M) ** 2, np.cos((2 / RECTIFYING_RADIUS_M) * y)
    return 1.0 - u2 * _in_u2(u2, c, _DENSITY)


def _in_u2(u2: Floats, c: Floats, powers: list[list[float]]) -> Floats:
    """Σ u2ᵏ · p_k(c) by Horner's rule in both."""
    total = np.zeros_like(u2)
    for of_c in reversed(powers):
        total *= u2
        total += _polynomial(c, of_c)
    return total


def _polynomial(c: Floats, coefficients: list[float]) -> Floats | float:
    if len(coefficients) == 1:
        return coefficients[0]
    value = coefficients[-1] * c
    for coefficient in coefficients[-2:0:-1]:
        value += coefficient
        value *= c
    value += coefficients[0]
    return value
