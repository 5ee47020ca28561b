"""Outfalls counted in the built-up area and along rivers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def outfalls(put: Callable[..., Any], ground: Any) -> None:
    put("built", "built_up_area", [("J", ground.box(0, -0.5, 1, 1), {})])
    put(
        "banks",
        "river_bank",
        [
            ("B1", ground.line((0, -1), (0, 0), (0, 2)), {"river": "长江", "line": "water_edge"}),
            ("B2", ground.line((2, -1), (2, 0), (2, 2)), {"river": None, "line": "water_edge"}),
        ],
    )
    put(
        "outfalls",
        "outfall",
        [
            ("A", ground.point(0.3, 0), {"kind": "domestic", "in_use": True, "permitted": False}),
            ("B", ground.point(0.6, 0.5), {"kind": "domestic", "in_use": None}),
            ("C", ground.point(0.6, 0.6), {"kind": "domestic", "in_use": False}),
            ("D", ground.point(0.6, 0.7), {"kind": "rain", "in_use": True}),
            ("E", ground.point(0.6, 0.8), {"kind": None, "in_use": True}),
            ("F", ground.point(1.7, 0), {"kind": "domestic", "in_use": True}),
        ],
    )


def test_direct_outfalls_in_use_or_of_unknown_use_are_counted(run: Callable[..., Any]) -> None:
    result = run("outfall_direct", {"outfalls": "outfalls", "built_up": "built"}).result
    assert result["total"] == {
        "direct": 2,
        "use_unknown": 1,
        "closed": 1,
        "inside": 5,
        "kind_unknown": 1,
    }
    assert [row["key"] for row in result["outfalls"]] == ["A", "B", "C"]
    told = [one["code"] for one in result["notes"]]
    assert told == ["no-record-is-no-proof", "outfall-kind-empty"]


def test_outfalls_within_the_distance_stand_under_their_river(run: Callable[..., Any]) -> None:
    inputs = {"outfalls": "outfalls", "banks": "banks"}
    result = run("outfall_inventory", inputs, distance_m=400).result
    assert [(row["key"], row["near"]) for row in result["rivers"]] == [("长江", 1), ("—", 1)]
    # Of F nobody says whether it is permitted.
    assert [row["not_permitted"] for row in result["rivers"]] == [1, 0]
    assert [row["direct"] for row in result["rivers"]] == [1, 1]
    rows = {row["key"]: row["distance_m"] for row in result["outfalls"]}
    assert rows == {"A": pytest.approx(300, rel=1e-6), "F": pytest.approx(300, rel=1e-6)}
    assert (result["total"]["far"], result["total"]["distance_m"]) == (4, 400)
