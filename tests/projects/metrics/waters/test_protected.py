"""Hits inside protected zones and red lines, beside the bank, and the balance of lake lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from pyproj import Geod

from geo.errors import EcoAtlasError
from layers.storage.store import Store
from projects.metrics.shapes import read_shapes
from projects.metrics.waters.ban_dates import AFTER, BEFORE, UNKNOWN, timing
from projects.sheets.shipped import shipped_rows

pytestmark = pytest.mark.slow

NEAR = 1e-6
ELLIPSOID = Geod(a=6378137.0, rf=298.257222101)


def codes(result: Any) -> set[str]:
    return {one["code"] for one in result["notes"]}


@pytest.mark.parametrize(
    ("started", "since", "expected"),
    [
        ("2021-03-01", ["2021-03-01"], AFTER),
        ("2021-02-28", ["2021-03-01"], BEFORE),
        ("2021", ["2021-03-01"], UNKNOWN),
        ("2020", ["2021-03-01"], BEFORE),
        ("2022", ["2021-03-01"], AFTER),
        ("2021-03", ["2021-03-01"], AFTER),
        ("2019-05-01", ["2018-01-01", None], UNKNOWN),
        ("2017-05-01", ["2018-01-01", None], BEFORE),
        ("2019-05-01", ["2018-01-01", "2020"], BEFORE),
        (None, ["2018-01-01"], UNKNOWN),
        (np.nan, ["2018-01-01"], UNKNOWN),
    ],
)
def test_a_start_is_before_or_after_only_where_the_dates_settle_it(
    started: Any, since: list[Any], expected: str
) -> None:
    assert timing(started, *since) == expected


@pytest.fixture
def zones(put: Callable[..., Any], ground: Any) -> None:
    day = {"approved_on": "2015-06-01"}
    put(
        "zones",
        "protected_water",
        [
            ("Z1", ground.box(0, 0, 1, 1), {"grade": "source_1"} | day),
            ("Z2", ground.box(0, 0, 3, 1), {"grade": "source_2"} | day),
            ("Z3", ground.box(3, 0, 4, 1), {"grade": "source_quasi"} | day),
            ("Z4", ground.box(4, 0, 5, 1), {"grade": "source_quasi", "approved_on": None}),
            ("Z5", ground.box(6, 0, 7, 1), {"grade": "reserve"} | day),
        ],
    )


@pytest.fixture
def day() -> str:
    """The last day of the law of 2017, as far as is known."""
    return "2026-08-14"


@pytest.fixture
def inside(
    zones: None, put: Callable[..., Any], run: Callable[..., Any], ground: Any, day: str
) -> Any:
    outfalls = [
        ("W1", ground.point(0.5, 0.5), {"started_on": None}),
        ("W2", ground.point(3.5, 0.5), {"started_on": "2020"}),
        ("W3", ground.point(9, 9), {"started_on": None}),
    ]
    put("outfalls", "outfall", outfalls)
    sites = [
        ("E1", ground.box(2.5, 0.2, 3.5, 0.4), {"started_on": "2012-01-01"}),
        ("E2", ground.box(4.2, 0.2, 4.4, 0.4), {"started_on": "2020-01-01"}),
        ("E3", ground.box(5, 0, 5.5, 1), {"started_on": "2020-01-01"}),
        ("E4", ground.box(6.2, 0.2, 6.4, 0.4), {"started_on": "2020-01-01"}),
    ]
    put("enterprises", "enterprise", sites)
    inputs = {"zones": "zones", "outfalls": "outfalls", "enterprises": "enterprises"}
    return run("protected_zone_hits", inputs, day=day).result


def test_each_hit_has_state_article_and_dates(inside: Any) -> None:
    rows = {(row["feature"], row["zone"]): row for row in inside["hits"]}
    assert {key: row["state"] for key, row in rows.items()} == {
        ("W1", "Z1"): "review",  # the ban covers what was there: no date is needed
        ("W1", "Z2"): "review",
        ("W2", "Z3"): "review",  # 2020 is after the law (2018) and the approval (2015)
        ("E1", "Z2"): "review",
        ("E1", "Z3"): "existed",
        ("E2", "Z4"): "date_unknown",
        ("E4", "Z5"): "no_rule",
    }
    assert rows["W1", "Z1"]["article"] == "第六十四条"
    assert rows["W1", "Z1"]["timing"] == "unknown"
    assert rows["E1", "Z2"]["article"] == "第六十六条"
    assert rows["E1", "Z2"]["rule"] == "protected_zone_rules:source_2/enterprise@Z2"
    assert rows["E1", "Z2"]["valid_from"] == "2018-01-01"


@pytest.mark.parametrize("day", ["2026-08-15", None])
def test_after_the_code_a_hit_still_has_a_rule_that_nobody_has_verified(inside: Any) -> None:
    rows = {(row["feature"], row["zone"]): row for row in inside["hits"]}
    states = [rows[key]["state"] for key in (("W2", "Z3"), ("E1", "Z3"), ("E1", "Z2"))]
    assert states == ["review", "existed", "review"]
    hit = rows["E1", "Z2"]
    assert (hit["article"], hit["valid_from"]) == (None, "2018-01-01")
    assert hit["source"].startswith("《生态环境法典》")
    assert "第六十六条" in hit["says"]
    assert "未核实" in hit["says"]
    assert "rule-unverified" in codes(inside)


def test_before_the_code_nothing_is_unverified(inside: Any) -> None:
    assert "rule-unverified" not in codes(inside)


def test_polygons_have_the_overlap_and_a_shared_edge_is_no_hit(inside: Any) -> None:
    rows = {(row["feature"], row["zone"]): row for row in inside["hits"]}
    assert rows["E1", "Z2"]["overlap_m2"] == pytest.approx(500 * 200, rel=NEAR)
    assert rows["E1", "Z3"]["overlap_m2"] == pytest.approx(500 * 200, rel=NEAR)
    assert rows["W1", "Z1"]["overlap_m2"] is None
    assert "E3" not in {feature for feature, _ in rows}


def test_outfalls_of_the_quasi_zone_are_counted_apart(inside: Any) -> None:
    total = inside["total"]
    assert (total["outfalls_1_2"], total["outfalls_quasi"]) == (1, 1)
    assert (total["review"], total["date_unknown"], total["existed"]) == (4, 1, 1)
    assert {"hits-are-to-review", "zone-date-unknown"} <= codes(inside)


def test_an_outfall_of_grade_2_alone_counts_for_grades_1_and_2(
    zones: None, put: Any, run: Any, ground: Any
) -> None:
    put("outfalls", "outfall", [("W", ground.point(2.0, 0.5), {})])
    result = run("protected_zone_hits", {"zones": "zones", "outfalls": "outfalls"}).result
    assert [row["zone"] for row in result["hits"]] == ["Z2"]
    assert result["total"]["outfalls_1_2"] == 1


def test_no_word_of_a_hit_says_illegal(inside: Any) -> None:
    words = str(inside["hits"])
    assert "illegal" not in words
    assert "违法" not in words


def test_zones_without_anything_to_look_at_are_refused(zones: None, run: Any) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        run("protected_zone_hits", {"zones": "zones"})
    assert refused.value.code == "hits-subjects-asked"
    assert "入河排污口" in refused.value.message.zh


@pytest.fixture
def banks(put: Callable[..., Any], ground: Any) -> None:
    """The Yangtze runs along x = 0 with its outer line 400 m inland, the Han along y = 20 km."""
    put(
        "banks",
        "river_bank",
        [
            (
                "CJ-W",
                ground.line(*((0, y) for y in range(-9, 16))),
                {"line": "water_edge", "river": "长江", "main_stem": True},
            ),
            (
                "CJ-O",
                ground.line(*((0.4, y) for y in range(-9, 16))),
                {"line": "outer_edge", "river": "长江", "main_stem": True},
            ),
            (
                "HJ-W",
                ground.line((10, 20), (20, 20)),
                {"line": "water_edge", "river": "汉江", "main_stem": False},
            ),
        ],
    )


@pytest.fixture
def near(banks: None, put: Callable[..., Any], run: Callable[..., Any], ground: Any) -> Any:
    def fields(sector: str | None, started: str | None, change: str | None = None) -> Any:
        return {"sector": sector, "started_on": started, "change": change}

    put(
        "enterprises",
        "enterprise",
        [
            ("A", ground.point(0.9, 0), fields("chemical", "2022-01-01")),
            ("B", ground.point(1.2, 0), fields("chemical", "2010-01-01")),
            ("C", ground.point(1.5, 0), fields("chemical", "2022-01-01")),
            ("D", ground.point(3.2, 0), fields("tailings", None)),
            ("E", ground.point(1.0005, 1), fields("chemical_park", "2022", "rebuilt")),
            ("F", ground.point(15, 20.9), fields("tailings", "2022-01-01", "rebuilt")),
            ("G", ground.point(15, 20.5), fields("paper", "2022-01-01", "new")),
            ("H", ground.point(0.1, 0), fields(None, "2022-01-01")),
        ],
    )

    def compute(**parameters: Any) -> Any:
        return run("bank_bans", {"enterprises": "enterprises", "banks": "banks"}, **parameters)

    return compute


def test_hits_are_measured_from_both_bank_lines_side_by_side(near: Any) -> None:
    rows = {row["feature"]: row for row in near().result["hits"]}
    assert set(rows) == {"A", "B", "D", "E", "F"}
    assert rows["A"]["water_edge_m"] == pytest.approx(900, rel=NEAR)
    assert rows["A"]["outer_edge_m"] == pytest.approx(500, rel=NEAR)
    assert (rows["B"]["by_water_edge"], rows["B"]["by_outer_edge"]) == ("no", "yes")
    assert (rows["F"]["by_water_edge"], rows["F"]["by_outer_edge"]) == ("yes", "no_line")
    assert (rows["F"]["water"], rows["F"]["limit_m"]) == ("important_tributary", 1000.0)
    assert (rows["D"]["water"], rows["D"]["limit_m"]) == ("main_stem", 3000.0)
    assert [rows[key]["bank"] for key in "AF"] == ["CJ-O", "HJ-W"]


def test_hits_of_each_bank_line_are_counted_by_themselves(near: Any) -> None:
    total = near().result["total"]
    assert (total["by_water_edge"], total["by_outer_edge"]) == (2, 4)  # A, F; A, B, D, E


@pytest.mark.parametrize(("inland_km", "hits"), [(1.3995, 1), (1.4005, 0)])
def test_half_a_metre_decides_at_the_distance_of_a_ban(
    banks: None, put: Any, run: Any, ground: Any, inland_km: float, hits: int
) -> None:
    put("enterprises", "enterprise", [("X", ground.point(inland_km, 0), {"sector": "chemical"})])
    found = run("bank_bans", {"enterprises": "enterprises", "banks": "banks"}).result
    assert found["total"]["hits"] == hits


def test_the_distance_is_geodesic(near: Any, ground: Any) -> None:
    row = next(row for row in near().result["hits"] if row["feature"] == "A")
    places = gpd.GeoSeries([ground.point(0.9, 0), ground.point(0, 0)], crs=4547).to_crs(4490)
    (a, b) = places
    assert row["water_edge_m"] == pytest.approx(ELLIPSOID.inv(a.x, a.y, b.x, b.y)[2], abs=1e-3)


def test_start_and_change_decide_the_state(near: Any) -> None:
    rows = {row["feature"]: row["state"] for row in near().result["hits"]}
    assert rows == {
        "A": "review",
        "B": "existed",
        "D": "date_unknown",
        "E": "other_change",  # rebuilding of chemical works is not in the ban
        "F": "review",  # of tailings ponds it is
    }
    assert "sector-empty" in codes(near().result)


def test_changes_of_a_ban_may_be_written_in_words(near: Any, sheet: Any) -> None:
    before = {row["key"]: row["state"] for row in near().result["hits"]}
    words = {"new": "新建", "extended": "扩建", "rebuilt": "改建"}
    rows = [dict(row) for row in shipped_rows("bank_bans")]
    for row in rows:
        row["changes"] = "、".join(words[one] for one in row["changes"].split(","))
    sheet("bank_bans", rows)
    assert {row["key"]: row["state"] for row in near().result["hits"]} == before


def test_a_local_rule_counts_for_its_area_only(near: Any) -> None:
    local = {row["feature"]: row for row in near(area="十堰市").result["hits"]}
    assert local["G"]["ban"] == "shiyan_han"
    assert local["G"]["limit_m"] == 1000.0
    assert "G" not in {row["feature"] for row in near(area="武汉").result["hits"]}


def test_tributaries_that_are_not_named_important_have_no_tailings_ban(near: Any) -> None:
    assert "F" not in {row["feature"] for row in near(important="赣江").result["hits"]}


def test_the_band_of_each_line_is_kept_as_a_shape(near: Any, store: Store) -> None:
    done = near()
    rows = {row["key"]: row for row in done.result["bands"]}
    # 24 km of bank, 1 km on both sides and a round end at each: 48 km² + π km².
    assert rows["1000 m/main_stem/water_edge"]["area_m2"] == pytest.approx(
        (48 + np.pi) * 1e6, rel=1e-4
    )
    assert set(read_shapes(store, done.shapes["bands"])["key"]) == set(rows)
    (missing,) = [one for one in done.result["notes"] if one["code"] == "bank-line-missing"]
    # In the words of the code lists, never their codes.
    assert "重要支流外缘边界线" in missing["zh"]
    assert not re.search(r"[a-z]+_[a-z]+", missing["zh"] + missing["en"])


@pytest.mark.parametrize(
    ("shores", "hits", "told"), [((), [], ["E1"]), (((8, 8), (9, 9)), ["E1"], [])]
)
def test_a_plant_on_an_island_is_told_where_the_river_is_its_outer_ring_only(
    put: Any, run: Any, ground: Any, shores: Any, hits: list[str], told: list[str]
) -> None:
    """A river 17 km wide, as an outer ring; the island's own shore is one more ring, or missing."""
    bank = {"line": "water_edge", "river": "长江", "main_stem": True}
    ring = ground.line((0, 0), (17, 0), (17, 17), (0, 17), (0, 0))
    islands = [("S", ground.box(*shores[0], *shores[1]).exterior, bank)] if shores else []
    put("banks", "river_bank", [("R", ring, bank), *islands])
    plants = [
        ("E1", ground.point(8.5, 8.5), {"sector": "chemical"}),
        ("E2", ground.point(8.5, 30), {"sector": "chemical"}),
        ("E3", ground.point(8.4, 8.4), {"sector": "other"}),
    ]
    put("plants", "enterprise", plants)
    result = run("bank_bans", {"enterprises": "plants", "banks": "banks"}).result
    assert sorted({row["feature"] for row in result["hits"]}) == hits
    missing = [one for one in result["notes"] if one["code"] == "island-shores-missing"]
    assert [one["keys"] for one in missing] == told
    assert all("洲岛" in one["zh"] and "islands" in one["en"] for one in missing)


