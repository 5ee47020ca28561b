"""Shares and sums of an amount: never mixed up with shares of the number of features."""

from __future__ import annotations

from typing import Any

import pytest

from geo.errors import EcoAtlasError

pytestmark = pytest.mark.slow

GREEN = {"status_field": "grade", "counted": "绿色", "weigh_by": "floor_m2"}


@pytest.fixture
def buildings(put: Any, ground: Any) -> None:
    """Three of five buildings are green, with 9,800 of 10,000 m² of floor; one has no area."""
    rows = [("A", "绿色", "9000"), ("B", "绿色", "800"), ("C", "普通", "200"), ("D", "绿色", None)]
    put(
        "buildings",
        "works",
        [
            (key, ground.box(n, 0, n + 0.5, 1), {"grade": grade, "floor_m2": floor})
            for n, (key, grade, floor) in enumerate([*rows, ("E", None, "0")])
        ],
    )


def test_a_share_of_floor_area_is_not_the_share_of_buildings(buildings: None, result: Any) -> None:
    inputs = {"features": "buildings"}
    found = result("amount_by_status", inputs, target="WEDZ-2023-T29", **GREEN)
    total = found["total"]
    assert (total["amount"], total["counted_amount"], total["not_counted_amount"]) == (
        10_000,
        9_800,
        200,
    )
    assert total["share"] == 0.98
    assert (total["features"], total["without_amount"]) == (5, 1)
    assert (found["target"]["measured"], found["target"]["met"]) == (0.98, True)
    assert {"weighed-by", "amount-missing", "status-empty"} <= {
        one["code"] for one in found["notes"]
    }
    statuses = {one["key"]: (one["features"], one["amount"]) for one in found["statuses"]}
    assert statuses == {"绿色": (3, 9_800), "普通": (1, 200), "unknown": (1, 0)}
    by_count = {name: one for name, one in GREEN.items() if name != "weigh_by"}
    assert result("count_by_status", inputs, **by_count)["total"]["share"] == 0.6


@pytest.mark.parametrize(
    ("metric", "target"),
    [
        ("count_by_status", "WEDZ-2023-T28"),
        ("count_by_status", "WEDZ-2023-T29"),
        ("count_by_status", "WH-2023-T22"),
        ("amount_by_status", "EZ-2022-T07"),
        ("amount_by_status", "SY-2018-T13"),
    ],
)
def test_a_target_stands_only_beside_the_figure_of_its_subject(
    buildings: None, result: Any, metric: str, target: str
) -> None:
    given = GREEN if metric == "amount_by_status" else {"status_field": "grade"}
    with pytest.raises(EcoAtlasError) as caught:
        result(metric, {"features": "buildings"}, target=target, **given)
    assert caught.value.code == "wrong-subject"


def test_capacities_are_added_up_beside_a_target_in_their_unit(
    put: Any, ground: Any, result: Any
) -> None:
    lines = [("A", "completed", 400), ("B", "completed", -5), ("C", "building", 200)]
    put(
        "works",
        "works",
        [(key, ground.point(1, n), {"status": s, "t_d": t}) for n, (key, s, t) in enumerate(lines)],
    )
    found = result("amount_by_status", {"features": "works"}, target="WH-2023-T22", weigh_by="t_d")
    target = found["target"]
    assert (target["measured"], target["unit"]) == (400, "t/d")
    assert (target["met"], target["gap"], target["most"]) == (None, None, None)
    assert found["total"]["without_amount"] == 1, "a negative capacity is none"


def test_the_field_of_the_amount_has_to_be_named_and_there(buildings: None, result: Any) -> None:
    for weigh_by, code in ((None, "missing-parameter"), ("area", "missing-field")):
        given = GREEN | {"weigh_by": weigh_by} if weigh_by else {"status_field": "grade"}
        with pytest.raises(EcoAtlasError) as caught:
            result("amount_by_status", {"features": "buildings"}, **given)
        assert caught.value.code == code
