"""The shipped rules of the sponge city: what they hold, and which row holds on a day."""

from __future__ import annotations

import pytest

from geo.errors import EcoAtlasError
from layers.kinds.codes import SURFACES
from layers.system.database import Database
from projects.metrics.rules_in_force import rainfall_row
from projects.sheets import get_sheet, save_sheet
from projects.sheets.in_force import rows_in_force
from projects.sheets.shipped import shipped_rows


def test_every_surface_a_layer_may_have_has_one_coefficient() -> None:
    rows = shipped_rows("runoff_coefficients")
    assert [row["surface"] for row in rows] == [code.value for code in SURFACES]
    for row in rows:
        assert row["low"] <= row["used"] <= row["high"] <= 1
        assert row["source"]
    unverified = [row["surface"] for row in rows if row["basis"] == "unverified"]
    assert unverified == ["permeable_paving"]


def test_design_rainfall_has_wuhan_only_and_nothing_of_it_is_verified() -> None:
    rows = shipped_rows("design_rainfall")
    assert {row["city"] for row in rows} == {"武汉"}
    assert {row["basis"] for row in rows} == {"unverified"}
    assert {row["ratio"]: row["depth_mm"] for row in rows}[0.7] == 24.5
    depths = [row["depth_mm"] for row in sorted(rows, key=lambda row: row["ratio"])]
    assert depths == sorted(depths)


def test_targets_are_those_of_the_documents() -> None:
    rows = shipped_rows("sponge_targets")
    assert [(row["year"], row["area"], row["share"]) for row in rows] == [
        (2020, "城市建成区", 0.2),
        (2025, "武汉经开区", 0.5),
        (2025, "湖北省设区城市", 0.4),
        (2025, "湖北省其他城市", 0.3),
        (2030, "城市建成区", 0.8),
    ]


def test_the_row_that_holds_on_the_day_is_used(sqlite_database: Database) -> None:
    old, new = (dict(shipped_rows("design_rainfall")[2]) for _ in range(2))
    old |= {"valid_to": "2024-12-31", "depth_mm": 24.5}
    new |= {"valid_from": "2025-01-01", "depth_mm": 26.0}
    with sqlite_database.transaction() as session:
        save_sheet(session, "design_rainfall", [old, new])
        sheet = get_sheet(session, "design_rainfall")
    assert rainfall_row(sheet, "武汉", 0.7, "2024-06-01")["depth_mm"] == 24.5
    assert rainfall_row(sheet, "武汉", 0.7, "2025-06-01")["depth_mm"] == 26.0
    assert rainfall_row(sheet, "武汉", 0.7, None)["depth_mm"] == 26.0
    assert len(rows_in_force(sheet, None)) == 1


def test_rows_of_two_levels_of_one_area_both_hold(sqlite_database: Database) -> None:
    city = dict(shipped_rows("sponge_targets")[0])
    with sqlite_database.transaction() as session:
        save_sheet(session, "sponge_targets", [city, city | {"level": "county", "share": 0.3}])
        sheet = get_sheet(session, "sponge_targets")
    assert [row["share"] for row in rows_in_force(sheet, None)] == [0.2, 0.3]


def test_a_ratio_between_two_rows_is_not_invented(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        sheet = get_sheet(session, "design_rainfall")
    with pytest.raises(EcoAtlasError) as caught:
        rainfall_row(sheet, "武汉", 0.72, None)
    assert caught.value.code == "design-rainfall-unknown"
    assert "武汉 70%" in caught.value.fix.zh