def test_red_lines_tell_overlap_activity_and_part(
    put: Callable[..., Any], run: Callable[..., Any], ground: Any
) -> None:
    lines = [
        ("R1", ground.box(0, 0, 1, 1), {"part": "core", "approved_on": "2022-01-01"}),
        ("R2", ground.box(1, 0, 2, 1), {"part": "other", "approved_on": "2022-01-01"}),
    ]
    put("lines", "ecological_redline", lines)
    sites = [
        ("E1", ground.box(0.9, 0.2, 1.3, 0.4), {"activity": "适度参观旅游及配套设施"}),
        ("E2", ground.box(1.5, 0.5, 3, 0.6), {"activity": None}),
    ]
    put("sites", "enterprise", sites)
    result = run("redline_hits", {"redlines": "lines", "enterprises": "sites"}).result
    rows = {(row["feature"], row["redline"]): row for row in result["hits"]}
    assert set(rows) == {("E1", "R1"), ("E1", "R2"), ("E2", "R2")}
    assert rows["E1", "R1"]["overlap_m2"] == pytest.approx(100 * 200, rel=NEAR)
    assert rows["E1", "R1"]["listed"] == "no"
    assert rows["E1", "R2"]["listed"] == "yes"
    assert rows["E2", "R2"]["listed"] == "unknown"
    assert {row["state"] for row in rows.values()} == {"review"}
    assert result["total"]["redline_m2"] == pytest.approx(2e6, rel=NEAR)
    assert "activity-empty" in codes(result)


