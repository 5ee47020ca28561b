"""Bank lines taken from the real water edge, and what is invented along it (示例).

Coordinates are metres in the plane of zone 38 (EPSG:4547). Chainage along a bank runs downstream.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import shapely
from shapely.ops import substring

from demonstration.sources import PLANE

GRID_M = 0.01


@dataclass(frozen=True, slots=True)
class Reach:
    """A stretch of bank between two chainages (km), with the corridor planned on it."""

    code: str
    name: str
    from_km: float
    to_km: float
    width_m: float
    status: str
    completed: dt.date | None = None


# Yangtze, left bank, from the district's upper border downwards.
YANGTZE_REACHES = (
    Reach("LD-CJ-01", "东荆上段沿江生态廊道（示例）", 1.0, 9.0, 150, "规划"),
    Reach("LD-CJ-02", "东荆下段沿江生态廊道（示例）", 9.5, 17.0, 200, "规划"),
    Reach("LD-CJ-03", "邓南上段沿江生态廊道（示例）", 17.4, 26.2, 180, "在建"),
    Reach("LD-CJ-04", "邓南下段沿江生态廊道（示例）", 26.6, 35.4, 160, "规划"),
    Reach(
        "LD-CJ-05", "纱帽城区段沿江生态廊道（示例）", 36.0, 45.2, 300, "建成", dt.date(2023, 12, 20)
    ),
    Reach("LD-CJ-06", "军山段沿江生态廊道（示例）", 45.8, 54.4, 260, "建成", dt.date(2024, 9, 30)),
    Reach("LD-CJ-07", "沌口南段沿江生态廊道（示例）", 54.8, 60.1, 320, "在建"),
    Reach(
        "LD-CJ-08", "沌口北段沿江生态廊道（示例）", 60.3, 65.2, 380, "建成", dt.date(2022, 11, 15)
    ),
)
HAN_REACHES = (
    Reach(
        "LD-HJ-01", "蔡甸城关段汉江生态廊道（示例）", 0.3, 6.2, 120, "建成", dt.date(2023, 6, 30)
    ),
)


def bank_inside(water: shapely.Geometry, district: shapely.Geometry) -> shapely.LineString:
    """The longest stretch of a river's outer water edge inside the district, west to east."""
    return _downstream(_longest(_outer_edge(water).intersection(district)))


def bank_opposite(
    water: shapely.Geometry, district: shapely.Geometry, near: shapely.Geometry
) -> shapely.LineString:
    """The water edge across the river: outside the district, within 3.5 km of its own bank."""
    edge = _outer_edge(water).difference(district.buffer(1))
    return _downstream(_longest(edge.intersection(near.buffer(3500, cap_style="flat"))))


def _outer_edge(water: shapely.Geometry) -> shapely.Geometry:
    """Outer rings only: the edges of islands are no bank."""
    return shapely.union_all([part.exterior for part in shapely.get_parts(water)])


def _longest(lines: shapely.Geometry) -> shapely.LineString:
    return max(shapely.get_parts(shapely.line_merge(lines)), key=shapely.length)


def _downstream(line: shapely.LineString) -> shapely.LineString:
    """Both rivers leave the district in the east."""
    return line if line.coords[0][0] <= line.coords[-1][0] else line.reverse()


def banks(lines: Mapping[str, tuple[str, str, shapely.LineString]]) -> gpd.GeoDataFrame:
    """`lines`: code -> (name, river, line). All are the water-side line of the source."""
    names, rivers, shapes = zip(*lines.values(), strict=True)
    return gpd.GeoDataFrame(
        {
            "编号": list(lines),
            "岸线名称": list(names),
            "河流": list(rivers),
            "岸线类型": ["临水边界线"] * len(lines),
            "是否干流": ["是" if river == "长江" else "否" for river in rivers],
            "来源说明": ["由1:400万水系水面边线派生，非法定岸线"] * len(lines),
        },
        geometry=shapely.set_precision(list(shapes), GRID_M),
        crs=PLANE,
    )


def corridors(
    reaches: Sequence[tuple[Reach, shapely.LineString]],
    water: shapely.Geometry,
    district: shapely.Geometry,
) -> gpd.GeoDataFrame:
    """A band of the given width on the land side of each reach."""
    bands = [_band(bank, reach, water, district) for reach, bank in reaches]
    kept = [reach for reach, _ in reaches]
    return gpd.GeoDataFrame(
        {
            "编号": [reach.code for reach in kept],
            "廊道名称": [reach.name for reach in kept],
            "建设状态": [reach.status for reach in kept],
            "宽度m": [reach.width_m for reach in kept],
            "建成日期": [reach.completed for reach in kept],
        },
        geometry=bands,
        crs=PLANE,
    )


def _band(
    bank: shapely.LineString, reach: Reach, water: shapely.Geometry, district: shapely.Geometry
) -> shapely.Geometry:
    line = stretch(bank, reach.from_km * 1000, reach.to_km * 1000)
    band = line.buffer(reach.width_m, cap_style="flat").difference(water).intersection(district)
    return shapely.set_precision(main_part(band).simplify(2), GRID_M)


def stretch(bank: shapely.LineString, from_m: float, to_m: float) -> shapely.LineString:
    """Part of a bank; a chainage past its end is an error of the table above."""
    if to_m > bank.length:
        raise ValueError(f"the bank is {bank.length / 1000:.1f} km long, asked {to_m / 1000:.1f}")
    return substring(bank, from_m, to_m)


def main_part(area: shapely.Geometry) -> shapely.Geometry:
    return max(shapely.get_parts(area), key=shapely.area)


def source_zones(
    bank: shapely.LineString, intake_m: float, water: shapely.Geometry, land: shapely.Geometry
) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Grade 1 and grade 2 areas around an intake, shaped as Wuhan draws them.

    Grade 1: 600 m upstream and 100 m downstream, half the river from the intake's bank and a strip
    of 50 m of land. Grade 2: 2,000 m further upstream and 200 m downstream, and 200 m of land.
    """
    first = _around(stretch(bank, intake_m - 600, intake_m + 100), water, land, 50, 450)
    wide = _around(stretch(bank, intake_m - 2600, intake_m + 300), water, land, 200, 900)
    return first, shapely.set_precision(main_part(wide.difference(first)), GRID_M)


def _around(
    line: shapely.LineString,
    water: shapely.Geometry,
    land: shapely.Geometry,
    on_land_m: float,
    on_water_m: float,
) -> shapely.Geometry:
    on_land = line.buffer(on_land_m, cap_style="flat").intersection(land)
    on_water = line.buffer(on_water_m, cap_style="flat").intersection(water)
    both = shapely.union_all([on_land, on_water]).buffer(1).buffer(-1)
    return shapely.set_precision(main_part(both), GRID_M)
