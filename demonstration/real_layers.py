"""The layers that are real: boundaries, waters, sewage plants, sections.

Nothing here is invented and no name carries 示例; what is approximate says so.
"""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
import shapely

from demonstration.sources import CGCS2000, PLANE

DISTRICT_CODES = ("420113", "420114")  # 汉南区, 蔡甸区
MARGIN_M = 2000.0
RIVER_MARGIN_M = 15_000.0
LEAST_LAKE_M2 = 1.0e5
GRID_M = 0.01
# Named by position where geography leaves no doubt; every other lake stays unnamed.
KNOWN_LAKES = {"后官湖": (114.118, 30.508), "沉湖": (113.830, 30.341)}


def admin_layer(divisions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The two districts as the source has them, in degrees (EPSG:4490)."""
    chosen = divisions[divisions["code"].isin(DISTRICT_CODES)]
    return gpd.GeoDataFrame(
        {
            "区划代码": chosen["code"].to_list(),
            "区划名称": chosen["name"].to_list(),
            "级别": ["区县级"] * len(chosen),
        },
        geometry=chosen.geometry.to_list(),
        crs=CGCS2000,
    )


def lake_layer(
    waters: gpd.GeoDataFrame,
    rivers: shapely.Geometry,
    district: shapely.Geometry,
    divisions: gpd.GeoDataFrame,
) -> gpd.GeoDataFrame:
    """OpenStreetMap water off the rivers, in or near the district, cut to its margin."""
    nearby = district.buffer(MARGIN_M)
    off_river = waters[~waters.intersects(rivers.buffer(250)) & waters.intersects(nearby)]
    lakes = off_river.clip(nearby).explode(ignore_index=True)
    lakes = lakes[lakes.area >= LEAST_LAKE_M2].copy()
    lakes["geometry"] = shapely.set_precision(lakes.geometry.values, GRID_M)
    middles = lakes.representative_point()
    order = pd.DataFrame({"y": -middles.y.round(-3), "x": middles.x}).sort_values(["y", "x"]).index
    lakes = lakes.loc[order].reset_index(drop=True)
    return gpd.GeoDataFrame(
        {
            "编号": [f"HP-{number:02d}" for number in range(1, len(lakes) + 1)],
            "湖名": _lake_names(lakes.geometry),
            "所在区": district_of(lakes.representative_point(), divisions),
            "来源说明": ["OSM水面，轮廓经数据源概化"] * len(lakes),
        },
        geometry=lakes.geometry,
        crs=PLANE,
    )


def _lake_names(lakes: gpd.GeoSeries) -> list[str]:
    known = gpd.GeoSeries(
        gpd.points_from_xy(*zip(*KNOWN_LAKES.values(), strict=True)), crs=CGCS2000
    )
    names, unnamed = [], 0
    for lake in lakes:
        inside = [
            n for n, p in zip(KNOWN_LAKES, known.to_crs(PLANE), strict=True) if lake.covers(p)
        ]
        unnamed += not inside
        names.append(inside[0] if inside else f"未命名水体 {unnamed}")
    return names


def district_of(points: gpd.GeoSeries, divisions: gpd.GeoDataFrame) -> list[str]:
    """Name of the district around each point; empty outside of all."""
    frame = gpd.GeoDataFrame(geometry=points).to_crs(divisions.crs)
    found = frame.sjoin(divisions[["name", "geometry"]], how="left", predicate="within")
    return list(found[~found.index.duplicated()]["name"].fillna(""))


def river_layer(rivers: Mapping[str, shapely.Geometry], city: shapely.Geometry) -> gpd.GeoDataFrame:
    """Water surface of the Yangtze and the Han within Wuhan and a margin; islands are holes."""
    nearby = city.buffer(RIVER_MARGIN_M)
    surfaces = [shapely.set_precision(r.intersection(nearby), GRID_M) for r in rivers.values()]
    return gpd.GeoDataFrame(
        {
            "编号": ["HL-01", "HL-02"],
            "河名": list(rivers),
            "是否干流": ["是" if name == "长江" else "否" for name in rivers],
            "来源说明": ["1:400万水系水面"] * len(rivers),
        },
        geometry=surfaces,
        crs=PLANE,
    )


def han_line_layer(line: shapely.Geometry, district: shapely.Geometry) -> gpd.GeoDataFrame:
    """The Han upstream of its mapped surface, as a centre line, near the district."""
    near = line.intersection(district.buffer(10 * MARGIN_M))
    return gpd.GeoDataFrame(
        {
            "编号": ["HL-03"],
            "河名": ["汉江"],
            "是否干流": ["否"],
            "来源说明": ["1:400万水系中心线"],
        },
        geometry=[shapely.set_precision(near, GRID_M)],
        crs=PLANE,
    )


def plant_layer(facts: pd.DataFrame, divisions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """HydroWASTE plants; the source gives no names, so the district and its id make one."""
    points = gpd.GeoSeries(gpd.points_from_xy(facts["LON_WWTP"], facts["LAT_WWTP"]), crs=CGCS2000)
    districts = district_of(points, divisions)
    numbers = facts["WASTE_ID"].to_list()
    return gpd.GeoDataFrame(
        {
            "厂编号": [f"HW-{number}" for number in numbers],
            "污水厂名称": [
                f"{district}污水处理厂（HydroWASTE {number}）"
                for district, number in zip(districts, numbers, strict=True)
            ],
            "所在区": districts,
            "日处理量": facts["WASTE_DIS"].to_list(),
            "服务人口": facts["POP_SERVED"].to_list(),
            "处理程度": ["二级处理"] * len(facts),
        },
        geometry=points,
        crs=CGCS2000,
    )


def section_layer(
    facts: pd.DataFrame, rivers: Mapping[str, shapely.Geometry], bank_inset_m: float = 150.0
) -> gpd.GeoDataFrame:
    """Named sections, moved from their approximate position to the water's edge of their bank.

    `rivers`: water surfaces by name; a river narrower than two insets keeps its edge.
    """
    points = gpd.GeoSeries(
        gpd.points_from_xy(facts["经度"].astype(float), facts["纬度"].astype(float)), crs=CGCS2000
    ).to_crs(PLANE)
    waters = {
        name: inner if not (inner := water.buffer(-bank_inset_m)).is_empty else water
        for name, water in rivers.items()
    }
    placed = [
        shapely.shortest_line(point, waters[river]).coords[-1]
        for point, river in zip(points, facts["河流"], strict=True)
    ]
    names = [f"{name}断面（位置示意）" for name in facts["断面"]]
    columns = facts[["编号", "河流", "岸别", "上游区", "下游区", "对照断面"]]
    return gpd.GeoDataFrame(
        {"断面编号": columns["编号"], "断面名称": names, **columns.drop(columns="编号")},
        geometry=shapely.points(placed),
        crs=PLANE,
    )
