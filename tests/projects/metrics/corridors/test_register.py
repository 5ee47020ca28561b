"""Lengths, areas and counts by status beside targets in their own unit."""

from __future__ import annotations

from typing import Any

import pytest

from geo.errors import EcoAtlasError
from projects.metrics.works.status_columns import STATUS_COLUMN

NEAR = 1e-6


def codes(found: dict[str, Any]) -> set[str]:
    return {note["code"] for note in found["notes"]}


def row(rows: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return next(one for one in rows if one["key"] == key)


@pytest.fixture
def works(put: Any, ground: Any) -> None:
    """216 km of works: 3 km done, 2 km done again on the same ground, 4 km building, 1 unknown."""
    put(
        "works",
        "works",
        [
            ("A", ground.line((0, 0), (3, 0)), {"status": "completed", "year": 2019}),
            ("B", ground.line((1, 0), (3, 0)), {"status": "completed", "year": 2021}),
            ("C", ground.line((2, 0), (7, 0)), {"status": "building", "year": None}),
            ("D", ground.line((9, 0), (10, 0)), {"status": None, "year": None}),
        ],
    )


@pytest.mark.slow
def test_length_counts_each_place_once_for_what_is_done(works: None, result: Any) -> None:
    found = result("length_by_status", {"lines": "works"}, target="SY-2018-T09")
    total = found["total"]
    assert total["counted_m"] == pytest.approx(3000, rel=NEAR)
    assert total["total_m"] == pytest.approx(8000, rel=NEAR)
    assert total["share"] == pytest.approx(3 / 8, rel=NEAR)
    assert total["twice_m"] == pytest.approx(2000 + 1000, rel=NEAR)
    statuses = {one["key"]: round(one["length_m"]) for one in found["statuses"]}
    assert statuses == {"completed": 3000, "building": 4000, "unknown": 1000}
    assert {"status-empty", "lengths-drawn-twice"} <= codes(found)


def test_each_line_carries_the_code_of_its_status(works: None, result: Any) -> None:
    lines = result("length_by_status", {"lines": "works"})["lines"]
    assert [one["status"] for one in lines] == ["completed", "completed", "building", "unknown"]
    assert {one["status"] for one in lines} <= set(STATUS_COLUMN.codes)


def test_length_target_is_compared_in_kilometres(works: None, result: Any) -> None:
    target = result("length_by_status", {"lines": "works"}, target="SY-2018-T09")["target"]
    assert (target["unit"], target["value"], target["met"]) == ("km", 216, False)
    assert target["measured"] == pytest.approx(3.0, rel=NEAR)
    assert target["gap"] == pytest.approx(213.0, rel=NEAR)
    assert target["gap_m2"] is None


def test_works_on_both_banks_count_once_along_the_reference(
    put: Any, ground: Any, result: Any
) -> None:
    put("axis", "river", [("R", ground.line((0, 0), (10, 0)), {})])
    banks = [
        ("N", ground.line((0, 0.3), (4, 0.3)), {"status": "completed"}),
        ("S", ground.line((2, -0.3), (6, -0.3)), {"status": "completed"}),
        ("F", ground.line((7, 0.9), (9, 0.9)), {"status": "completed"}),
    ]
    put("works", "works", banks)
    inputs = {"lines": "works", "reference": "axis"}
    total = result("length_by_status", inputs, tolerance_m=500)["total"]
    assert total["counted_m"] == pytest.approx(6000, rel=NEAR)
    assert total["reference_share"] == pytest.approx(0.6, rel=NEAR)
    assert total["off_reference_m"] == pytest.approx(2000, rel=NEAR)


def test_only_what_lies_inside_the_region_has_length(
    works: None, put: Any, ground: Any, result: Any
) -> None:
    put("district", "admin_division", [("Q", ground.box(-1, -1, 2, 1), {})])
    total = result("length_by_status", {"lines": "works", "region": "district"})["total"]
    assert total["counted_m"] == pytest.approx(2000, rel=NEAR)
    assert total["total_m"] == pytest.approx(2000, rel=NEAR)


def test_a_year_after_the_day_does_not_count(works: None, result: Any) -> None:
    found = result("length_by_status", {"lines": "works"}, date_field="year", until="2020-12-31")
    assert row(found["statuses"], "late")["features"] == 1
    assert found["total"]["counted_m"] == pytest.approx(3000, rel=NEAR)
    assert "counted-late" in codes(found)


def test_area_is_that_of_the_union_in_mu_and_square_kilometres(
    put: Any, ground: Any, result: Any
) -> None:
    """2 km² and 2 km² that share 1 km² are 3 km² = 4,500 亩; 1 km² more is only planned."""
    fields = [
        ("A", ground.box(0, 0, 2, 1), {"status": "completed"}),
        ("B", ground.box(1, 0, 3, 1), {"status": "completed"}),
        ("C", ground.box(2.5, 0, 4, 1), {"status": "planned"}),
    ]
    put("planting", "works", fields)
    found = result("area_by_status", {"areas": "planting"}, target="WH-2023-T12")
    total = found["total"]
    assert total["counted_m2"] == pytest.approx(3e6, rel=NEAR)
    assert total["counted_mu"] == pytest.approx(4500, rel=NEAR)
    assert total["total_m2"] == pytest.approx(4e6, rel=NEAR)
    assert total["overlap_removed_m2"] == pytest.approx(1.5e6, rel=NEAR)
    target = found["target"]
    assert target["measured"] == pytest.approx(0.45, rel=NEAR)  # of ten thousand mu
    assert target["gap"] == pytest.approx(39.55, rel=NEAR)
    assert target["gap_m2"] == pytest.approx(395_500 * 2000 / 3, rel=NEAR)
    put("trees", "works", fields)
    softened = result("area_by_status", {"areas": "trees"}, target="WH-2023-T11")["target"]
    assert (softened["met"], softened["gap"]) == (None, None)
    assert softened["measured"] == target["measured"]
    assert "“力争”" in softened["reason"]["zh"]
    areas = {one["key"]: round(one["area_m2"] / 1e6, 3) for one in found["areas"]}
    assert areas == {"A": 2.0, "B": 1.0, "C": 1.0}


def test_area_target_in_square_kilometres_and_region(put: Any, ground: Any, result: Any) -> None:
    put("erosion", "works", [("A", ground.box(0, 0, 30, 30), {"status": "completed"})])
    found = result("area_by_status", {"areas": "erosion"}, target="SY-2018-T15")
    assert found["target"]["met"] is True
    assert found["target"]["measured"] == pytest.approx(900, rel=1e-5)
    put("district", "admin_division", [("Q", ground.box(0, 0, 30, 10), {})])
    inputs = {"areas": "erosion", "region": "district"}
    inside = result("area_by_status", inputs, target="SY-2018-T15")
    assert inside["target"]["met"] is False
    assert inside["target"]["measured"] == pytest.approx(300, rel=1e-5)


@pytest.fixture
def reserves(put: Any, ground: Any) -> None:
    """Three reserves closed in time, one late, one open, one without a word, one that is none."""
    closed = {"fishing": "禁捕", "grade": "reserve"}
    put(
        "reserves",
        "protected_water",
        [
            ("A", ground.box(0, 0, 1, 1), closed | {"closed_on": "2018-01-01"}),
            ("B", ground.box(2, 0, 3, 1), closed | {"closed_on": "2018-09"}),
            ("C", ground.box(4, 0, 5, 1), closed | {"closed_on": "2017"}),
            ("D", ground.box(6, 0, 7, 1), closed | {"closed_on": "2018-10-01"}),
            ("E", ground.box(8, 0, 9, 1), {"fishing": "未禁", "grade": "reserve"}),
            ("F", ground.box(10, 0, 11, 1), {"grade": "reserve"}),
            ("G", ground.box(12, 0, 13, 1), closed | {"grade": "lake_blue"}),
        ],
    )


RESERVES = {
    "status_field": "fishing",
    "counted": "禁捕",
    "only_field": "grade",
    "only_values": "reserve",
    "date_field": "closed_on",
    "until": "2018-09-30",
}


def test_reserves_closed_by_a_day_are_counted(reserves: None, result: Any) -> None:
    inputs = {"features": "reserves"}
    found = result("count_by_status", inputs, target="SY-2018-T13", **RESERVES)
    total = found["total"]
    assert (total["features"], total["counted"]) == (6, 3)
    assert (total["late"], total["unknown"]) == (1, 1)
    assert total["share"] == 0.5
    assert (found["target"]["measured"], found["target"]["gap"]) == (3, 4)
    assert {"rows-left-out", "counted-late", "status-empty"} <= codes(found)


def test_the_share_of_features_is_compared_with_a_percentage(
    put: Any, ground: Any, result: Any
) -> None:
    closed = {"fishing": "禁捕", "grade": "reserve", "closed_on": "2018-01-01"}
    open_ = closed | {"fishing": "未禁"}
    put(
        "parks",
        "works",
        [
            (k, ground.box(n, 0, n + 0.5, 1), f)
            for n, (k, f) in enumerate([("A", closed), ("B", open_)])
        ],
    )
    found = result("count_by_status", {"features": "parks"}, target="EZ-2022-T07", **RESERVES)
    assert (found["target"]["measured"], found["target"]["met"]) == (0.5, False)


@pytest.mark.parametrize(
    ("written", "counted"),
    [("2020-1-5", 1), ("2020年6月", 1), ("20200630", 1), ("2020/7/1", 0), ("2020", 0), ("年内", 0)],
)
def test_a_date_in_any_form_is_compared_with_the_day(
    put: Any, ground: Any, result: Any, written: str, counted: int
) -> None:
    put(
        "parks", "works", [("A", ground.box(0, 0, 1, 1), {"status": "completed", "ended": written})]
    )
    day = {"date_field": "ended", "until": "2020-06-30"}
    assert result("count_by_status", {"features": "parks"}, **day)["total"]["counted"] == counted


def test_without_a_status_field_all_features_count(reserves: None, result: Any) -> None:
    found = result("count_by_status", {"features": "reserves"}, status_field="-")
    assert found["total"]["counted"] == 7


@pytest.mark.parametrize("none", ["-", "  "])
def test_a_dash_or_a_blank_names_no_field(reserves: None, result: Any, none: str) -> None:
    names = dict.fromkeys(("only_field", "date_field"), none) | {"status_field": "fishing"}
    found = result("count_by_status", {"features": "reserves"}, counted="禁捕", **names)
    assert (found["total"]["features"], found["total"]["counted"]) == (7, 5)


def test_features_outside_the_region_are_not_counted(
    reserves: None, put: Any, ground: Any, result: Any
) -> None:
    put("district", "admin_division", [("Q", ground.box(-1, -1, 4.6, 2), {})])
    inputs = {"features": "reserves", "region": "district"}
    total = result("count_by_status", inputs, **RESERVES)["total"]
    assert (total["counted"], total["features"], total["outside"]) == (3, 3, 3)


def test_a_status_that_no_feature_has_is_told(works: None, result: Any) -> None:
    found = result("length_by_status", {"lines": "works"}, counted="建成")
    assert found["total"]["counted_m"] == 0
    assert "no-counted-status" in codes(found)


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"status_field": "state"}, "missing-field"),
        ({"until": "2020-01-01"}, "field-and-value-together"),
        ({"only_values": "x"}, "field-and-value-together"),
        ({"target": "WH-2023-T11"}, "wrong-subject"),
        ({"target": "WEDZ-2023-T21"}, "target-does-not-fit"),
    ],
    ids=["no such field", "day without field", "value without field", "in mu", "without unit"],
)
def test_what_does_not_fit_is_refused(
    works: None, result: Any, parameters: dict[str, Any], code: str
) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        result("length_by_status", {"lines": "works"}, **parameters)
    assert refused.value.code == code


