"""A year of sections by a scheme as a figure: from a layer, kept months and the rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from projects.water.means import months_of

CLEAN = {"CODMn": 2.0, "NH3-N": 0.1, "TP": 0.08, "CODCr": 10.0}
WORSE = CLEAN | {"TP": 0.1, "NH3-N": 1.2}


@pytest.fixture(autouse=True)
def kept(put: Callable[..., Any], sheet: Callable[..., None], ground: Any) -> None:
    about = {"river": "长江", "target_class": "III", "downstream_district": "汉阳区"}
    put(
        "places",
        "monitoring_section",
        [
            ("A", ground.point(0, 0), about | {"name": "水洪中心"}),
            (
                "B",
                ground.point(1, 0),
                about | {"name": "老关村", "control_code": "A", "upstream_district": "汉南区"},
            ),
        ],
    )
    rows = [
        {"section": key, "month": month, "item": item, "value": value}
        for key in ("A", "B")
        for month in months_of(2025)[: 12 if key == "A" else 8]
        for item, value in (WORSE if (key, month) == ("B", "2025-03") else CLEAN).items()
    ]
    sheet("months", rows, "section_months")


def test_the_province_gives_shares_grades_and_no_ledger(run: Callable[..., Any]) -> None:
    inputs = {"places": "places", "months": "months"}
    result = run("section_scheme", inputs, scheme="hubei", year=2025).result
    assert result["total"] == {
        "sections": 2,
        "judged": 20,
        "met": 19,
        "missed": 1,
        "untold": 4,
        "share": 0.95,
        "failed": 0,
        "moved_wan_yuan": 0,
    }
    rows = {row["key"]: (row["met"], row["untold"], row["grade"]) for row in result["years"]}
    assert rows == {"A": (12, 0, "excellent"), "B": (7, 4, "pass")}
    assert result["ledger"] == []
    assert any("名称上已被" in note["zh"] for note in result["notes"])


def test_wuhan_gives_a_ledger_that_adds_up(run: Callable[..., Any]) -> None:
    inputs = {"places": "places", "months": "months"}
    result = run("section_scheme", inputs, scheme="wuhan_yangtze", year=2025).result
    years = {row["name"]: row["money_wan_yuan"] for row in result["years"]}
    assert years["老关村"] == 50 - 200 + 50 + 50
    assert [(row["payer"], row["amount_wan_yuan"]) for row in result["ledger"]] == [("汉南区", 50)]
    assert result["total"]["moved_wan_yuan"] == 50
    months = {row["month"]: row for row in result["months"] if row["name"] == "老关村"}
    march = months["2025-03"]
    # Of four items by class III: 10/20, 2/6, 0.1/1, 0.08/0.2 at the inflow; 1.2/1, 0.1/0.2 here.
    inflow = (10 / 20 + 2 / 6 + 0.1 / 1 + 0.08 / 0.2) / 4
    own = (10 / 20 + 2 / 6 + 1.2 / 1 + 0.1 / 0.2) / 4
    assert (march["index"], march["inflow"]) == (pytest.approx(own), pytest.approx(inflow))
    assert (march["change"], march["met"]) == (pytest.approx(own / inflow - 1), "no")
    assert march["month_wan_yuan"] == -200
    assert sum(row["month_wan_yuan"] or 0 for row in months.values()) == years["老关村"]
    assert months["2025-09"]["index"] is None
