"""A second program for areas, lengths and distances: one database, tables for each test.

What SQL says here is what our definitions say (docs/decisions/0035): set operations on the straight
edges of the Gauss-Krüger plane, and the figure on the CGCS2000 ellipsoid from vertices along them,
because PostGIS takes a geodesic from each to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

if TYPE_CHECKING:
    import psycopg

PLANE = 4547
NORTH = 3_370_000.0


class Tables:
    """Tables of one test in the plane, `i` the position of each row."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def load(self, name: str, shapes: Iterable[Any], word: Sequence[str] | None = None) -> None:
        rows = list(shapes)
        words = [""] * len(rows) if word is None else word
        self.connection.execute(f"CREATE TABLE {name} (i int, word text, g geometry)")
        with self.connection.cursor().copy(f"COPY {name} FROM STDIN") as copy:
            for i, (shape, said) in enumerate(zip(rows, words, strict=True)):
                there = shapely.Polygon() if shape is None else shape
                placed = shapely.set_srid(shapely.force_2d(there), PLANE)
                copy.write_row((i, said, shapely.to_wkb(placed, hex=True, include_srid=True)))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def column(self, query: str) -> list[float]:
        return [row[0] for row in self.rows(query)]

    def one(self, query: str) -> float:
        (row,) = self.rows(query)
        return float(row[0] or 0.0)


@pytest.fixture
def sql(postgis: psycopg.Connection) -> Tables:
    return Tables(postgis)


class Draw:
    """Shapes in the plane around a place, random ones and those that programs stumble over."""

    def __init__(self, seed: int, east: float) -> None:
        self.rng = np.random.default_rng(seed)
        self.east = east

    def stars(self, count: int, width: float, radius: float) -> Any:
        corners = int(self.rng.integers(5, 12))
        angle = np.arange(corners) + self.rng.uniform(0, 0.9, (count, corners))
        angle *= 2 * np.pi / corners
        reach = radius * self.rng.uniform(0.4, 1.2, (count, corners))
        middle = np.array([self.east, NORTH]) + self.rng.uniform(0, width, (count, 1, 2))
        rim = middle + reach[:, :, None] * np.stack([np.cos(angle), np.sin(angle)], axis=2)
        polygons = shapely.polygons(rim)
        return polygons[shapely.is_valid(polygons)]

    def quads(self, across: int, side: float) -> Any:
        """Cells that share their edges."""
        grid = np.stack(np.meshgrid(*[np.arange(across + 1.0)] * 2, indexing="ij"), axis=2)
        grid = (grid + self.rng.uniform(-0.3, 0.3, grid.shape)) * side + [self.east, NORTH]
        rings = [grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:]]
        return shapely.polygons(np.stack(rings, axis=2).reshape(-1, 4, 2))

    def squares(self, *edges: tuple[float, float, float, float]) -> Any:
        """West, south, east, north in metres from the place."""
        return np.array(
            [
                shapely.box(self.east + w, NORTH + s, self.east + e, NORTH + n)
                for w, s, e, n in edges
            ],
            dtype=object,
        )

    def rings(self, *halves: tuple[float, float]) -> Any:
        """Square rings one inside the other, by outer and inner half side."""
        outer, inner = (
            self.squares(*[(1500 - h, 1500 - h, 1500 + h, 1500 + h) for h in half])
            for half in zip(*halves, strict=True)
        )
        return shapely.difference(outer, inner)

    def cases(self) -> dict[str, tuple[Any, Any]]:
        """Named pairs of layers: what is measured, and what lies on it."""
        cells, loose = self.quads(4, 700.0), self.stars(25, 3000.0, 420.0)
        one = cells[5]
        turned = shapely.Polygon(np.roll(shapely.get_coordinates(one)[:-1], 2, axis=0)[::-1])
        nested = self.rings((1400, 1200), (1000, 800), (600, 300))
        board = self.squares(
            *[
                (500.0 * a, 500.0 * b, 500.0 * a + 500, 500.0 * b + 500)
                for a in range(6)
                for b in range(6)
                if (a + b) % 2 == 0
            ]
        )
        threads = shapely.buffer(shapely.boundary(cells[::3]), 0.3, join_style="mitre")
        holed = shapely.difference(cells, shapely.buffer(shapely.centroid(cells), 90, quad_segs=3))
        return {
            "random": (self.stars(12, 3000.0, 600.0), loose),
            "shared edges": (cells, cells[self.rng.permutation(16)[:9]]),
            "nested holes": (nested, self.rings((1450, 1100), (900, 400))),
            "touching at points": (board, self.squares((0, 0, 1500, 1500), (1500, 1500, 2e3, 2e3))),
            "duplicated rings": (cells, np.array([one, one, turned, cells[6], one], dtype=object)),
            "slivers": (cells, np.r_[threads, shapely.buffer(cells[1], -0.2, join_style="mitre")]),
            "holes with a lid": (holed, shapely.buffer(shapely.centroid(cells), 90, quad_segs=3)),
            "nothing on it": (cells, np.array([None, shapely.Polygon()], dtype=object)),
            "multi": (
                np.array([shapely.multipolygons(board[::2]), shapely.multipolygons(board[1::2])]),
                np.array([shapely.union_all(loose[:12]), shapely.union_all(loose[12:])]),
            ),
        }


CASES = tuple(Draw(0, 0.0).cases())


@pytest.fixture(params=CASES, ids=lambda name: name.replace(" ", "-"))
def case(request: pytest.FixtureRequest, east: float) -> tuple[Any, Any]:
    """Two layers of polygons; `east` is a fixture of the module."""
    drawn: tuple[Any, Any] = Draw(11, east).cases()[request.param]
    return drawn


@pytest.fixture
def draw() -> type[Draw]:
    return Draw


@pytest.fixture
def frame() -> Any:
    def of(shapes: Iterable[Any]) -> gpd.GeoSeries:
        return gpd.GeoSeries(np.array([*shapes, None], dtype=object)[:-1], crs=PLANE)

    return of


@pytest.fixture
def stepped() -> Any:
    """Shapes of the plane with a vertex at least every 150 m along their straight edges."""

    def of(shapes: Iterable[Any], step_m: float = 150.0) -> list[Any]:
        given = np.array([*shapes, None], dtype=object)[:-1]
        return list(shapely.segmentize(given, step_m))

    return of
