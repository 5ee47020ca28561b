"""Illustrative sections (示例) on the waters of the district, and their invented months.

Nothing here was measured: each value follows from the section, the month and the item, so that the
same file is written again. A few months are odd on purpose; `ODD` names them.
"""

from __future__ import annotations

import csv
import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import shapely

from demonstration.sources import PLANE
from demonstration.urban import GRID_M

MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024, 2025) for month in range(1, 13)][:28]
HEADS = {
    "temp": "水温(℃)",
    "pH": "pH",
    "DO": "溶解氧(mg/L)",
    "CODMn": "高锰酸盐指数(mg/L)",
    "NH3-N": "氨氮(mg/L)",
    "TP": "总磷(mg/L)",
    "TN": "总氮(mg/L)",
    "chl": "叶绿素a(mg/m³)",
    "SD": "透明度(m)",
}
DIGITS = {"temp": 1, "pH": 2, "DO": 2, "CODMn": 2, "NH3-N": 3, "TP": 3, "TN": 2, "chl": 1, "SD": 2}
NOTE = "示例数值，不是任何断面的实测值"
SPREAD = 0.12
WARMEST_MONTH = 7


@dataclass(frozen=True, slots=True)
class Example:
    """`at`: chainage on a bank in km, or the code of the lake it lies in; `level`: usual values."""

    code: str
    name: str
    river: str
    at: float | str
    upstream: str
    downstream: str
    target: str
    control: str
    level: Mapping[str, float]


EXAMPLES = (
    Example(
        "SL-01", "示例断面甲", "长江", 3.0, "市外", "汉南区", "Ⅱ类", "",
        {"pH": 7.8, "DO": 8.3, "CODMn": 2.4, "NH3-N": 0.18, "TP": 0.070, "TN": 1.8},
    ),
    Example(
        "SL-02", "示例断面乙", "汉江", 0.8, "市外", "蔡甸区", "Ⅲ类", "",
        {"pH": 7.6, "DO": 6.5, "CODMn": 4.4, "NH3-N": 0.65, "TP": 0.148, "TN": 2.4},
    ),
    Example(
        "SL-03", "示例断面丙", "汉江", 6.0, "蔡甸区", "汉阳区", "Ⅲ类", "SL-02",
        {"pH": 7.9, "DO": 5.6, "CODMn": 5.6, "NH3-N": 0.90, "TP": 0.180, "TN": 2.9},
    ),
    Example(
        "SL-04", "示例断面丁", "后官湖", "HX-01-L", "蔡甸区", "", "Ⅲ类", "",
        {"pH": 8.1, "DO": 8.9, "CODMn": 3.9, "NH3-N": 0.16, "TP": 0.043, "TN": 0.95,
         "chl": 14.0, "SD": 0.90},
    ),
)  # fmt: skip
ODD = {
    ("SL-03", "2024-08", "DO"): 3.6,
    ("SL-03", "2024-08", "NH3-N"): 1.62,
    ("SL-02", "2024-11", "TP"): 0.480,
    ("SL-04", "2025-02", "NH3-N"): 1.210,
}
SHALLOW = tuple(month for month in MONTHS if "2024-03" < month < "2025-04")
"""Months in which the lake's transparency is written down as the same."""
HAPPENED_NOT = {("SL-03", "2025-01")}


def sections(
    banks: Mapping[str, shapely.LineString], areas: Mapping[str, shapely.Geometry]
) -> gpd.GeoDataFrame:
    """`banks` by river, `areas` (protected waters) by code."""
    places = [
        shapely.line_interpolate_point(banks[one.river], one.at * 1000)
        if isinstance(one.at, float)
        else areas[one.at].representative_point()
        for one in EXAMPLES
    ]
    return gpd.GeoDataFrame(
        {
            "断面编号": [one.code for one in EXAMPLES],
            "断面名称": [one.name for one in EXAMPLES],
            "河流": [one.river for one in EXAMPLES],
            "上游区": [one.upstream for one in EXAMPLES],
            "下游区": [one.downstream for one in EXAMPLES],
            "水质目标": [one.target for one in EXAMPLES],
            "对照断面": [one.control for one in EXAMPLES],
            "是否湖库": ["是" if isinstance(one.at, str) else "否" for one in EXAMPLES],
        },
        geometry=shapely.set_precision(places, GRID_M),
        crs=PLANE,
    )


def write_months(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("断面名称", "年月", *HEADS.values(), "备注"))
        writer.writerows(_rows())


def _rows() -> Iterator[tuple[str, ...]]:
    for one in EXAMPLES:
        for month in MONTHS:
            if (one.code, month) not in HAPPENED_NOT:
                values = [_written(one, month, item) for item in HEADS]
                yield (one.name, month, *values, NOTE)


def _written(one: Example, month: str, item: str) -> str:
    if item == "SD" and item in one.level and month in SHALLOW:
        return "0.80"
    if item != "temp" and item not in one.level:
        return ""
    value = ODD.get((one.code, month, item), _usual(one, month, item))
    return f"{value:.{DIGITS[item]}f}"


def _usual(one: Example, month: str, item: str) -> float:
    """Around the usual value; oxygen and temperature go with the season."""
    chance = hashlib.sha256(f"{one.code} {month} {item}".encode()).digest()[0] / 255 - 0.5
    season = math.cos(2 * math.pi * (int(month[5:]) - WARMEST_MONTH) / 12)
    if item == "temp":
        return 18.5 + 10.0 * season + 2 * chance
    level = one.level[item]
    if item == "pH":
        return level + 0.3 * chance
    if item == "DO":
        return level * (1 - 0.12 * season + SPREAD * chance)
    return level * (1 + 2 * SPREAD * chance)
