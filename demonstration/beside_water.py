"""Illustrative outfalls and enterprises (示例), set along the banks by chainage.

Coordinates are metres in the plane of zone 38 (EPSG:4547); chainage runs downstream, the offset
of a place is on the land side of its bank.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import geopandas as gpd
import shapely

from demonstration.sources import PLANE
from demonstration.urban import GRID_M


@dataclass(frozen=True, slots=True)
class Outfall:
    """`at`: chainage on a bank in km, or the code of the area it lies in."""

    name: str
    kind: str
    water: str
    at: float | str
    permitted: str
    started: dt.date | None = None
    used: str = "是"


@dataclass(frozen=True, slots=True)
class Enterprise:
    """A site by bank, chainage in km and distance from the water in m."""

    name: str
    sector: str
    change: str | None
    bank: str
    at_km: float
    off_m: float
    started: dt.date | None = None


# Four lie in source zones: one of grade 1 (Caidian), three of grade 2 (one in each place).
OUTFALLS = (
    Outfall("东荆村雨水排口", "雨水排口", "长江", 4.2, "否"),
    Outfall("邓南街污水厂排口", "污水厂排口", "长江", 15.6, "是", dt.date(2018, 9, 1)),
    Outfall("邓南养殖排口", "农业排口", "长江", 24.0, "否"),
    Outfall("水源地二级区内合流口", "合流口", "长江", "SY-SM-2", "否", dt.date(2009, 5, 1)),
    Outfall("纱帽污水厂排口", "污水厂排口", "长江", 40.4, "是", dt.date(2012, 11, 20)),
    Outfall("纱帽南雨水排口", "雨水排口", "长江", 42.3, "是", dt.date(2016, 4, 1)),
    Outfall("军山雨水排口", "雨水排口", "长江", 47.5, "是", dt.date(2019, 6, 18)),
    Outfall("军山企业排口", "工业排污口", "长江", 50.8, "是", dt.date(2015, 3, 9)),
    Outfall("水源地二级区内雨水排口", "雨水排口", "长江", "SY-ZK-2", "是", dt.date(2021, 8, 5)),
    Outfall("沌口南污水厂排口", "污水厂排口", "长江", 60.4, "是", dt.date(2014, 12, 1)),
    Outfall("沌口北雨水排口", "雨水排口", "长江", 63.9, "是", dt.date(2020, 10, 10)),
    Outfall("水源地一级区内直排口", "直排口", "汉江", "SY-CD-1", "否"),
    Outfall("蔡甸污水厂排口", "污水厂排口", "汉江", 5.9, "是", dt.date(2011, 7, 1)),
    Outfall("蔡甸老街合流口", "合流口", "汉江", 1.4, "否", None, "否"),
    Outfall("后官湖绿线内雨水排口", "雨水排口", "后官湖", "HX-01-G", "是", dt.date(2022, 5, 16)),
    Outfall("城关沟渠直排口", "直排口", "城区沟渠", "JCQ-CD", "否"),
    Outfall("纱帽沟渠直排口", "直排口", "城区沟渠", "JCQ-SM", "否", None, "否"),
)
# The ban within 1 km holds from 2021-03-01 and names new and extended sites, not rebuilt ones.
ENTERPRISES = (
    Enterprise("江畔化工", "化工企业", "扩建", "长江", 21.0, 420, dt.date(2022, 6, 15)),
    Enterprise("邓南涂料", "化工企业", "新建", "长江", 27.5, 780, dt.date(2012, 4, 1)),
    Enterprise("纱帽助剂", "化工企业", "新建", "长江", 39.0, 640),
    Enterprise("军山树脂", "化工企业", "技改", "长江", 49.4, 910, dt.date(2023, 3, 20)),
    Enterprise("临江化工园", "化工园区", "扩建", "长江", 31.2, 985, dt.date(2024, 1, 8)),
    Enterprise("沌口精细化工", "化工企业", "新建", "长江", 58.0, 1_340, dt.date(2023, 9, 1)),
    Enterprise("蔡甸试剂", "化工企业", "新建", "汉江", 4.6, 700, dt.date(2021, 3, 1)),
    Enterprise("东荆尾矿库", "尾矿库", "新建", "长江", 8.0, 2_300, dt.date(2021, 11, 30)),
    Enterprise("汉江尾矿库", "尾矿库", "新建", "汉江", 2.2, 1_450, dt.date(2022, 2, 14)),
    Enterprise("沌口整车厂", "其他", "扩建", "长江", 61.5, 2_600, dt.date(2022, 8, 1)),
    Enterprise("军山电子", "其他", "新建", "长江", 52.0, 760, dt.date(2021, 7, 7)),
    Enterprise("蔡甸纸品", "造纸", "新建", "汉江", 5.4, 520, dt.date(2008, 10, 1)),
    Enterprise("纱帽机械", "其他", "新建", "长江", 43.6, 1_900),
    Enterprise("邓南仓储", "其他", None, "长江", 18.7, 330, dt.date(2019, 1, 1)),
)


def outfalls(
    banks: dict[str, shapely.LineString], areas: dict[str, shapely.Geometry]
) -> gpd.GeoDataFrame:
    """`banks` by river, `areas` (protected waters, built-up areas) by code."""
    return gpd.GeoDataFrame(
        {
            "排污口编号": [f"PK-{number:02d}" for number in range(1, len(OUTFALLS) + 1)],
            "排口名称": [f"{one.name}（示例）" for one in OUTFALLS],
            "排口类型": [one.kind for one in OUTFALLS],
            "是否审批": [one.permitted for one in OUTFALLS],
            "是否在用": [one.used for one in OUTFALLS],
            "受纳水体": [one.water for one in OUTFALLS],
            "设置日期": [one.started for one in OUTFALLS],
        },
        geometry=shapely.set_precision(
            [_outfall_place(one, banks, areas) for one in OUTFALLS], GRID_M
        ),
        crs=PLANE,
    )


def _outfall_place(
    one: Outfall, banks: dict[str, shapely.LineString], areas: dict[str, shapely.Geometry]
) -> shapely.Point:
    if isinstance(one.at, float):
        return shapely.line_interpolate_point(banks[one.water], one.at * 1000)
    return areas[one.at].representative_point()


def enterprises(banks: dict[str, shapely.LineString]) -> gpd.GeoDataFrame:
    """`banks` by river."""
    return gpd.GeoDataFrame(
        {
            "企业编号": [f"QY-{number:02d}" for number in range(1, len(ENTERPRISES) + 1)],
            "企业名称": [f"{one.name}（示例）" for one in ENTERPRISES],
            "所属行业": [one.sector for one in ENTERPRISES],
            "建设性质": [one.change for one in ENTERPRISES],
            "开工日期": [one.started for one in ENTERPRISES],
        },
        geometry=shapely.set_precision(
            [_site(banks[one.bank], one) for one in ENTERPRISES], GRID_M
        ),
        crs=PLANE,
    )


def _site(bank: shapely.LineString, one: Enterprise) -> shapely.Point:
    """Off the bank on the side of its land: the river is to the right of both banks as drawn."""
    side = 1 if one.bank == "长江" else -1
    ahead = shapely.offset_curve(bank.simplify(60), side * one.off_m)
    here = shapely.line_interpolate_point(bank, one.at_km * 1000)
    return shapely.line_interpolate_point(ahead, shapely.line_locate_point(ahead, here))