def test_splitting_and_reordering_features_changes_nothing(
    put: Any, ground: Any, result: Any
) -> None:
    whole = [("A", ground.box(0, 0, 4, 1), {"status": "completed"})]
    parts = [
        ("Z", ground.box(2, 0, 4, 1), {"status": "completed"}),
        ("Y", ground.box(0, 0, 2.5, 1), {"status": "completed"}),
    ]
    put("whole", "works", whole)
    put("parts", "works", parts)
    one, other = (result("area_by_status", {"areas": name})["total"] for name in ("whole", "parts"))
    assert one["counted_m2"] == pytest.approx(other["counted_m2"], rel=1e-9)


def test_parts_by_status_add_up_to_the_whole(works: None, result: Any) -> None:
    found = result("length_by_status", {"lines": "works"})
    added = sum(one["length_m"] for one in found["statuses"])
    assert added == pytest.approx(found["total"]["total_m"], rel=1e-9)


def test_none_is_not_met_by_a_word_that_no_feature_has(
    put: Any, result: Any, ground: Any, vouch: Any
) -> None:
    """`zzz` may be misspelt; `completed` is a word that is known, and nothing is."""
    put("cities", "admin_division", [("420300", ground.box(-5, -5, 5, 5), {})])
    put("sites", "works", [("A", ground.box(0, 0, 1, 1), {"status": "planned"})])
    asked = {"target": "SY-2018-T32"}
    inputs = {"features": "sites", "boundary": "cities"}
    met = {}
    for words in ("completed", "planned", "zzz"):
        vouch("sites", "groundwater_pollution", status_field="status", counted=words)
        met[words] = result("count_by_status", inputs, counted=words, **asked)["target"]["met"]
    assert met == {"completed": True, "planned": False, "zzz": None}
    nothing = result("count_by_status", inputs, only_field="code", only_values="无此", **asked)[
        "target"
    ]
    assert "不能判定" in nothing["reason"]["zh"]
