"""Blank areas of sewage: built-up ground that no declared service area covers, piece by piece."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.overlay.uncovered import OUTSIDE, Uncovered, uncovered
from geo.words import Text
from projects.metrics.declaration import (
    Computed,
    Given,
)
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
from projects.metrics.sewage.blank_metric import PARTS


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


IN_NONE = Text("不在任何片区", "in no neighbourhood")
