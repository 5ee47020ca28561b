"""Illustrative protected waters and sewage service areas (示例)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from demonstration.lake_shapes import clear_of, lake_like
from demonstration.riverside import main_part, source_zones
from demonstration.sources import PLANE
from demonstration.urban import GRID_M, Town

GREEN_LINE_M = 30.0  # 武汉市湖泊整治管理办法: at least 30 m out from the water line
GREY_LINE_M = 300.0
RESERVE_LAKE = "沉湖"
LINED_LAKES = ("后官湖", "未命名水体 5", "未命名水体 18")
INTAKES = (
    ("SY-SM", "纱帽水源地", "长江", 34_500.0),
    ("SY-ZK", "沌口水源地", "长江", 57_000.0),
    ("SY-CD", "蔡甸水源地", "汉江", 3_600.0),
)


@dataclass(frozen=True, slots=True)
class Protected:
    """One row of the layer; approval is left empty because nothing was approved."""

    code: str
    name: str
    grade: str
    target_class: str
    area: shapely.Geometry


def protected_waters(
    banks: dict[str, shapely.LineString],
    rivers: dict[str, shapely.Geometry],
    lakes: gpd.GeoDataFrame,
    district: shapely.Geometry,
    built: shapely.Geometry,
) -> gpd.GeoDataFrame:
    """Source zones at three intakes, three control lines around lakes, one reserve.

    The source of the lakes has 3 to 9 corners, so their outlines here are invented in its place
    and size, and moved until the green line is clear of `built`.
    """
    land = district.difference(shapely.union_all(list(rivers.values())))
    rows = [
        row
        for code, name, river, at_m in INTAKES
        for row in _source(code, name, source_zones(banks[river], at_m, rivers[river], land))
    ]
    for number, name in enumerate(LINED_LAKES, 1):
        water = clear_of(_lake(lakes, name), built.buffer(GREEN_LINE_M))
        rows += _lines_of(f"HX-{number:02d}", name, water)
    reserve = _lake(lakes, RESERVE_LAKE).buffer(500).simplify(20)
    rows.append(Protected("BH-01", "沉湖湿地保护区（示例）", "保护区", "Ⅲ类", reserve))
    return _frame(rows)


def _source(
    code: str, name: str, areas: tuple[shapely.Geometry, shapely.Geometry]
) -> list[Protected]:
    first, second = areas
    return [
        Protected(f"{code}-1", f"{name}一级保护区（示例）", "一级保护区", "Ⅱ类", first),
        Protected(f"{code}-2", f"{name}二级保护区（示例）", "二级保护区", "Ⅲ类", second),
    ]


def _lake(lakes: gpd.GeoDataFrame, name: str) -> shapely.Polygon:
    return lake_like(lakes.loc[lakes["湖名"] == name].geometry.iloc[0], name)


def _lines_of(code: str, name: str, water: shapely.Polygon) -> list[Protected]:
    """Blue is the water itself, green a ring of 30 m around it, grey the ring beyond."""
    green = water.buffer(GREEN_LINE_M)
    grey = water.buffer(GREY_LINE_M)
    return [
        Protected(f"{code}-L", f"{name}蓝线（示例）", "蓝线", "Ⅲ类", water),
        Protected(f"{code}-G", f"{name}绿线（示例）", "绿线", "", green.difference(water)),
        Protected(f"{code}-H", f"{name}灰线（示例）", "灰线", "", grey.difference(green)),
    ]


def _frame(rows: Sequence[Protected]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "编号": [row.code for row in rows],
            "名称": [row.name for row in rows],
            "保护级别": [row.grade for row in rows],
            "水质目标": [row.target_class or None for row in rows],
        },
        geometry=shapely.set_precision([row.area for row in rows], GRID_M),
        crs=PLANE,
    )


# Service areas by town: the plant (of HydroWASTE) and how much of the town, from its middle out.
SERVED = (
    ("FW-01", "沌口污水处理厂服务范围（示例）", "HW-46737", "ZK", 0.96),
    ("FW-02", "蔡甸污水处理厂服务范围（示例）", "HW-46730", "CD", 0.90),
    ("FW-03", "纱帽污水处理厂服务范围（示例）", "HW-46729", "SM", 0.93),
    ("FW-04", "军山片区污水服务范围（示例）", "HW-46737", "JS", 0.88),
    ("FW-05", "常福片区污水服务范围（示例）", "HW-46730", "CF", 0.72),
)


def service_areas(towns: Sequence[Town]) -> gpd.GeoDataFrame:
    """The inner blocks of each town; what lies outside them is a blank area of the network."""
    by_code = {town.place.code: town for town in towns}
    return gpd.GeoDataFrame(
        {
            "编号": [row[0] for row in SERVED],
            "服务区名称": [row[1] for row in SERVED],
            "污水厂编号": [row[2] for row in SERVED],
        },
        geometry=[_served(by_code[row[3]], row[4]) for row in SERVED],
        crs=PLANE,
    )


def _served(town: Town, share: float) -> shapely.Geometry:
    middles = shapely.get_coordinates(shapely.centroid(town.blocks))
    # Seen from a point off the middle, so that the blank areas lie on one side of the town.
    away = np.hypot(*(middles - middles.mean(axis=0) - 900).T)
    near = town.blocks[away <= np.quantile(away, share)]
    area = shapely.union_all(near).buffer(30, join_style="mitre").buffer(-25, join_style="mitre")
    return shapely.set_precision(main_part(area), GRID_M)
