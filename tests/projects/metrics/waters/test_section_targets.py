"""Targets judged by sections: never met where a month, an item or a water is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from layers.system.database import Database
from projects.metrics.subjects import WATERS_OF
from projects.policy.register import get_target, targets

CLEAN = {"pH": 7.5, "DO": 9.0, "CODMn": 2.0, "NH3-N": 0.1, "TP": 0.02}
FOUL = CLEAN | {"TP": 0.04}  # class III of a lake, class II of a river
YEAR = range(1, 13)
INPUTS = {"places": "places", "months": "months"}
RESERVOIR, RIVERS, MONITORING = "SY-2018-T10", "SY-2018-T11", "SY-2018-T20"
LAKE = {"river": "丹江口水库", "is_lake": True}


def rows(*measured: tuple[str, range, dict[str, float]]) -> list[dict[str, Any]]:
    return [
        {"section": key, "month": f"2025-{month:02d}", "item": item, "value": value}
        for key, months, values in measured
        for month in months
        for item, value in values.items()
    ]


@pytest.fixture
def judged(put: Any, sheet: Any, run: Any, ground: Any) -> Callable[..., dict[str, Any]]:
    put("cities", "admin_division", [("420300", ground.box(-5, -5, 5, 5), {"name": "十堰市"})])

    def of(target: str, sections: Any, months: Any, period: str = "year") -> dict[str, Any]:
        wanted = ("river", "is_lake", "target_class", "upstream_district", "name")
        put("places", "monitoring_section",
            [(key, ground.point(x, 0), {**dict.fromkeys(wanted), "name": key, **fields})
             for key, x, fields in sections])  # fmt: skip
        sheet("months", months, "section_months")
        found = run("section_quality", INPUTS, year=2025, period=period, target=target)
        block: dict[str, Any] = found.result["target"]
        return block

    return of


def test_the_reservoir_is_judged_as_a_lake_by_its_worst_section(judged: Any) -> None:
    two = [("甲", 0, LAKE), ("乙", 1, LAKE), ("别处", 2, {"river": "汉江"})]
    met = judged(RESERVOIR, two, rows(("甲", YEAR, CLEAN), ("乙", YEAR, CLEAN | {"TN": 5.0})))
    assert (met["met"], met["measured"]) == (True, 2.0), "total nitrogen is left out"
    missed = judged(RESERVOIR, two, rows(("甲", YEAR, CLEAN), ("乙", YEAR, FOUL)))
    assert (missed["met"], missed["measured"]) == (False, 3.0)
    assert missed["jurisdiction"]["divisions"] == ["420300"]


@pytest.mark.parametrize(
    ("sections", "months", "why"),
    [
        ([("甲", 0, LAKE), ("乙", 1, LAKE)], rows(("甲", YEAR, CLEAN)), "乙"),
        ([("甲", 0, LAKE)], rows(("甲", range(1, 12), CLEAN)), "缺少月份"),
        ([("甲", 0, LAKE)], rows(("甲", YEAR, {"pH": 7.0})), "必测项目"),
        ([("甲", 0, LAKE), ("乙", 1, LAKE | {"is_lake": None})],
         rows(("甲", YEAR, CLEAN), ("乙", YEAR, FOUL)), "湖库"),
        ([("甲", 0, {"river": "汉江"})], rows(("甲", YEAR, CLEAN)), "丹江口水库没有断面"),
    ],
)  # fmt: skip
def test_what_is_missing_is_never_met(judged: Any, sections: Any, months: Any, why: str) -> None:
    found = judged(RESERVOIR, sections, months)
    assert found["met"] is None
    assert why in found["reason"]["zh"]


def test_a_whole_section_that_misses_decides_whatever_the_others_are(judged: Any) -> None:
    found = judged(RESERVOIR, [("甲", 0, LAKE), ("乙", 1, LAKE)], rows(("甲", YEAR, FOUL)))
    assert found["met"] is False
    assert "劣Ⅴ" in found["reason"]["zh"]


def test_a_quarter_judges_no_target_of_the_year(judged: Any) -> None:
    found = judged(RESERVOIR, [("甲", 0, LAKE)], rows(("甲", YEAR, CLEAN)), "q1")
    assert found["met"] is None
    assert "全年" in found["reason"]["zh"]


def rivers(**targets_of: str | None) -> list[Any]:
    names = WATERS_OF["inflow_river_quality"]
    return [(n, x, {"river": n, "target_class": targets_of.get(n, "III")})
            for x, n in enumerate(names)]  # fmt: skip


def test_rivers_into_the_reservoir_are_each_at_their_own_class(judged: Any) -> None:
    names = WATERS_OF["inflow_river_quality"]
    every = rows(*((name, YEAR, CLEAN) for name in names))
    met = judged(RIVERS, rivers(), every)
    assert (met["met"], met["measured"]) == (True, 1.0)
    assert judged(RIVERS, rivers()[:2], every)["met"] is None, "the third river has no section"
    bare = judged(RIVERS, rivers(犟河=None), every)
    assert (bare["met"], "没有水质目标" in bare["reason"]["zh"]) == (None, True)
    poor = rows(*((name, YEAR, CLEAN | {"NH3-N": 1.2}) for name in names[:1]), *())
    missed = judged(RIVERS, rivers(), poor)
    assert (missed["met"], names[0] in missed["reason"]["zh"]) == (False, True)


def test_monitoring_counts_the_section_with_fewest_months(judged: Any) -> None:
    two = [("甲", 0, {}), ("乙", 1, {}), ("界", 5.1, {"upstream_district": "十堰市"})]
    every = (("甲", YEAR, CLEAN), ("乙", YEAR, CLEAN))
    # That beside the border counts by who answers for it; without readings nothing is known of it.
    assert judged(MONITORING, two, rows(*every))["met"] is None
    found = judged(MONITORING, two, rows(*every, ("界", YEAR, CLEAN)))
    assert (found["met"], found["measured"]) == (True, 12.0)


def test_waters_of_subjects_stand_in_the_scope_of_their_targets(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        for one in targets(session):
            for water in WATERS_OF.get(one.subject, ()):
                assert water in get_target(session, one.id).scope.zh
