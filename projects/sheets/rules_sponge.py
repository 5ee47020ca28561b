"""Rules of the sponge city: runoff coefficients, design rainfall, targets by year."""

from __future__ import annotations

from geo.figures.units import MILLIMETRES, RATIO
from geo.words import Text
from geo.years import LAST_YEAR
from layers.kinds.codes import DIVISION_LEVELS, SURFACES
from projects.sheets.declaration import SheetColumn, rule

SURFACE_WORDS = tuple((code.value, code.title) for code in SURFACES)


def _coefficient(name: str, title: Text, *, required: bool = False) -> SheetColumn:
    return SheetColumn(name, title, unit=RATIO, required=required, low=0.0, high=1.0)


RUNOFF_COEFFICIENTS = rule(
    "runoff_coefficients",
    Text("雨量径流系数", "Runoff coefficients"),
    Text(
        "各类下垫面的雨量径流系数：范围与采用值。容积计算只用雨量径流系数，流量径流系数仅供对照。",
        "Volumetric runoff coefficient of each surface: its range and the value used. Volumes use "
        "it alone; the coefficient of peak flow stands beside it for comparison.",
    ),
    (
        SheetColumn(
            "surface",
            Text("下垫面类型", "Surface"),
            "code",
            required=True,
            codes=SURFACE_WORDS,
        ),
        _coefficient("used", Text("采用值", "Value used"), required=True),
        _coefficient("low", Text("下限", "Low"), required=True),
        _coefficient("high", Text("上限", "High"), required=True),
        _coefficient("peak_low", Text("流量径流系数下限", "Peak flow, low")),
        _coefficient("peak_high", Text("流量径流系数上限", "Peak flow, high")),
    ),
    ("surface",),
)

DESIGN_RAINFALL = rule(
    "design_rainfall",
    Text("设计降雨量", "Design rainfall"),
    Text(
        "各城市年径流总量控制率对应的设计降雨量；没有可靠数值的城市不设默认值。",
        "Design rainfall of a city for each capture ratio; there is no default for a city without "
        "a value that can be relied on.",
    ),
    (
        SheetColumn("city", Text("城市", "City"), "text", required=True),
        SheetColumn(
            "ratio",
            Text("年径流总量控制率", "Capture ratio"),
            unit=RATIO,
            required=True,
            low=0.01,
            high=0.99,
        ),
        SheetColumn(
            "depth_mm",
            Text("设计降雨量", "Design rainfall"),
            unit=MILLIMETRES,
            required=True,
            low=0.1,
            high=500.0,
        ),
    ),
    ("city", "ratio"),
)

SPONGE_TARGETS = rule(
    "sponge_targets",
    Text("海绵城市达标面积目标", "Sponge-city targets"),
    Text(
        "到某一年建成区应有多大比例的面积达到海绵城市建设要求。",
        "The share of the built-up area that is to meet the requirement by a year.",
    ),
    (
        SheetColumn("year", Text("年份", "Year"), required=True, low=2000.0, high=LAST_YEAR),
        SheetColumn(
            "level",
            Text("层级", "Level"),
            "code",
            required=True,
            codes=tuple((code.value, code.title) for code in DIVISION_LEVELS),
        ),
        SheetColumn("area", Text("适用范围", "Applies to"), "text", required=True),
        SheetColumn(
            "share",
            Text("达标面积比例", "Share"),
            unit=RATIO,
            required=True,
            low=0.0,
            high=1.0,
        ),
    ),
    ("year", "level", "area"),
)

SPONGE_RULES = (RUNOFF_COEFFICIENTS, DESIGN_RAINFALL, SPONGE_TARGETS)
