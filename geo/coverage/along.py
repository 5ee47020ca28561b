"""The way along visible edges (`geo.coverage.edges`) for many regions, shared among threads."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor

import numpy as np
import shapely

from geo.coverage.edges.compiled import (
    Places,
    Table,
    available,
    is_loaded,
    kept_code,
    machine_code,
)
from geo.coverage.edges.laid import Outline
from geo.coverage.edges.near import near
from geo.coverage.edges.pairs import SUMS as PAIR_SUMS
from geo.coverage.edges.pairs import shared
from geo.coverage.edges.simple import simple
from geo.coverage.edges.visible import COVERED, DOUBT, PILED, SUMS, measure
from geo.coverage.outlines import only, outline
from geo.coverage.threads import shared_out
from geo.plane.arrays import Flags, Floats, Geometries

# Loading the compiler and the machine code takes half a second of processor time; Python works off
# this many pairs of a region's or polygon's vertex in less.
FEW_VERTICES, FEW_BOUNDS = 400, 400
# GEOS shares out so many pairs in that time.
FEW_PAIRS, PAIRS_AT_ONCE = 20_000, 4096
AREAL = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def can(vertices: int) -> bool:
    """Whether this way is open for so much work: without the compiler only for little of it."""
    return available() or vertices <= FEW_VERTICES


def prepare() -> None:
    """Compiles what this machine has not compiled yet, so that no figure waits for it."""
    machine_code(measure)


def near_each(boxes: Floats, bounds: Floats) -> tuple[Places, Places]:
    """`near`, for arrays in any order of memory."""
    few = len(boxes) * len(bounds) <= FEW_BOUNDS
    ask = near if (few and not is_loaded()) or not available() else machine_code(near)
    starts, found = ask(np.ascontiguousarray(boxes), np.ascontiguousarray(bounds))
    return starts, found


def seen_valid(polygons: Geometries) -> Flags:
    """Which of some polygons are seen to be valid at a glance; of the others nothing is said."""
    if not available() or not (is_loaded() or len(polygons) > FEW_BOUNDS):
        return np.zeros(len(polygons), dtype=bool)
    seen: Flags = machine_code(simple)(outline(polygons)).astype(bool)
    return seen


def valid(shapes: Geometries, outlines: Outline | None = None) -> Flags:
    """`shapely.is_valid`; who is at hand to tell most polygons at a glance is asked first.

    outlines: those of the shapes, which are polygons then, none empty.
    """
    known = np.zeros(len(shapes), dtype=bool)
    glance = kept_code(simple) if is_loaded() and len(shapes) > FEW_BOUNDS else None
    if glance is not None and outlines is not None:
        known = glance(outlines).astype(bool)
    elif glance is not None:
        areal = np.isin(shapely.get_type_id(shapes), AREAL) & ~shapely.is_empty(shapes)
        known[areal] = glance(outline(shapes[areal])).astype(bool)
    known[~known] = shapely.is_valid(shapes[~known])
    return known


def have_pairs_ready() -> None:
    """Loads what `shared_by_pairs` and `valid` use, where it was compiled before."""
    for each in (shared, simple):
        kept_code(each)


def shared_by_pairs(
    polygons: Outline, i: Places, j: Places, pool: Executor, too_far_east: float = 0.0
) -> Table | None:
    """What the polygons of each pair share, a row of `geo.coverage.edges.pairs` each; None where no
    machine code is at hand or too few ask for it to be loaded.

    polygons: valid, none empty, in a Gauss-Krüger plane, or so many m to the east of it.
    """
    ask = kept_code(shared) if is_loaded() or len(i) > FEW_PAIRS else None
    if ask is None:
        return None
    sums, of = np.zeros((len(i), PAIR_SUMS)), polygons._replace(x=polygons.x - too_far_east)
    cuts = range(0, len(i), PAIRS_AT_ONCE)

    def some(first: int) -> None:
        part = slice(first, first + PAIRS_AT_ONCE)
        ask(of, i[part], j[part], sums[part])

    list(shared_out(pool, some, cuts))
    return sums


def measured(
    regions: Geometries,
    polygons: Geometries,
    areas: Floats,
    starts: Places,
    chosen: Places,
    pool: Executor,
) -> Iterator[tuple[float, float, bool]]:
    """Of each region covered m² of the ellipsoid, m² of all polygons in it, and whether the answer
    is doubtful.

    regions: (n,) polygonal, none empty; polygons: (m,) likewise, areas their m² in the plane;
    chosen[starts[i] : starts[i + 1]]: those near region i, in their order. A region's figures
    depend on nothing else.
    """
    outlines = outline(polygons)
    own = outline(regions)
    few = _looked_at(outlines, own, chosen) <= FEW_VERTICES
    ask = measure if few and not is_loaded() else machine_code(measure)

    def one(i: int) -> tuple[float, float, bool]:
        sums = np.zeros(SUMS)
        ask(outlines, areas, chosen[starts[i] : starts[i + 1]], only(own, i), sums)
        return float(sums[COVERED]), float(sums[PILED]), bool(sums[DOUBT])

    return shared_out(pool, one, range(len(regions)), few=few)


def work(polygons: Geometries, chosen: Places) -> int:
    """Vertices that will be looked at."""
    return int(shapely.get_num_coordinates(polygons)[chosen].sum())


def _looked_at(outlines: Outline, own: Outline, chosen: Places) -> int:
    """Vertices of the regions, and of the polygons near each."""
    sizes = np.diff(outlines.rings[outlines.starts])
    return int(sizes[chosen].sum()) + len(own.x)
