"""Overlaps of zones pair by pair, the parts by district, and the capture ratio apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from layers.storage.store import Store
from projects.metrics.shapes import read_shapes

KM2 = 1e6
NEAR = 1e-7
INPUTS = {"zones": "zones", "built_up": "built"}


@pytest.fixture
def share(put: Callable[..., Any], run: Callable[..., Any], rectangle: Any) -> Callable[..., Any]:
    """Sponge coverage of zones (code, sides, fields) on a built-up square of 2 × 2 km."""

    def compute(zones: list[Any], districts: list[Any] | None = None, **parameters: Any) -> Any:
        put("zones", "sponge_zone", [(c, rectangle(*sides), f) for c, sides, f in zones])
        put("built", "built_up_area", [("J", rectangle(0, 0, 2, 2), {})])
        inputs = dict(INPUTS)
        if districts:
            places = [(c, rectangle(*sides), f) for c, sides, f in districts]
            put("places", "admin_division", places)
            inputs["districts"] = "places"
        return run("sponge_coverage", inputs, **parameters)

    return compute


MET, NOT_MET, OPEN = {"verdict": "met"}, {"verdict": "not_met"}, {"verdict": "not_assessed"}
# B and C lie half over A: B 0.5 km² with another verdict, C 0.5 km² with the same; C reaches
# 0.5 km² beyond the built-up area, D overlaps C only out there.
PAIRS = [
    ("A", (0, 0, 1, 2), MET),
    ("B", (0.5, 0, 1.5, 1), NOT_MET),
    ("C", (0.5, 1.5, 1.5, 2.5), MET),
    ("D", (0.5, 2.25, 1.5, 3), OPEN),
]


def test_every_pair_stands_in_the_ledger_with_both_verdicts_and_the_one_that_counted(
    share: Callable[..., Any],
) -> None:
    ledger = {row["key"]: row for row in share(PAIRS).result["conflicts"]}
    assert list(ledger) == ["A × B", "A × C", "C × D"]
    assert ledger["A × B"]["area_m2"] == pytest.approx(0.5 * KM2, rel=NEAR)
    assert (ledger["A × B"]["counted"], ledger["A × B"]["counted_zone"]) == ("not_met", "B")
    same = ledger["A × C"]
    assert (same["first_verdict"], same["second_verdict"]) == ("met", "met")
    assert (same["counted"], same["counted_zone"], same["name"]) == ("met", "A", "A区 × C区")
    assert same["area_m2"] == pytest.approx(0.25 * KM2, rel=NEAR)
    outside = ledger["C × D"]
    assert outside["area_m2"] == 0.0
    assert outside["whole_m2"] == pytest.approx(0.25 * KM2, rel=NEAR)


def test_pairs_add_up_to_the_overlap_removed_where_no_place_has_three_zones(
    share: Callable[..., Any],
) -> None:
    result = share(PAIRS).result
    listed = sum(row["area_m2"] for row in result["conflicts"])
    assert listed == pytest.approx(result["total"]["overlap_removed_m2"], rel=1e-9)
    assert "overlap-threefold" not in {one["code"] for one in result["notes"]}


def test_ground_of_three_zones_stands_in_three_pairs_and_the_note_says_how_much(
    share: Callable[..., Any],
) -> None:
    result = share([(code, (0, 0, 1, 1), MET) for code in "ABC"]).result
    assert len(result["conflicts"]) == 3
    assert result["total"]["overlap_removed_m2"] == pytest.approx(2 * KM2, rel=NEAR)
    said = next(one for one in result["notes"] if one["code"] == "overlap-threefold")
    assert said["area_m2"] == pytest.approx(1 * KM2, rel=NEAR)


def test_the_note_on_verdicts_counts_only_pairs_inside_the_built_up_area(
    share: Callable[..., Any],
) -> None:
    said = next(one for one in share(PAIRS).result["notes"] if one["code"] == "verdicts-overlap")
    assert said["count"] == 1


def test_the_shape_of_each_pair_is_kept_under_its_key(
    share: Callable[..., Any], store: Store
) -> None:
    run = share(PAIRS)
    shapes = read_shapes(store, run.shapes["conflicts"]).set_index("key").geometry
    whole = {row["key"]: row["whole_m2"] for row in run.result["conflicts"]}
    assert set(shapes.index) == set(whole)
    drawn = shapes.to_crs(4547).area
    assert dict(drawn) == pytest.approx(whole, rel=1e-6)


def test_zones_that_touch_at_a_point_or_an_edge_are_no_overlap(share: Callable[..., Any]) -> None:
    corner = [("A", (0, 0, 1, 1), MET), ("B", (1, 1, 2, 2), NOT_MET), ("C", (1, 0, 2, 1), MET)]
    result = share(corner).result
    assert result["conflicts"] == []
    assert result["total"]["share"] == pytest.approx(0.5, rel=NEAR)


def test_two_square_metres_are_listed_and_slivers_only_summed(share: Callable[..., Any]) -> None:
    """A and B share a strip of 2 mm × 1 km, three more pairs one of half a millimetre."""
    thin = 0.5e-6  # km: half a millimetre along an edge of 1 km
    zones = [
        ("A", (0, 0, 1, 1), MET),
        ("B", (1 - 2e-6, 0, 2, 1), MET),
        ("C", (0, 1, 0.5, 2), MET),
        ("D", (0.5 - thin, 1, 1, 2), MET),
        ("E", (1 - thin, 1, 1.5, 2), MET),
        ("F", (1.5 - thin, 1, 2, 2), MET),
    ]
    result = share(zones).result
    assert [row["key"] for row in result["conflicts"]] == ["A × B"]
    assert result["conflicts"][0]["area_m2"] == pytest.approx(2.0, rel=1e-3)
    (told,) = [one for one in result["notes"] if one["code"] == "slivers"]
    assert told["count"] == 3
    assert told["area_m2"] == pytest.approx(1.5, rel=1e-2)


def test_each_district_has_its_four_parts_and_what_lies_in_none_is_told(
    share: Callable[..., Any],
) -> None:
    districts = [
        ("D1", (-1, -1, 1, 3), {"level": "county"}),
        ("D2", (1, -1, 1.5, 3), {"level": "county"}),
        ("CITY", (-1, -1, 1.5, 3), {"level": "city"}),
    ]
    zones = [("A", (0, 0, 1, 2), MET), ("B", (1, 0, 2, 1), NOT_MET)]
    result = share(zones, districts).result
    rows = {row["key"]: row for row in result["districts"]}
    assert rows["D1"]["share"] == pytest.approx(1.0, rel=NEAR)
    assert rows["D2"]["built_up_m2"] == pytest.approx(1 * KM2, rel=NEAR)
    assert rows["D2"]["not_met_m2"] == pytest.approx(0.5 * KM2, rel=NEAR)
    assert rows["D2"]["no_zone_m2"] == pytest.approx(0.5 * KM2, rel=NEAR)
    assert rows["CITY"]["met_m2"] == pytest.approx(rows["D1"]["met_m2"], rel=1e-9)
    assert rows["CITY"]["share"] == pytest.approx(2 / 3, rel=NEAR)
    said = next(one for one in result["notes"] if one["code"] == "outside-districts")
    assert said["area_m2"] == pytest.approx(1 * KM2, rel=1e-6)


def test_the_capture_ratio_is_weighted_by_whole_zones_and_is_no_share(
    share: Callable[..., Any],
) -> None:
    # 2 km² at 0.8 and 1 km² at 0.5: 0.7. The zone without a ratio is in neither sum.
    zones = [
        ("A", (0, 0, 1, 2), MET | {"capture_actual": 0.8, "capture_target": 0.75}),
        ("B", (1, 0, 2, 1), NOT_MET | {"capture_actual": 0.5, "capture_target": None}),
        ("C", (1, 1, 2, 2), OPEN | {"capture_actual": None, "capture_target": None}),
    ]
    result = share(zones).result
    total = result["total"]
    assert total["capture_actual_mean"] == pytest.approx(0.7, rel=NEAR)
    assert total["capture_actual_area_m2"] == pytest.approx(3 * KM2, rel=NEAR)
    assert total["capture_target_mean"] == pytest.approx(0.75, rel=NEAR)
    assert total["capture_target_area_m2"] == pytest.approx(2 * KM2, rel=NEAR)
    assert total["share"] == pytest.approx(0.5, rel=NEAR)
    assert "capture-is-no-share" in {one["code"] for one in result["notes"]}


def test_a_ratio_that_is_none_is_left_out_and_named(share: Callable[..., Any]) -> None:
    zones = [
        ("A", (0, 0, 1, 2), MET | {"capture_actual": 75.0}),
        ("B", (1, 0, 2, 1), NOT_MET | {"capture_actual": 0.5}),
    ]
    result = share(zones).result
    assert result["total"]["capture_actual_mean"] == 0.5
    said = next(one for one in result["notes"] if one["code"] == "capture-out-of-range")
    assert said["keys"] == "A"


def test_the_second_method_stands_part_by_part_beside_the_first(share: Callable[..., Any]) -> None:
    result = share(PAIRS).result
    rows = {row["part"]: row for row in result["second_method"]}
    assert rows["met"]["first_m2"] == result["total"]["met_m2"]
    assert rows["met"]["second_m2"] == result["cross_check"]["met_m2"]
    for row in rows.values():
        assert row["difference_m2"] == pytest.approx(row["second_m2"] - row["first_m2"], abs=1e-5)
    assert result["total"]["second_share"] == result["cross_check"]["share"]
    parts = sum(rows[part]["second_m2"] for part in rows if part != "built_up")
    assert parts == pytest.approx(rows["built_up"]["second_m2"], rel=1e-12)
