"""Illustrative land surfaces and sponge facilities (示例), made to fit the drainage zones.

Coordinates are metres in the plane of zone 38 (EPSG:4547). Every zone is divided into street
blocks: the streets between them, a roof in the middle of most, green around it; some blocks are a
park, a square, a paved yard or a pond. Places of two zones belong to the first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.affinity import rotate, scale

from demonstration.sources import PLANE
from demonstration.urban import BLOCK_M, GRID_M, PLACES, SEED

STREET_M = 38.0
LEAST_M2 = 200.0  # a smaller roof or yard is street
WHOLE_BLOCKS = (("绿地", 0.16), ("透水铺装", 0.23), ("水面", 0.27))  # up to this draw
TURNED = {place.code: place.turned for place in PLACES}
# Metres of rain that facilities hold, over the whole zone: about 0.014 are asked for.
HELD_M = {"达标": (0.0155, 0.0180), "未达标": (0.0030, 0.0085), "未评估": (0.0020, 0.0040)}
SHORT_OF_STORAGE = ("ZK-13",)  # met by its verdict, yet its tanks do not hold what is asked for
WITHOUT_VOLUME = ("CF-02",)
PLANNED = ("ZK-05", "CD-03", "CD-04", "SM-02", "CF-05")
BUILT_ON = dt.date(2024, 10, 31)


def land_surfaces(zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Each zone's ground by surface: one row a zone and surface, without overlaps."""
    rows = [
        (zone, surface, shapely.set_precision(shapely.union_all(shapes), GRID_M))
        for zone, area in _apart(zones)
        for surface, shapes in _divided(zone, area).items()
        if shapes
    ]
    return gpd.GeoDataFrame(
        {
            "编号": [f"XDM-{zone}-{number:03d}" for number, (zone, _, _) in enumerate(rows, 1)],
            "下垫面名称": [f"{zone}{surface}（示例）" for zone, surface, _ in rows],
            "地表类型": [surface for _, surface, _ in rows],
        },
        geometry=[shape for _, _, shape in rows],
        crs=PLANE,
    )


def _apart(zones: gpd.GeoDataFrame) -> Iterator[tuple[str, shapely.Geometry]]:
    """The zones in turn, each without what those before it have."""
    taken: shapely.Geometry = shapely.Polygon()
    for zone, shape in zip(zones["分区编号"], zones.geometry, strict=True):
        area = shapely.set_precision(shapely.make_valid(shape), GRID_M)
        yield zone, _polygons(shapely.difference(area, taken, grid_size=GRID_M))
        taken = shapely.union(taken, area, grid_size=GRID_M)


def _divided(zone: str, area: shapely.Geometry) -> dict[str, list[shapely.Geometry]]:
    random = np.random.default_rng([SEED, 11, *zone.encode()])
    found: dict[str, list[shapely.Geometry]] = {"硬化路面": [], "屋面": [], "绿地": []}
    left = area
    for block in _blocks(area, TURNED[zone[:2]]):
        for surface, shape in _inside(block, random):
            part = _polygons(shapely.intersection(shape, left, grid_size=GRID_M))
            if part.area >= LEAST_M2:
                found.setdefault(surface, []).append(part)
                left = _polygons(shapely.difference(left, part, grid_size=GRID_M))
    found["硬化路面"].append(left)
    return found


def _blocks(area: shapely.Geometry, turned: float) -> list[shapely.Polygon]:
    """Rectangles of a turned grid over the area, streets left between them."""
    middle = shapely.Point(506_000, 3_368_000)
    west, south, east, north = rotate(area, -turned, origin=middle).bounds
    wide, high = BLOCK_M * 1.25, BLOCK_M
    columns = np.arange(np.floor(west / wide) * wide, east, wide)
    rows = np.arange(np.floor(south / high) * high, north, high)
    half = STREET_M / 2
    boxes = [
        shapely.box(x + half, y + half, x + wide - half, y + high - half)
        for y in rows
        for x in columns
    ]
    return [rotate(box, turned, origin=middle) for box in boxes]


def _inside(
    block: shapely.Polygon, random: np.random.Generator
) -> list[tuple[str, shapely.Geometry]]:
    """What a block is made of; the first shape that covers a place is what lies there."""
    drawn = random.random()
    for surface, below in WHOLE_BLOCKS:
        if drawn < below:
            return [(surface, block)]
    roof = scale(block, *random.uniform(0.56, 0.74, 2))
    yard = scale(block, 0.9, 0.78) if drawn > 0.6 else roof
    return [("屋面", roof), ("硬化路面", yard), ("绿地", block)]


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    parts = [one for one in shapely.get_parts(shape) if one.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts) if len(parts) != 1 else parts[0]


@dataclass(frozen=True, slots=True)
class Facility:
    """A row of the facilities; `volume_m3` None where the office has not given it."""

    zone: str
    kind: str
    status: str
    volume_m3: float | None
    place: shapely.Point


def sponge_facilities(zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A tank and a group of bioretention cells in each zone, planned tanks where projects are."""
    rows = [
        one
        for zone, verdict, (_, area) in zip(
            zones["分区编号"], zones["是否达标"], _apart(zones), strict=True
        )
        for one in _facilities(zone, verdict, area)
    ]
    return gpd.GeoDataFrame(
        {
            "设施编号": [f"SS-{number:03d}" for number in range(1, len(rows) + 1)],
            "设施名称": [f"{row.zone}{row.kind}（示例）" for row in rows],
            "设施类型": [row.kind for row in rows],
            "调蓄容积": [row.volume_m3 for row in rows],
            "建设状态": [row.status for row in rows],
            "所属分区": [row.zone for row in rows],
            "建成日期": [BUILT_ON if row.status == "建成" else None for row in rows],
        },
        geometry=[row.place for row in rows],
        crs=PLANE,
    )


def _facilities(zone: str, verdict: str, area: shapely.Geometry) -> Iterator[Facility]:
    random = np.random.default_rng([SEED, 12, *zone.encode()])
    low, high = HELD_M["未达标" if zone in SHORT_OF_STORAGE else verdict]
    whole = float(random.uniform(low, high)) * area.area
    tank, cells, more = _places(area, random)
    known = zone not in WITHOUT_VOLUME
    yield Facility(zone, "调蓄池", "建成", round(whole * 0.4, -1) if known else None, tank)
    yield Facility(zone, "雨水花园", "建成", round(whole * 0.6, -1), cells)
    if zone in PLANNED:
        yield Facility(zone, "调蓄池", "在建", round(0.006 * area.area, -1), more)


def _places(area: shapely.Geometry, random: np.random.Generator) -> npt.NDArray[np.object_]:
    """Three places inside, well off the edge."""
    inner = area.buffer(-80)
    around = inner if not inner.is_empty else area
    west, south, east, north = around.bounds
    tried = shapely.points(random.uniform((west, south), (east, north), (400, 2)))
    return np.asarray(shapely.set_precision(tried[shapely.contains(around, tried)][:3], GRID_M))
