"""A month of sections: what is missing, met, better or worse, by river, lake and district."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from projects.sections.bulletin_paper import WRITERS, report_of, summary_of
from projects.sections.series import charts_of
from projects.water.in_charge import Chiefs
from projects.water.means import mean_text
from projects.water.overview import Months, Overview, Rules, is_met, overview_of
from projects.water.placed import Sections
from projects.water.ratios import Ratio
from tests.projects.sections.made import CLEAN, FOUL, month, section


@pytest.fixture
def october(sections: Sections, months: Months, rules: Rules, chiefs: Chiefs) -> Overview:
    return overview_of("2026-10", ("2026-09", "2025-10"), sections, months, rules, chiefs)


def test_a_section_without_readings_is_named_and_counts_nowhere(october: Overview) -> None:
    assert [one.section.key for one in october.missing] == ["C"]
    assert (october.sections.total, october.sections.missing) == (2, ("C",))
    assert october.sections.good == Ratio(1, 2)
    assert (october.met, october.lakes.total) == (Ratio(1, 3), 1)
    silent = october.of("C")
    assert silent is not None
    assert (silent.grade, silent.met) == (None, None)


def test_what_moved_is_told_against_last_month_and_last_year(october: Overview) -> None:
    assert (october.since_month.worse, october.since_month.better) == (("B",), ())
    assert october.since_month.same == 1
    assert october.since_year.better == ("A",)
    assert october.since_month.points == Decimal("33.3") - Decimal("100.0")


def test_a_lake_is_judged_as_a_lake_and_has_its_index(october: Overview) -> None:
    lake, river = october.of("L"), october.of("A")
    assert lake is not None
    assert river is not None
    assert lake.grade == "V"  # phosphorus of 0.15 is class III in a river
    assert river.trophic is None
    assert lake.trophic is not None
    assert lake.trophic.index == pytest.approx(60.10, abs=0.005)


def test_districts_stand_from_the_best_to_the_worst_and_the_silent_last(
    october: Overview,
) -> None:
    names = [(one.name.zh, one.met.count, one.met.of) for one in october.districts]
    assert names == [
        ("责任区未登记", 1, 1),
        ("汉南区", 0, 1),
        ("蔡甸区", 0, 1),
        ("武昌区", 0, 0),
    ]


def test_who_is_in_charge_is_named(october: Overview) -> None:
    found = october.of("B")
    assert found is not None
    assert found.unit == "区水务局"


def test_under_five_sections_a_river_is_told_by_the_mean(october: Overview) -> None:
    yangtze = next(one for one in october.rivers if one.name.zh == "长江")
    assert yangtze.by_share is False
    assert yangtze.word is not None
    assert yangtze.word.zh == "良好"  # (0.1 + 1.2) / 2 = 0.65 of ammonia is class III


def test_from_five_sections_on_a_river_is_told_by_shares(rules: Rules) -> None:
    every = Sections({str(at): section(str(at), f"断面{at}") for at in range(6)})
    values = {str(at): month(str(at), "2026-10", FOUL if at == 0 else CLEAN) for at in range(5)}
    found = overview_of("2026-10", ("", ""), every, {"2026-10": values}, rules, Chiefs(()))
    (river,) = found.rivers
    assert (river.by_share, river.counted.total) == (True, 5)
    assert river.word is not None
    assert river.word.zh == "良好"  # 4 of 5 are class I to III


@pytest.mark.parametrize(
    ("grade", "target", "met"),
    [("III", "III", True), ("IV", "III", False), ("V-", "V", False), (None, "III", None)],
)
def test_a_target_is_met_by_its_class_or_a_better_one(
    grade: str | None, target: str | None, met: bool | None
) -> None:
    assert is_met(grade, target) is met
    assert is_met("I", None) is None


def test_the_bulletin_names_what_is_missing_first(october: Overview, rules: Rules) -> None:
    found = report_of(october, rules.items, "示例局", dt.date(2026, 11, 3), "zh")
    assert found.title == "2026 年 10 月地表水断面水质通报"
    assert [group.title for group in found.groups] == [
        "没有监测结果（1 个）",
        "未达到目标（2 个）",
        "达到目标（1 个）",
    ]
    row = found.groups[1].rows[0]
    assert row[1] == "老关村"
    assert row[5:9] == ("Ⅲ类", "Ⅳ类", "5", "Ⅱ类")
    assert row[9] == "氨氮 1.2 (+0.20)、总磷 0.22 (+0.10)"
    assert all(len(row) == len(found.columns) for group in found.groups for row in group.rows)
    assert sum(column.width_mm for column in found.columns) == 277


def test_the_summary_says_counts_in_both_languages(october: Overview) -> None:
    told = list(summary_of(october))
    assert told[0].zh == "断面 2 个有监测结果，Ⅰ–Ⅲ类 1 个（50.0%），劣Ⅴ类 0 个（0.0%）。"
    assert any("后官湖综合营养状态指数 60.10，中度富营养" in one.zh for one in told)
    assert any("1 without readings, in no share: 王家巷" in one.en for one in told)


@pytest.mark.parametrize("form", WRITERS)
def test_the_bulletin_is_written_in_every_form(form: str, october: Overview, rules: Rules) -> None:
    report = report_of(october, rules.items, "", dt.date(2026, 11, 3), "en")
    assert len(WRITERS[form](report)) > 1000


# --- charts -----------------------------------------------------------------------------------


def test_bands_follow_the_limits_and_points_over_the_target_are_marked(rules: Rules) -> None:
    own = {"2026-01": {"NH3-N": 0.5}, "2026-02": {"NH3-N": 1.5}, "2026-04": {"NH3-N": 1.0}}
    control = {"2026-01": {"NH3-N": 0.2}}
    names = ("2026-01", "2026-02", "2026-03", "2026-04")
    items = rules.items.values()
    (chart,) = charts_of(names, own, control, items, rules.limits[False], "III")
    assert [one.month for one in chart.over] == ["2026-02"]
    assert chart.top == pytest.approx(1.5 * 1.15)
    assert [band.grade for band in chart.bands] == ["I", "II", "III", "IV", "V"]
    assert sum(band.height for band in chart.bands) == pytest.approx(100)
    assert chart.limit == 1.0
    # March is missing: only January and February are joined.
    assert len(chart.lines) == 1
    assert [one.month for one in chart.control] == ["2026-01"]


def test_bands_of_oxygen_stand_the_other_way_round(rules: Rules) -> None:
    items = rules.items.values()
    (chart,) = charts_of(
        ("2026-01",), {"2026-01": {"DO": 4.0}}, {}, items, rules.limits[False], "III"
    )
    tops = {band.grade: band.top for band in chart.bands}
    assert tops["V-"] > tops["V"] > tops["IV"]
    assert [one.over for one in chart.points] == [True]


def test_equal_limits_leave_no_band_and_acidity_none_at_all(rules: Rules) -> None:
    own = {"2026-01": {"CODCr": 12.0, "pH": 7.1}}
    found = charts_of(("2026-01",), own, {}, rules.items.values(), rules.limits[False], None)
    bands = {chart.item.id: [band.grade for band in chart.bands] for chart in found}
    assert bands["pH"] == []
    assert "II" not in bands["CODCr"]


@pytest.mark.parametrize(
    ("mean", "said"),
    [(1.1251333, "1.125"), (0.2127333, "0.2127"), (0.00005, "0.00005"), (18.7, "18.7"),
     (1234.5, "1235"), (0.0, "0"), (1.0, "1")],
)  # fmt: skip
def test_a_mean_is_read_with_four_digits(mean: float, said: str) -> None:
    assert mean_text(mean) == said
