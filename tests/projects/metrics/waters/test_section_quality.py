"""Classes of sections in a year, a quarter, a month, beside another year; what is missing too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from layers.audit import SYSTEM
from projects.metrics.waters.section_quality import months_asked
from projects.statements.making import make_statement
from projects.water.class_words import CLASS_COLOURS

CLEAN = {"CODMn": 2.0, "NH3-N": 0.1, "TP": 0.08}
FOUL = CLEAN | {"TP": 0.25}
RICH = {"CODMn": 6.0, "TP": 0.15, "TN": 2.5, "chl": 30.0, "SD": 0.8}
INPUTS = {"places": "places", "months": "months", "base": "base"}


def rows(year: int, *measured: tuple[str, range, dict[str, float]]) -> list[dict[str, Any]]:
    return [
        {"section": key, "month": f"{year}-{month:02d}", "item": item, "value": value}
        for key, months, values in measured
        for month in months
        for item, value in values.items()
    ]


@pytest.fixture(autouse=True)
def kept(put: Callable[..., Any], sheet: Callable[..., None], ground: Any) -> None:
    put(
        "places",
        "monitoring_section",
        [
            ("A", ground.point(0, 0), {"name": "甲", "target_class": "II",
                                       "upstream_district": "汉南区"}),
            ("B", ground.point(1, 0), {"name": "乙", "target_class": "III",
                                       "upstream_district": "蔡甸区"}),
            ("B2", ground.point(1, 0), {"name": "乙", "target_class": "III",
                                        "upstream_district": "孝感市"}),
            ("C", ground.point(2, 0), {"name": "丙"}),
            ("L", ground.point(3, 0), {"name": "湖", "is_lake": True}),
        ],
    )  # fmt: skip
    sheet("months", rows(2025, ("A", range(1, 13), CLEAN), ("B", range(1, 7), CLEAN),
                         ("B", range(7, 10), FOUL), ("L", range(1, 13), RICH)),
          "section_months")  # fmt: skip
    sheet("base", rows(2024, ("A", range(1, 13), FOUL), ("B", range(1, 13), CLEAN)),
          "section_months")  # fmt: skip


def test_a_year_beside_another_counts_one_judged_for_two_once(run: Callable[..., Any]) -> None:
    result = run("section_quality", INPUTS, year=2025, base_year=2024).result
    total = result["total"]
    assert {name: total[name] for name in ("sections", "measured", "missing", "incomplete")} == {
        "sections": 4, "measured": 3, "missing": 1, "incomplete": 1,
    }  # fmt: skip
    assert (total["good"], total["good_share"]) == (2, round(2 / 3, 12))
    assert (total["worse_than_v"], total["targets"], total["met"]) == (0, 2, 2)
    assert (total["better"], total["same"], total["worse"]) == (1, 0, 1)
    assert total["base_good_share"] == 0.5
    states = {row["key"]: (row["grade"], row["months"]) for row in result["sections"]}
    assert states == {"A": ("II", 12), "B": ("III", 9), "B2": (None, 0), "C": (None, 0),
                      "L": ("V", 12)}  # fmt: skip
    lake = next(row for row in result["sections"] if row["key"] == "L")
    assert (round(lake["index"], 2), lake["before"]) == (60.1, None)
    assert [note["code"] for note in result["notes"]] == [
        "sections-without-readings", "sections-incomplete",
    ]  # fmt: skip


def test_a_quarter_is_told_alone_and_districts_by_what_they_met(run: Callable[..., Any]) -> None:
    result = run("section_quality", INPUTS, year=2025, period="q3").result
    states = {row["key"]: (row["grade"], row["met"]) for row in result["sections"]}
    assert (states["A"], states["B"]) == (("II", "yes"), ("IV", "no"))
    places = {row["key"]: row["place"] for row in result["districts"]}
    assert places == {"汉南区": 1, "蔡甸区": 2, "—": None, "孝感市": None}
    assert result["total"]["base_measured"] == 0
    last = run("section_quality", INPUTS, year=2025, period="q4").result
    assert last["total"]["measured"] == 2


def test_months_of_what_is_asked() -> None:
    assert months_asked(2025, "q2") == ("2025-04", "2025-05", "2025-06")
    assert months_asked(2025, "11") == ("2025-11",)
    assert len(months_asked(2025, "year")) == 12


def test_a_statement_of_a_quarter_says_so_in_words_and_colours(
    run: Callable[..., Any], sqlite_database: Any, store: Any
) -> None:
    """Without a period of its maker; the dates of layers tell nothing of the readings."""
    found = run("section_quality", INPUTS, year=2025, period="q3")
    with sqlite_database.transaction() as session:
        made = make_statement(session, store, found.id, SYSTEM)
        content = made.content
    assert content["head"]["period"] == "2025 年第三季度"
    assert {one["name"]: one.get("said") for one in content["parameters"]}["period"] == {
        "zh": "第三季度", "en": "quarter 3",
    }  # fmt: skip
    columns = {one["name"]: one for one in content["metric"]["tables"][0]["columns"]}
    assert columns["grade"]["colours"] == CLASS_COLOURS
