"""Green share by township, worked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

TREES, CROPS, GRASS, NOTHING = 10, 40, 30, 0
INPUTS = {"townships": "towns", "cover": "cover"}


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-6, abs=1e-6)


def town(code: str, shape: Any, level: str | None = "township") -> Any:
    return (code, shape, {"level": level})


@pytest.fixture
def cover(put_raster: Any) -> None:
    """Columns of 10 m from west to east, 40 m high: trees, grass, crops, no value."""
    put_raster("cover", np.tile([TREES, GRASS, CROPS, NOTHING], (4, 1)))


def test_worked_by_hand(cover, put, run, metres) -> None:
    put(
        "towns",
        "admin_division",
        [town("A", metres(0, 0, 15, 40)), town("B", metres(15, 0, 40, 40))],
    )
    result = run("township_green_share", INPUTS).result
    west, east = result["townships"]
    # 10 m of trees and 5 m of grass, all of it green: 15 × 40 m².
    assert (west["key"], west["green_m2"], west["green_share"]) == ("A", near(600), 1.0)
    # 5 m of grass, 10 m of crops, 10 m of which nothing is known, each 40 m high.
    assert (east["green_m2"], east["not_green_m2"]) == (near(200), near(400))
    assert (east["no_data_m2"], east["green_share"]) == (near(400), near(1 / 3))
    assert east["green_share_least"] == near(200 / 1000)
    total = result["total"]
    assert (total["units"], total["area_m2"]) == (2, near(1600))
    assert total["green_share"] == near(800 / 1200)
    assert total["overlap_removed_m2"] == 0.0


def test_divisions_of_another_level_or_none_are_left_out_and_told(cover, put, run, metres) -> None:
    towns = [
        town("T", metres(0, 0, 10, 40)),
        town("D", metres(0, 0, 40, 40), "county"),
        town("U", metres(10, 0, 20, 40), None),
    ]
    put("towns", "admin_division", towns)
    result = run("township_green_share", INPUTS).result
    assert [row["key"] for row in result["townships"]] == ["T"]
    assert "level-empty" in {one["code"] for one in result["notes"]}
    county = run("township_green_share", INPUTS, level="county").result
    assert county["total"]["green_share"] == near(800 / 1200)


def test_without_a_division_of_the_level_there_is_no_share(cover, put, run, metres) -> None:
    put("towns", "admin_division", [town("D", metres(0, 0, 40, 40), "county")])
    result = run("township_green_share", INPUTS).result
    assert (result["total"]["units"], result["total"]["green_share"]) == (0, None)
    said = next(one for one in result["notes"] if one["code"] == "no-unit-of-level")
    assert "township" not in said["zh"]


def test_townships_that_overlap_count_once_in_the_total(cover, put, run, metres) -> None:
    put(
        "towns",
        "admin_division",
        [town("a", metres(0, 0, 20, 40)), town("b", metres(10, 0, 30, 40))],
    )
    total = run("township_green_share", INPUTS).result["total"]
    assert (total["area_m2"], total["overlap_removed_m2"]) == (near(1200), near(400))
    assert total["green_share"] == near(800 / 1200)
