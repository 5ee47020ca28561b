"""Illustrative built-up area, drainage zones and sewage service areas (示例).

Everything here is invented. Street blocks are the cells of a jittered, turned grid; built-up
areas, zones and service areas are unions of whole blocks, so that their edges fit as in a city.
Coordinates are metres in the plane of zone 38 (EPSG:4547).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from demonstration.sources import PLANE

SEED = 20230321
BLOCK_M = 420.0
FRINGE = 1.13  # zones reach a little beyond the built-up area
ALONG_RIVER_M = 350.0  # nothing is built between the dyke and the water
GRID_M = 0.01


@dataclass(frozen=True, slots=True)
class Place:
    """A town of the district: middle and half axes in metres, turned by degrees."""

    name: str
    english: str
    code: str
    middle: tuple[float, float]
    half_axes: tuple[float, float]
    turned: float
    zones: int  # how many drainage zones
    readiness: float  # how far its zones are on the way to the sponge standard, 0–1


PLACES = (
    Place("沌口", "Zhuankou", "ZK", (515_300, 3_370_300), (3_900, 5_600), -32, 16, 0.66),
    Place("军山", "Junshan", "JS", (508_900, 3_363_400), (2_600, 2_900), -20, 8, 0.74),
    Place("蔡甸", "Caidian", "CD", (504_300, 3_384_000), (5_200, 2_200), 4, 11, 0.22),
    Place("纱帽", "Shamao", "SM", (506_700, 3_354_200), (2_300, 3_300), 12, 8, 0.50),
    Place("常福", "Changfu", "CF", (497_200, 3_371_300), (3_300, 2_200), 22, 7, 0.42),
)


@dataclass(frozen=True, slots=True)
class Town:
    """A place with its street blocks; `inner` marks those of the built-up area."""

    place: Place
    blocks: npt.NDArray[np.object_]
    inner: npt.NDArray[np.bool_]


def lay_out(place: Place, land: shapely.Geometry) -> Town:
    """The blocks of one place on `land` (the district less its water)."""
    random = np.random.default_rng([SEED, *place.code.encode()])
    local = _grid(place, random)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(_placed(local, place))))
    middles = shapely.get_coordinates(shapely.centroid(cells))
    distance = _distance(middles, place, random)
    near = distance < FRINGE
    blocks = shapely.set_precision(shapely.intersection(cells[near], land), GRID_M)
    large = shapely.area(blocks) > 0.15 * BLOCK_M**2
    return Town(place, blocks[large], (distance[near] < 1.0)[large])


def _grid(place: Place, random: np.random.Generator) -> npt.NDArray[np.float64]:
    """Block middles in the place's own frame: rows a little longer than wide, jittered."""
    reach = max(place.half_axes) * 1.5
    x, y = np.meshgrid(np.arange(-reach, reach, BLOCK_M * 1.25), np.arange(-reach, reach, BLOCK_M))
    points = np.column_stack([x.ravel(), y.ravel()])
    return points + random.normal(0.0, BLOCK_M * 0.11, points.shape)


def _turn(place: Place) -> npt.NDArray[np.float64]:
    angle = np.radians(place.turned)
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def _placed(local: npt.NDArray[np.float64], place: Place) -> npt.NDArray[np.float64]:
    return np.asarray(local @ _turn(place) + np.array(place.middle))


def _distance(
    points: npt.NDArray[np.float64], place: Place, random: np.random.Generator
) -> npt.NDArray[np.float64]:
    """Distance from the middle in units of a lobed ellipse: below 1 is inside the town."""
    local = (points - np.array(place.middle)) @ _turn(place).T / np.array(place.half_axes)
    angle = np.arctan2(local[:, 1], local[:, 0])
    phases = random.uniform(0, 2 * np.pi, 3)
    lobes = 1 + sum(0.09 * np.cos((k + 2) * angle + phases[k]) for k in range(3))
    return np.asarray(np.hypot(local[:, 0], local[:, 1]) / lobes)


def built_up(towns: Sequence[Town], water: shapely.Geometry) -> gpd.GeoDataFrame:
    """One feature a town: its inner blocks as one area, lakes cut out, courtyards filled."""
    areas = [_largest(_joined(town.blocks[town.inner]).difference(water)) for town in towns]
    return gpd.GeoDataFrame(
        {
            "编号": [f"JCQ-{town.place.code}" for town in towns],
            "片区名": [f"{town.place.name}片区（示例）" for town in towns],
            "现状年": [2024] * len(towns),
        },
        geometry=areas,
        crs=PLANE,
    )


def _joined(blocks: npt.NDArray[np.object_]) -> shapely.Geometry:
    """Blocks as one area: slits between them closed, small courtyards filled."""
    area = shapely.union_all(blocks).buffer(8, join_style="mitre").buffer(-8, join_style="mitre")
    parts = [
        shapely.Polygon(part.exterior, [r for r in part.interiors if shapely.Polygon(r).area > 4e4])
        for part in shapely.get_parts(area)
    ]
    return shapely.set_precision(shapely.MultiPolygon(parts), GRID_M)


def _largest(area: shapely.Geometry, least_m2: float = 2e5) -> shapely.Geometry:
    kept = [part for part in shapely.get_parts(area) if part.area >= least_m2]
    return shapely.MultiPolygon(kept) if len(kept) > 1 else kept[0]


def zone_areas(town: Town) -> list[shapely.Geometry]:
    """Blocks gathered around evenly spread middles, from north-west to south-east."""
    middles = shapely.get_coordinates(shapely.centroid(town.blocks))
    belongs = _gathered(middles, _spread(middles, town.place.zones))
    areas = [_joined(town.blocks[belongs == zone]) for zone in np.unique(belongs)]
    areas = [_largest(area, 1e5) for area in areas]
    return sorted(areas, key=lambda area: (-round(area.centroid.y / 1500), area.centroid.x))


def _spread(points: npt.NDArray[np.float64], number: int) -> npt.NDArray[np.float64]:
    """`number` starting middles, each the farthest from those before it."""
    chosen = [int(np.argmin(points.sum(axis=1)))]
    while len(chosen) < number:
        gaps = points[:, None] - points[chosen]
        chosen.append(int(np.argmax(np.hypot(gaps[..., 0], gaps[..., 1]).min(axis=1))))
    return np.asarray(points[chosen])


def _gathered(
    points: npt.NDArray[np.float64], middles: npt.NDArray[np.float64], rounds: int = 12
) -> npt.NDArray[np.intp]:
    """Lloyd's rounds: each point to the nearest middle, each middle to the mean of its points."""
    belongs = np.zeros(len(points), dtype=np.intp)
    for _ in range(rounds):
        gaps = points[:, None] - middles
        belongs = np.hypot(gaps[..., 0], gaps[..., 1]).argmin(axis=1)
        middles = np.array([points[belongs == zone].mean(axis=0) for zone in np.unique(belongs)])
    return belongs
