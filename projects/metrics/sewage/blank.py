"""Blank areas of sewage: built-up ground that no declared service area covers, piece by piece."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.overlay.uncovered import OUTSIDE, SLIVER_AREA_M2, SLIVER_WIDTH_M, Uncovered, uncovered
from geo.words import Text
from projects.metrics import roles
from projects.metrics.cards import Card
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    SQUARE_METRES,
    Check,
    Column,
    Computed,
    Given,
    Metric,
    Sum,
    Table,
)
from projects.metrics.families import SEWAGE
from projects.metrics.parameters import distance, limit
from projects.metrics.results import (
    ROUNDING,
    add_up,
    area,
    area_amount,
    both,
    note,
    share,
    text_or_none,
)
from projects.metrics.stands import ASIDE, MISSED


def compute(given: Given) -> Computed:
    """Pieces largest first, slivers apart; neighbourhoods add up to the whole."""
    places = given.frames.get("neighbourhoods")
    found = uncovered(
        given.frames["built_up"],
        given.frames["service_areas"],
        places,
        sliver_width_m=given.parameters["sliver_width_m"],
        sliver_area_m2=given.parameters["sliver_area_m2"],
    )
    pieces = _pieces(found.pieces)
    result = {
        "total": _total(found),
        "pieces": pieces,
        "neighbourhoods": [] if places is None else _places(places, found.by_place),
        "notes": _notes(found),
    }
    keys = [row["key"] for row in pieces]
    shapes = gpd.GeoSeries(found.pieces.geometry.to_numpy(), index=keys, crs=found.pieces.crs)
    return Computed(result, {"pieces": shapes})


def _total(found: Uncovered) -> dict[str, Any]:
    three = {"served_m2": found.served_m2, "blank_m2": found.blank_m2, "sliver_m2": found.sliver_m2}
    return {
        "built_up_m2": area(found.region_m2),
        **add_up("built_up_m2", found.region_m2, three),
        "blank_share": share(found.blank_m2, found.region_m2),
        "pieces": int((~found.pieces["sliver"]).sum()),
        "slivers": int(found.pieces["sliver"].sum()),
    }


def _pieces(pieces: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    return [
        {
            "key": f"K{number}",
            "name": None,
            "area_m2": area(size),
            "kind": "sliver" if sliver else "blank",
        }
        for number, (size, sliver) in enumerate(
            zip(pieces["area_m2"], pieces["sliver"], strict=True), 1
        )
    ]


def _places(places: gpd.GeoDataFrame, table: pd.DataFrame) -> list[dict[str, Any]]:
    """One row a neighbourhood, and one for the ground in none of them, if there is any."""
    rows = []
    for found in table.to_dict("records"):
        if found["place"] == OUTSIDE and found["region_m2"] <= 0:
            continue
        rows.append(_place(places, found))
    return rows


def _place(places: gpd.GeoDataFrame, found: Mapping[Any, Any]) -> dict[str, Any]:
    outside = found["place"] == OUTSIDE
    at = int(found["place"])
    return {
        "key": "—" if outside else places["key"].iloc[at],
        "name": both(IN_NONE) if outside else text_or_none(places["name"].iloc[at]),
        "built_up_m2": area(found["region_m2"]),
        **add_up("built_up_m2", found["region_m2"], {one: found[one] for one in PARTS}),
        "blank_share": share(found["blank_m2"], found["region_m2"]),
        "pieces": int(found["pieces"]),
    }


def _notes(found: Uncovered) -> list[dict[str, Any]]:
    notes = [
        note(
            "area-is-no-rate",
            "空白区按申报的服务范围面积计算；面积覆盖率不是污水收集率，也不是处理率。",
            "Blank areas follow from the declared service areas; a share of area is neither a "
            "collection rate nor a treatment rate.",
        )
    ]
    if found.place_overlap_m2 > ROUNDING * found.region_m2:
        notes.append(
            note(
                "neighbourhoods-overlap",
                "有 {area_m2} 建成区同属几个片区，只计入排在前面的片区。",
                "{area_m2} of the built-up area lie in several neighbourhoods and count "
                "for the first of them.",
                area_m2=area_amount(found.place_overlap_m2),
            )
        )
    return notes


PARTS = ("served_m2", "blank_m2", "sliver_m2")
IN_NONE = Text("不在任何片区", "in no neighbourhood")
BUILT_UP = Column("built_up_m2", Text("建成区面积", "Built-up area"), SQUARE_METRES, sums=True)
SERVED = Column("served_m2", Text("服务范围内", "Served"), SQUARE_METRES, sums=True)
BLANK = Column("blank_m2", Text("空白区面积", "Blank area"), SQUARE_METRES, sums=True)
SLIVER = Column("sliver_m2", Text("碎屑面积", "Slivers"), SQUARE_METRES, sums=True)
SHARE = Column("blank_share", Text("空白区占比", "Blank share"), RATIO)
PIECES = Column("pieces", Text("空白图斑数", "Blank pieces"), COUNT)

SEWAGE_BLANK_AREAS = Metric(
    id="sewage_blank_areas",
    version=3,
    family=SEWAGE,
    place=10,
    title=Text("污水收集处理空白区", "Blank areas of sewage"),
    summary=Text(
        "建成区中不在任何污水服务范围内的地块，逐块列出，碎屑单列。",
        "Built-up ground outside every sewage service area, piece by piece, slivers apart.",
    ),
    formula=Text(
        "空白区 = ∪建成区 − ∪服务范围；建成区 = 服务范围内 + 空白区 + 碎屑。"
        "碎屑：面积或最大宽度小于参数的图斑。",
        "blank = ∪built-up − ∪service areas; built-up = served + blank + slivers. A sliver is "
        "smaller than the given area or nowhere as wide as the given width.",
    ),
    source=Text(
        "《城镇污水处理提质增效三年行动方案（2019—2021年）》（建城〔2019〕52号）提出基本消除空白区；"
        "“空白区”没有官方数值定义，按上式计算。",
        "Ministry notice Jiancheng [2019] No. 52 asks to eliminate blank areas; no document "
        "defines them in numbers, so the formula above is used.",
    ),
    unit=SQUARE_METRES,
    headline="blank_m2",
    inputs=(
        replace(
            roles.BUILT_UP,
            summary=Text("空白区在其中查找。", "Where blank areas are looked for."),
        ),
        roles.SERVICE_AREAS,
        replace(
            roles.DIVISIONS,
            name="neighbourhoods",
            title=Text("片区", "Neighbourhoods"),
            summary=Text("给出时按片区分列。", "If given, figures are listed by neighbourhood."),
            fields=(),
            optional=True,
        ),
    ),
    parameters=(
        distance(
            "sliver_width_m",
            Text("碎屑宽度", "Width of a sliver"),
            Text("最大宽度小于它的图斑算碎屑。", "Pieces nowhere as wide are slivers."),
            SLIVER_WIDTH_M,
            100.0,
        ),
        limit(
            "sliver_area_m2",
            Text("碎屑面积", "Area of a sliver"),
            Text("面积小于它的图斑算碎屑。", "Smaller pieces are slivers."),
            SLIVER_AREA_M2,
            SQUARE_METRES,
            100_000.0,
        ),
    ),
    total=(
        BUILT_UP,
        SERVED,
        BLANK,
        SLIVER,
        SHARE,
        PIECES,
        Column("slivers", Text("碎屑数", "Slivers, number"), COUNT),
    ),
    tables=(
        Table(
            "pieces",
            Text("空白图斑", "Blank pieces"),
            (
                Column("area_m2", Text("面积", "Area"), SQUARE_METRES),
                Column(
                    "kind",
                    Text("类别", "Kind"),
                    NO_UNIT,
                    "code",
                    {"blank": Text("空白区", "blank"), "sliver": Text("碎屑", "sliver")},
                    stands={"blank": MISSED, "sliver": ASIDE},
                ),
            ),
            shapes=True,
            size="area_m2",
        ),
        Table(
            "neighbourhoods",
            Text("片区", "Neighbourhoods"),
            (BUILT_UP, SERVED, BLANK, SLIVER, SHARE, PIECES),
            size="blank_m2",
        ),
    ),
    nulls=Text(
        "没有服务范围要素时整个建成区为空白区；没有建成区时占比为空。",
        "Without service areas all of the built-up area is blank; without it there is no share.",
    ),
    compute=compute,
    card=Card(),
    checks=(Check("SC-SEWAGE-GAP"),),
    parts=PARTS,
    sums=(
        Sum("built_up_m2", PARTS, places=("total", "neighbourhoods")),
        *(Sum(one, (one,), rows="neighbourhoods") for one in ("built_up_m2", *PARTS)),
    ),
)
