"""Corridors whose lengths, widths, gaps and indices can be worked out in the head."""

from __future__ import annotations

from typing import Any

import pytest

from geo.errors import EcoAtlasError
from layers.storage.store import Store
from projects.metrics.kept import MetricRun

NEAR = 1e-5


def codes(found: dict[str, Any]) -> set[str]:
    return {note["code"] for note in found["notes"]}


def row(rows: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return next(one for one in rows if one["key"] == key)


@pytest.fixture
def bank(put: Any, ground: Any) -> None:
    """10 km of bank from west to east."""
    put("banks", "river_bank", [("B", ground.line((0, 0), (10, 0)), {})])


@pytest.fixture
def bands(put: Any, ground: Any) -> None:
    """Along 10 km of bank: 3 km done, 3 km planned of which 1 km is done, 1 km without a status."""
    put(
        "corridors",
        "ecological_corridor",
        [
            ("A", ground.box(1, 0.02, 4, 0.1), {"status": "completed"}),
            ("P", ground.box(3, 0.02, 6, 0.1), {"status": "planned"}),
            ("U", ground.box(8, 0.02, 9, 0.1), {"status": None}),
        ],
    )


def test_bands_have_the_length_of_the_bank_they_lie_beside(
    bank: None, bands: None, result: Any
) -> None:
    found = result("corridor_length", {"corridors": "corridors", "banks": "banks"})
    total = found["total"]
    lengths = [total[f"{one}_m"] for one in ("completed", "building", "planned", "unknown")]
    assert lengths == pytest.approx([3000, 0, 2000, 1000], rel=NEAR)
    assert total["completed_share"] == pytest.approx(0.5, rel=NEAR)
    assert total["banks_share"] == pytest.approx(0.3, rel=NEAR)
    assert row(found["corridors"], "P")["length_m"] == pytest.approx(3000, rel=NEAR)
    assert "corridor-status-empty" in codes(found)


def test_bands_out_of_reach_of_the_bank_have_no_length(
    bank: None, bands: None, result: Any
) -> None:
    inputs = {"corridors": "corridors", "banks": "banks"}
    assert result("corridor_length", inputs, reach_m=10)["total"]["total_m"] == 0


def test_bands_without_a_bank_are_refused(bands: None, result: Any) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        result("corridor_length", {"corridors": "corridors"})
    assert refused.value.code == "corridor-banks-asked"


def test_centre_lines_drawn_twice_count_once_with_the_most_advanced_status(
    put: Any, ground: Any, result: Any
) -> None:
    lines = [
        ("P", ground.line((0, 0), (5, 0)), {"status": "planned"}),
        ("C", ground.line((2, 0), (4, 0)), {"status": "completed"}),
    ]
    put("corridors", "ecological_corridor", lines)
    total = result("corridor_length", {"corridors": "corridors"})["total"]
    assert (total["completed_m"], total["planned_m"]) == pytest.approx((2000, 3000), rel=NEAR)
    assert total["twice_m"] == pytest.approx(2000, rel=NEAR)
    assert total["banks_m"] is None


@pytest.fixture
def two_widths(put: Any, ground: Any) -> None:
    """8 km: 50 m wide for 2 km, then 200 m wide for 6 km."""
    put(
        "corridors",
        "ecological_corridor",
        [
            ("N", ground.box(0, 0, 2, 0.05), {"status": "completed"}),
            ("W", ground.box(2, 0, 8, 0.2), {"status": "completed"}),
            ("F", ground.box(8, 0, 10, 0.3), {"status": "planned"}),
        ],
    )


def test_widths_along_a_bank_are_listed_by_class(bank: None, two_widths: None, result: Any) -> None:
    inputs = {"corridors": "corridors", "banks": "banks"}
    found = result("corridor_width", inputs, required_width_m=100)
    total = found["total"]
    assert total["transects"] == 100
    assert total["share_wide"] == pytest.approx(0.6, rel=NEAR)
    assert total["without_m"] == pytest.approx(2000, rel=NEAR)
    assert (total["minimum_m"], total["minimum_there_m"]) == pytest.approx((0, 50), rel=NEAR)
    assert (total["median_m"], total["median_there_m"]) == pytest.approx((200, 200), rel=NEAR)
    assert total["area_ratio"] == pytest.approx(1.0, rel=1e-4)
    classes = {one["key"]: round(one["length_m"]) for one in found["classes"] if one["length_m"]}
    assert sum(classes.values()) == 10_000
    assert classes["0"] == 2000
    assert classes["30–60"] == 2000
    assert row(found["classes"], "30–60")["says"].startswith("植物")
    assert {"rule-unverified", "corridors-left-out"} <= codes(found)


def test_without_a_required_width_there_is_no_share(
    bank: None, two_widths: None, result: Any
) -> None:
    found = result("corridor_width", {"corridors": "corridors", "banks": "banks"})
    assert found["total"]["share_wide"] is None
    assert "no-required-width" in codes(found)


def test_the_narrowest_transects_are_shapes_of_their_own(
    bank: None, two_widths: None, run: Any, store: Store
) -> None:
    done: MetricRun = run("corridor_width", {"corridors": "corridors", "banks": "banks"})
    narrow = done.result["narrowest"]
    assert narrow[0]["width_m"] == pytest.approx(50, rel=NEAR)
    assert len(narrow) == 80  # those without a corridor have no shape and are not listed
    assert "narrowest" in done.shapes


def test_declared_widths_are_weighted_by_length(put: Any, ground: Any, result: Any) -> None:
    lines = [
        ("A", ground.line((0, 0), (3, 0)), {"status": "completed", "width_m": 40.0}),
        ("B", ground.line((3, 0), (4, 0)), {"status": "completed", "width_m": 120.0}),
        ("C", ground.line((4, 0), (6, 0)), {"status": "completed", "width_m": None}),
    ]
    put("corridors", "ecological_corridor", lines)
    total = result("corridor_width", {"corridors": "corridors"}, required_width_m=100)["total"]
    assert total["share_wide"] == pytest.approx(0.25, rel=NEAR)
    assert (total["length_m"], total["unknown_m"]) == pytest.approx((4000, 2000), rel=NEAR)
    assert (total["median_m"], total["area_ratio"]) == (40.0, None)


def test_a_width_at_a_border_is_of_the_wider_class(put: Any, ground: Any, result: Any) -> None:
    lines = [("A", ground.line((0, 0), (3, 0)), {"status": "completed", "width_m": 60.0})]
    put("corridors", "ecological_corridor", lines)
    classes = result("corridor_width", {"corridors": "corridors"})["classes"]
    (filled,) = [one for one in classes if one["length_m"]]
    assert filled["from_m"] == 60.0


@pytest.mark.parametrize(
    ("stage", "km", "left_out"), [("completed", 2, 2), ("under_way", 5, 1), ("all", 9, 0)]
)
def test_the_stage_says_which_corridors_are_looked_at(
    put: Any, ground: Any, result: Any, stage: str, km: float, left_out: int
) -> None:
    lines = [
        ("A", ground.line((0, 0), (2, 0)), {"status": "completed", "width_m": 40.0}),
        ("B", ground.line((2, 0), (5, 0)), {"status": "building", "width_m": 40.0}),
        ("C", ground.line((5, 0), (9, 0)), {"status": "planned", "width_m": 40.0}),
    ]
    put("corridors", "ecological_corridor", lines)
    found = result("corridor_width", {"corridors": "corridors"}, stage=stage)
    assert found["total"]["length_m"] == pytest.approx(km * 1000, rel=NEAR)
    told = [one["count"] for one in found["notes"] if one["code"] == "corridors-left-out"]
    assert told == ([left_out] if left_out else [])


def test_lines_and_polygons_in_one_layer_have_no_common_width(
    put: Any, ground: Any, result: Any
) -> None:
    both = [
        ("A", ground.line((0, 0), (3, 0)), {"status": "completed"}),
        ("B", ground.box(0, 1, 3, 2), {"status": "completed"}),
    ]
    put("corridors", "ecological_corridor", both)
    with pytest.raises(EcoAtlasError) as refused:
        result("corridor_width", {"corridors": "corridors"})
    assert refused.value.code == "corridors-lines-and-polygons"


@pytest.fixture
def broken(put: Any, ground: Any) -> None:
    """A break of 5 m at 4 km and one of 1 km from 6 to 7 km; the last 3 km are only planned."""
    put(
        "corridors",
        "ecological_corridor",
        [
            ("A", ground.box(0, 0, 4, 0.1), {"status": "completed"}),
            ("B", ground.box(4.005, 0, 6, 0.1), {"status": "completed"}),
            ("C", ground.box(7, 0, 10, 0.1), {"status": "planned"}),
        ],
    )


def test_gaps_have_length_place_and_owner(
    bank: None, broken: None, put: Any, ground: Any, run: Any
) -> None:
    divisions = [
        ("Q", ground.box(-1, -5, 11, 5), {"level": "city"}),
        ("T", ground.box(6, -1, 7, 1), {"level": "township"}),
        ("X", ground.box(6, -1, 7, 1), {"level": None}),
    ]
    put("divisions", "admin_division", divisions)
    inputs = {"banks": "banks", "corridors": "corridors", "divisions": "divisions"}
    done: MetricRun = run("corridor_continuity", inputs, stage="all", tolerance_m=10)
    total, gaps = done.result["total"], done.result["gaps"]
    assert total["continuity"] == pytest.approx(0.9, rel=NEAR)
    assert total["bridged_m"] == pytest.approx(5, rel=1e-3)
    assert [one["owner"] for one in gaps] == ["T号"]
    assert gaps[0]["length_m"] == pytest.approx(1000, rel=NEAR)
    assert gaps[0]["from_m"] == pytest.approx(6000, rel=NEAR)
    # The middle is 5.5 km east of 114°E, where a degree is 95.96 km.
    assert gaps[0]["lon"] == pytest.approx(114 + 5.5 / 95.96, abs=1e-5)
    assert "gaps" in done.shapes


def test_planned_corridors_cover_nothing_unless_asked(
    bank: None, broken: None, result: Any
) -> None:
    inputs = {"banks": "banks", "corridors": "corridors"}
    found = result("corridor_continuity", inputs, tolerance_m=0)
    assert found["total"]["continuity"] == pytest.approx(0.5995, rel=NEAR)
    assert [round(one["length_m"]) for one in found["gaps"]] == [4000, 5]
    assert {one["owner"] for one in found["gaps"]} == {None}


@pytest.fixture
def stones(put: Any, ground: Any) -> None:
    """Three squares of 1 km² in a row, 250 m apart."""
    squares = [ground.box(west, 0, west + 1, 1) for west in (0, 1.25, 2.5)]
    features = [(key, one, {}) for key, one in zip("ABC", squares, strict=True)]
    put("patches", "ecological_corridor", features)


def test_connectivity_of_three_stepping_stones(stones: None, run: Any) -> None:
    """A–B and B–C at p = 1/2, A–C at p = 1/64 or 1/4 through B; A_L = 10 km²."""
    setting = {"threshold_m": 500, "probability": 0.25, "landscape_m2": 10e6}
    done: MetricRun = run("corridor_connectivity", {"patches": "patches"}, **setting)
    total = done.result["total"]
    assert (total["components"], total["links"]) == (1, 2)
    assert (total["alpha"], total["beta"], total["gamma"]) == pytest.approx((0, 2 / 3, 2 / 3))
    assert total["slc_m2"] == pytest.approx(3e6, rel=NEAR)
    assert total["iic"] == pytest.approx((3 + 2 * (1 / 2 + 1 / 2 + 1 / 3)) / 100, rel=NEAR)
    assert total["pc"] == pytest.approx((3 + 2 * (1 / 2 + 1 / 2 + 1 / 4)) / 100, rel=NEAR)
    assert total["k_per_m"] == pytest.approx(1.3862943611 / 500, rel=1e-9)
    assert (total["threshold_m"], total["landscape_m2"]) == (500, 10e6)
    middle = row(done.result["patches"], "P2")
    assert middle["d_iic"] == pytest.approx((17 / 3 - 2) / (17 / 3) * 100, rel=NEAR)
    assert middle["d_pc"] == pytest.approx((5.5 - 2 - 2 / 64) / 5.5 * 100, rel=1e-4)
    parts = sum(middle[f"d_iic_{part}"] for part in ("intra", "flux", "connector"))
    assert parts == pytest.approx(middle["d_iic"])
    assert {"compare-same-d-k-al", "structure-not-function"} == codes(done.result)
    assert "patches" in done.shapes


def test_the_landscape_may_be_a_layer(stones: None, put: Any, ground: Any, result: Any) -> None:
    put("district", "admin_division", [("Q", ground.box(-1, -1, 4, 1), {})])
    inputs = {"patches": "patches", "landscape": "district"}
    total = result("corridor_connectivity", inputs, threshold_m=100)["total"]
    assert total["landscape_m2"] == pytest.approx(10e6, rel=NEAR)
    assert (total["components"], total["links"]) == (3, 0)
    assert total["iic"] == pytest.approx(0.03, rel=NEAR)


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"threshold_m": 500}, "connectivity-landscape-asked"),
        ({"landscape_m2": 1e7}, "missing-parameter"),
        ({"threshold_m": 500, "landscape_m2": 1e6}, "landscape-smaller-than-patches"),
    ],
    ids=["no landscape", "no distance", "landscape too small"],
)
def test_connectivity_has_no_defaults_for_d_and_the_landscape(
    stones: None, result: Any, parameters: dict[str, float], code: str
) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        result("corridor_connectivity", {"patches": "patches"}, **parameters)
    assert refused.value.code == code