def test_the_overlap_with_red_lines_counts_each_place_once(
    put: Callable[..., Any], run: Callable[..., Any], ground: Any
) -> None:
    """Two red lines share 0.5 km² and two sites 0.1 km²: 0.3 km² of sites lie on 1.5 km²."""
    lines = [
        ("R1", ground.box(0, 0, 1, 1), {"part": "core"}),
        ("R2", ground.box(0.5, 0, 1.5, 1), {"part": "other"}),
    ]
    sites = [
        ("E1", ground.box(0.6, 0, 0.8, 1), {"activity": None}),
        ("E2", ground.box(0.7, 0, 0.9, 1), {"activity": None}),
        ("E3", ground.box(5, 0, 6, 1), {"activity": None}),
    ]
    put("lines", "ecological_redline", lines)
    put("sites", "enterprise", sites)
    result = run("redline_hits", {"redlines": "lines", "enterprises": "sites"}).result
    assert [round(row["overlap_m2"] / 1e6, 6) for row in result["hits"]] == [0.2] * 4
    assert result["total"]["overlap_m2"] == pytest.approx(0.3e6, rel=NEAR)
    assert result["total"]["redline_m2"] == pytest.approx(1.5e6, rel=NEAR)


def test_a_swap_of_lake_ground_balances_or_is_told(
    put: Callable[..., Any], run: Callable[..., Any], ground: Any, store: Store
) -> None:
    def lakes(east: float, green: float) -> list[Any]:
        return [
            ("L1", ground.box(0, 0, 1, 1), {"grade": "lake_blue"}),
            ("L2", ground.box(3, 0, east, 1), {"grade": "lake_blue"}),
            ("G1", ground.box(0, 0, 1, green), {"grade": "lake_green"}),
            ("Z1", ground.box(8, 8, 9, 9), {"grade": "source_1"}),
        ]

    put("lakes", "protected_water", lakes(4.0, 1.2))
    put("lakes", "protected_water", lakes(4.1, 1.1))
    done = run("lake_balance", {"before": "lakes@1", "after": "lakes@2"})
    rows = {row["key"]: row for row in done.result["features"]}
    assert set(rows) == {"lake_blue/L1", "lake_blue/L2", "lake_green/G1"}
    assert rows["lake_blue/L2"]["added_m2"] == pytest.approx(100_000, rel=NEAR)
    assert rows["lake_green/G1"]["balance_m2"] == pytest.approx(-100_000, rel=NEAR)
    assert done.result["total"]["balance_m2"] == pytest.approx(100_000, rel=NEAR)
    assert (done.result["total"]["changed"], done.result["total"]["smaller"]) == (2, 1)
    assert {"lake-line-smaller", "lake-line-absent"} == codes(done.result)
    assert list(read_shapes(store, done.shapes["removed"])["key"]) == ["lake_green/G1"]
