"""Every figure of the example that docs/metrics-sponge.md works by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from shapely.geometry import Point

KM2 = 1e6
NEAR = 1e-6
ZONES = [
    ("A", (0, 0, 1, 2), {"verdict": "met", "capture_actual": 0.80}),
    ("B", (0.9, 0, 2, 1), {"verdict": "not_met", "capture_actual": 0.60}),
    ("C", (1, 1, 1.5, 2), {"verdict": "not_assessed", "capture_actual": None}),
]
INPUTS = {"zones": "zones", "built_up": "built"}


@pytest.fixture
def example(put: Callable[..., Any], rectangle: Any) -> None:
    put("zones", "sponge_zone", [(c, rectangle(*at), f) for c, at, f in ZONES])
    put("built", "built_up_area", [("J", rectangle(0, 0, 2, 2), {})])


@pytest.mark.usefixtures("example")
def test_the_share_and_the_weighted_ratio(run: Callable[..., Any]) -> None:
    result = run("sponge_coverage", INPUTS, target="WEDZ-2023-T22").result
    total = result["total"]
    expected = {"met_m2": 1.9, "not_met_m2": 1.1, "not_assessed_m2": 0.5, "no_zone_m2": 0.5}
    for part, km2 in expected.items():
        assert total[part] == pytest.approx(km2 * KM2, rel=NEAR)
    assert total["share"] == pytest.approx(0.475, rel=NEAR)
    assert result["bounds"]["upper"] == pytest.approx(0.725, rel=NEAR)
    assert total["overlap_removed_m2"] == pytest.approx(0.1 * KM2, rel=NEAR)
    assert (result["target"]["met"], result["target"]["gap_m2"]) == (None, None)
    assert [(row["key"], row["counted"]) for row in result["conflicts"]] == [("A × B", "not_met")]
    assert total["capture_actual_mean"] == pytest.approx(2.26 / 3.1, rel=NEAR)
    assert total["capture_actual_area_m2"] == pytest.approx(3.1 * KM2, rel=NEAR)


@pytest.mark.usefixtures("example")
def test_the_years_and_the_sets(run: Callable[..., Any], sheet: Callable[..., None]) -> None:
    plan = [
        {"zone": "B", "due_on": "2027-12-31", "cost_wan_yuan": 900.0},
        {"zone": "C", "due_on": "2026-12-31", "cost_wan_yuan": 400.0},
    ]
    sheet("plan", plan, kind="sponge_plan")
    result = run("sponge_what_if", INPUTS | {"plan": "plan"}, wanted_share=0.5).result
    shares = {row["key"]: row["share"] for row in result["milestones"]}
    assert shares["2026"] == pytest.approx(0.6, rel=NEAR)
    assert shares["2027"] == pytest.approx(0.875, rel=NEAR)
    fewest, least = result["sets"]
    assert (fewest["zones"], fewest["listed"]) == (1, "B")
    assert (least["listed"], least["cost_wan_yuan"]) == ("C", 400.0)


@pytest.mark.usefixtures("example")
def test_the_rain_and_the_storage(
    run: Callable[..., Any], sheet: Callable[..., None], put: Callable[..., Any], rectangle: Any
) -> None:
    rains = [3.0, 5, 8, 12, 20, 32, 60]
    sheet(
        "rain",
        [{"day": f"2020-06-{i:02}", "rain_mm": mm} for i, mm in enumerate(rains, 1)],
        kind="daily_rain",
    )
    rain = run("design_rainfall", {"rain": "rain"}, short_record="tell").result
    assert rain["total"]["depth_mm"] == 25.0
    grounds = [("hard_roof", (0, 0, 0.4, 2)), ("green_land", (0.4, 0, 1, 2))]
    put(
        "surfaces",
        "land_surface",
        [(f"S{i}", rectangle(*at), {"surface": word}) for i, (word, at) in enumerate(grounds)],
    )
    west, south = rectangle(0, 0, 1, 1).bounds[:2]
    fields = {"volume_m3": 10_000.0, "status": "completed"}
    put("tanks", "sponge_facility", [("T", Point(west + 500, south + 1_500), fields)])
    inputs = {"zones": "zones", "surfaces": "surfaces", "facilities": "tanks"}
    depth = rain["total"]["depth_mm"]
    zone = run("sponge_volume", inputs, depth_mm=depth).result["zones"][0]
    assert zone["coefficient"] == pytest.approx(0.45, rel=NEAR)
    assert zone["required_m3"] == pytest.approx(22_500, rel=NEAR)
    assert zone["required_low_m3"] == pytest.approx(20_500, rel=NEAR)
    assert zone["deficit_m3"] == pytest.approx(12_500, rel=NEAR)
