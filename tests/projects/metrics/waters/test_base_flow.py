"""Days at or above the base flow, and what days without flow may have been."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

INPUTS = {"places": "places", "flows": "flows", "bases": "bases"}
RATE, ATTAINMENT = "YC-2022-T17", "WH-2023-T16"


def days(section: str, low: int, missing: int = 0) -> list[dict[str, Any]]:
    """A year of 365 days: so many below the base flow of 10, so many without flow at its end."""
    first = dt.date(2025, 1, 1)
    return [
        {"section": section, "day": (first + dt.timedelta(at)).isoformat(),
         "flow_m3_s": 9.99 if at < low else 10.0}
        for at in range(365 - missing)
    ]  # fmt: skip


@pytest.fixture
def ask(put: Any, sheet: Any, run: Any, ground: Any) -> Callable[..., dict[str, Any]]:
    put("cities", "admin_division", [
        ("420500", ground.box(-5, -5, 5, 5), {}), ("420100", ground.box(-5, -5, 5, 5), {}),
    ])  # fmt: skip
    put("places", "monitoring_section",
        [(key, ground.point(x, 0), {"name": key}) for x, key in enumerate("甲乙丙")])  # fmt: skip

    def of(flows: list[dict[str, Any]], target: str | None = None, rate: float | None = 0.9) -> Any:
        sheet("flows", flows, "daily_flows")
        sheet("bases", [
            {"section": key, "base_m3_s": 10.0, "rate": rate, "document": "示例文件〔2024〕1号"}
            for key in "甲乙"
        ], "base_flows")  # fmt: skip
        asked = {"target": target} if target else {}
        return run("base_flow", INPUTS, year=2025, **asked).result

    return of


def test_a_day_at_the_base_flow_counts_and_what_has_none_stands_apart(ask: Any) -> None:
    found = ask(days("甲", 73) + days("乙", 0, missing=65))
    by_key = {row["key"]: row for row in found["sections"]}
    assert (by_key["甲"]["share"], by_key["甲"]["state"]) == (0.8, "no")
    assert (by_key["乙"]["share"], by_key["乙"]["state"]) == (1.0, "unknown")
    assert by_key["乙"]["complete"] == pytest.approx(300 / 365)
    total = found["total"]
    assert (total["controlled"], total["without"], total["least_share"]) == (2, 1, 0.8)
    assert [one["code"] for one in found["notes"]] == [
        "sections-without-base-flow", "flows-incomplete",
    ]  # fmt: skip


def test_a_base_flow_of_a_section_that_is_nowhere_is_told(ask: Any, sheet: Any, run: Any) -> None:
    ask(days("甲", 0))
    sheet("bases", [
        {"section": key, "base_m3_s": 10.0, "rate": 0.9, "document": "示例文件〔2024〕1号"}
        for key in ("甲", "丁")
    ], "base_flows")  # fmt: skip
    found = run("base_flow", INPUTS, year=2025).result
    said = next(one for one in found["notes"] if one["code"] == "base-flows-elsewhere")
    assert said["zh"].startswith("1 行生态基流")
    assert "丁" in said["zh"]


def test_a_rate_in_principle_is_shown_without_a_verdict(ask: Any) -> None:
    found = ask(days("甲", 0) + days("乙", 0), RATE)["target"]
    assert (found["measured"], found["met"]) == (1.0, None)
    assert "原则上" in found["reason"]["zh"]


@pytest.mark.parametrize(
    ("flows", "rate", "met"),
    [
        (days("甲", 36) + days("乙", 0, missing=36), 0.9, True),  # whatever the missing days were
        (days("甲", 37) + days("乙", 0), 0.9, False),
        (days("甲", 0) + days("乙", 0, missing=37), 0.9, None),
        (days("甲", 0) + days("乙", 0), None, None),
        (days("甲", 0), 0.9, None),
    ],
)
def test_attainment_is_by_the_rate_of_each_document(
    ask: Any, flows: Any, rate: float | None, met: bool | None
) -> None:
    assert ask(flows, ATTAINMENT, rate)["target"]["met"] is met