def test_more_than_two_thousand_patches_are_refused(put: Any, ground: Any, result: Any) -> None:
    many = [
        (f"K{n}", ground.box(n % 50, n // 50, n % 50 + 0.5, n // 50 + 0.5), {}) for n in range(2001)
    ]
    put("patches", "ecological_corridor", many)
    with pytest.raises(EcoAtlasError) as refused:
        result("corridor_connectivity", {"patches": "patches"}, threshold_m=1, landscape_m2=1e13)
    assert refused.value.code == "too-many-patches"


def test_without_corridors_all_of_the_bank_is_a_gap(
    bank: None, put: Any, ground: Any, result: Any
) -> None:
    far = [("A", ground.box(0, 5, 9, 6), {"status": "planned"})]
    put("corridors", "ecological_corridor", far)
    inputs = {"banks": "banks", "corridors": "corridors"}
    assert result("corridor_continuity", inputs)["total"]["continuity"] == 0.0
    assert result("corridor_length", inputs)["total"]["completed_share"] is None
    widths = result("corridor_width", inputs, stage="completed", required_width_m=10)["total"]
    assert (widths["share_wide"], widths["median_there_m"]) == (0.0, None)


def test_a_stage_that_no_corridor_has_gives_empty_figures(
    put: Any, ground: Any, result: Any
) -> None:
    put("corridors", "ecological_corridor", [("A", ground.box(0, 0, 1, 1), {"status": "planned"})])
    total = result("corridor_width", {"corridors": "corridors"}, required_width_m=10)["total"]
    assert (total["transects"], total["length_m"]) == (0, 0)
    assert (total["share_wide"], total["median_m"], total["area_ratio"]) == (None, None, None)


def test_without_patches_the_indices_are_nothing(stones: None, result: Any) -> None:
    setting = {"threshold_m": 500, "landscape_m2": 1e7, "least_m2": 2e6}
    found = result("corridor_connectivity", {"patches": "patches"}, **setting)
    assert (found["total"]["patches"], found["total"]["iic"], found["patches"]) == (0, 0, [])
    assert found["total"]["beta"] is None


def test_a_layer_fully_covered_has_no_gap(bank: None, put: Any, ground: Any, result: Any) -> None:
    whole = [("A", ground.box(-1, -1, 11, 1), {"status": "completed"})]
    put("corridors", "ecological_corridor", whole)
    inputs = {"banks": "banks", "corridors": "corridors"}
    found = result("corridor_continuity", inputs)
    assert (found["total"]["continuity"], found["gaps"]) == (1.0, [])
    assert result("corridor_length", inputs)["total"]["banks_share"] == 1.0
