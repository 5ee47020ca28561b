"""Warnings of a year: what passes a limit, jumps, stays the same or cannot be, each a hit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

CLEAN = {"CODMn": 2.0, "NH3-N": 0.1, "TP": 0.08}
INPUTS = {"places": "places", "months": "months", "odd": "odd"}


def odd(section: str, month: str, item: str, **what: Any) -> dict[str, Any]:
    usual = {"at": f"{month}-05 08:00", "value": 0.2, "usual": 0.1, "times": 1.0, "run": 1}
    return {"section": section, "month": month, "item": item} | usual | what


@pytest.fixture(autouse=True)
def kept(put: Callable[..., Any], sheet: Callable[..., None], ground: Any) -> None:
    put(
        "places",
        "monitoring_section",
        [
            ("A", ground.point(0, 0), {"name": "甲", "target_class": "II"}),
            ("B", ground.point(1, 0), {"name": "乙"}),
            ("C", ground.point(2, 0), {"name": "丙"}),
        ],
    )
    values = [("A", "2025-01", CLEAN), ("A", "2025-02", CLEAN | {"TP": 0.15}),
              ("B", "2025-01", CLEAN | {"TP": 0.15}), ("B", "2024-12", CLEAN | {"TP": 9.0}),
              ("Z", "2025-01", CLEAN | {"TP": 9.0})]  # fmt: skip
    rows = [
        {"section": key, "month": month, "item": item, "value": value}
        for key, month, measured in values
        for item, value in measured.items()
    ]
    sheet("months", rows, "section_months")
    sheet(
        "odd",
        [
            odd("A", "2025-01", "TP", times=8.0, run=11, excess=0.1),
            odd("A", "2025-02", "TP", times=8.01),
            odd("A", "2025-03", "pH", value=7.6, usual=7.5, times=20.0),
            odd("A", "2025-04", "pH", value=8.0, usual=7.5, times=20.0),
            odd("B", "2025-01", "CODMn", run=12),
            odd("B", "2025-01", "TN", excess=0.11),
            odd("B", "2024-12", "TN", times=99.0),
            odd("Z", "2025-01", "TN", times=99.0),
        ],
        "odd_readings",
    )


def test_only_what_passes_a_bound_is_told(run: Callable[..., Any]) -> None:
    result = run("section_warnings", INPUTS, year=2025).result
    told = [(hit["feature"], hit["sort"], hit["month"], hit["value"]) for hit in result["hits"]]
    assert told == [
        ("B", "constant", "2025-01", 0.2),
        ("B", "sum", "2025-01", 0.2),
        ("A", "jump", "2025-02", 0.2),
        ("A", "over", "2025-02", 0.15),
        ("A", "jump", "2025-04", 8.0),
    ]
    over = result["hits"][-2]
    assert (over["against"], round(over["times"], 9)) == (0.1, 0.5)
    assert over["rule"] == "over:TP:2025-02:0.15"
    assert {hit["layer"] for hit in result["hits"]} == {"places"}
    assert result["total"] == {
        "hits": 5, "over": 1, "jump": 2, "constant": 1, "sum": 1, "features": 2, "measured": 2,
        "unmeasured": 1,
    }  # fmt: skip
    (note,) = result["notes"]
    assert "丙" in note["zh"]
