"""Limits of asking about a place, that no plan sets: how far is looked, how large it may be."""

from __future__ import annotations

from geo.figures.units import NUMBER
from geo.words import Text
from projects.sheets.declaration import SheetColumn, rule

SITE_REACH, SECTION_REACH, SITE_AREA = "site_reach_m", "section_reach_m", "site_area_km2"
ASKED_AREA, ASKED_DISTANCE, ASKED_FEATURES = "asked_area_km2", "asked_distance_m", "asked_features"
PLACE_LIMIT_TITLES = (
    (
        SITE_REACH,
        Text("选址研判：查找最近要素的距离（米）", "site check: metres within which is looked"),
    ),
    (
        SECTION_REACH,
        Text("选址研判：查找监测断面的距离（米）", "site check: metres to sections"),
    ),
    (SITE_AREA, Text("选址研判：最大面积（平方千米）", "site check: largest site (km²)")),
    (ASKED_AREA, Text("范围查询：最大面积（平方千米）", "asking: largest area (km²)")),
    (ASKED_DISTANCE, Text("范围查询：最大距离（米）", "asking: longest distance (m)")),
    (
        ASKED_FEATURES,
        Text("范围查询：每个图层最多的要素数", "asking: most features of one layer"),
    ),
)
PLACE_LIMITS = rule(
    "place_limits",
    Text("选址与范围查询界限", "Limits of sites and of asking"),
    Text(
        "选址研判和地图上的范围查询看多远、至多多大、至多多少要素；"
        "没有文件或标准规定，由本单位选定。",
        "How far a site check and a question on the map look, how large a place and how many "
        "features they take: no plan and no standard sets these, each office chooses.",
    ),
    (
        SheetColumn(
            "limit", Text("界限", "Limit"), "code", required=True, codes=PLACE_LIMIT_TITLES
        ),
        SheetColumn("value", Text("数值", "Value"), unit=NUMBER, required=True, low=1.0, high=1e6),
    ),
    ("limit",),
)
PLACE_RULES = (PLACE_LIMITS,)
