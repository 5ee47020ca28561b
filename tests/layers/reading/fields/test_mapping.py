"""Fields by name, title and alias; units; dates, numbers, ratios and code lists."""

from __future__ import annotations

import datetime
from typing import Any

import pandas as pd
import pytest

from layers.kinds import KINDS
from layers.reading.fields.dates import iso_date
from layers.reading.fields.mapping import FieldMap, map_fields
from layers.reading.fields.values import Column, read_column

ZONE = KINDS["sponge_zone"]


def mapped(names: list[str], **how: Any) -> FieldMap:
    return map_fields(ZONE, names, **({"asked": {}, "key": None} | how))


def column(kind: str, field: str, values: list[Any], unit: str | None = None) -> Column:
    found = KINDS[kind].field(field)
    assert found is not None
    return read_column(pd.Series(values), found, unit)


def test_canonical_names_need_no_mapping() -> None:
    names = [field.name for field in ZONE.fields]
    assert mapped(names).theirs == {name: name for name in names}


def test_short_names_titles_and_aliases_are_known() -> None:
    found = mapped(["BH", "名称", "SFDB", "cap_target", "现状控制率", "所属区"])
    assert found.theirs == {
        "code": "BH",
        "name": "名称",
        "verdict": "SFDB",
        "capture_target": "cap_target",
        "capture_actual": "现状控制率",
        "district": "所属区",
    }
    assert found.problems == []


@pytest.mark.parametrize("name", ["CODE", " Code ", "ＣＯＤＥ", "c o d e", "编　号"])
def test_case_blanks_and_full_width_do_not_matter(name: str) -> None:
    assert mapped([name, "name", "verdict"]).theirs["code"] == name


def test_the_better_name_wins_and_the_other_stays_theirs() -> None:
    found = mapped(["ID", "编号", "name", "verdict"])
    assert found.theirs["code"] == "编号"
    assert "ID" not in found.theirs.values()


def test_what_a_person_says_goes_before_every_alias() -> None:
    found = mapped(["code", "ID", "name", "verdict"], asked={"编号": "id"})
    assert found.theirs["code"] == "ID"


def test_a_field_that_is_to_take_nothing_takes_nothing() -> None:
    names = ["code", "name", "verdict", "所属区"]
    found = mapped(names, asked={"行政区": "", "district": ""})
    assert ("district" in found.theirs, found.none) == (False, {"district"})
    again = mapped(names, remembered={"district": ""})
    assert ("district" in again.theirs, again.none) == (False, {"district"})
    assert [(p.code, p.values["pairs"].en) for p in again.problems] == [
        ("fields-remembered", "district=—")
    ]
    asked = mapped(names, asked={"district": "所属区"}, remembered={"district": ""})
    assert (asked.theirs["district"], asked.none) == ("所属区", set())
    assert mapped(["code", "name", "verdict"], remembered={"district": ""}).problems == []


def test_a_required_field_that_is_to_take_nothing_is_missing() -> None:
    found = mapped(["code", "name", "verdict"], asked={"verdict": ""})
    assert [p.code for p in found.problems] == ["field-missing"]


def test_one_field_of_the_file_is_never_two_of_ours() -> None:
    found = mapped(["code", "name", "verdict", "评估日期"], asked={"name": "verdict"})
    assert list(found.theirs.values()).count("verdict") == 1
    assert [p.code for p in found.problems] == ["field-missing"]


def test_the_key_may_be_named_by_our_name_or_theirs() -> None:
    names = ["编号", "name", "verdict", "流水"]
    assert mapped(names).key_field == "code"
    assert mapped(names, key="code").key_field == "code"
    assert mapped(names, key="编号").key_field == "code"
    assert mapped(names, key="流水").key_field == "流水"
    assert mapped(names, key="没有").key_field is None


def test_a_unit_in_the_name_of_a_field_is_understood() -> None:
    plant = KINDS["sewage_plant"]
    names = ["code", "name", "设计规模（万吨/日）"]
    found = map_fields(plant, names, asked={}, key=None)
    assert found.theirs["capacity_m3_d"] == "设计规模（万吨/日）"
    assert found.units == {"capacity_m3_d": "万吨/日"}
    other = map_fields(plant, ["code", "name", "设计规模（亩）"], asked={}, key=None)
    assert "capacity_m3_d" not in other.theirs


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2025-06-01", "2025-06-01"),
        ("2025/6/1", "2025-06-01"),
        ("20250601", "2025-06-01"),
        ("2025年6月1日", "2025-06-01"),
        ("2025.6.1", "2025-06-01"),
        ("2025年6月", "2025-06"),
        ("2025.6", "2025-06"),
        ("202506", "2025-06"),
        ("2025", "2025"),
        ("2025年", "2025"),
        (2025, "2025"),
        (20250601.0, "2025-06-01"),
        ("２０２５年６月", "2025-06"),
        ("2025-06-01T08:30:00", "2025-06-01"),
        (datetime.date(2025, 6, 1), "2025-06-01"),
        (datetime.datetime(2025, 6, 1, 8), "2025-06-01"),
        ("", None),
        ("无", None),
        ("00000000", None),
    ],
)
def test_dates_in_the_forms_of_offices(value: object, iso: str | None) -> None:
    assert iso_date(value) == iso


@pytest.mark.parametrize("value", ["2025-13", "2025-02-30", "去年", "6月", "1", "20251301"])
def test_what_is_no_date_is_not_made_one(value: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        iso_date(value)


def test_numbers_with_units_and_commas() -> None:
    values = ["20万吨/日", "1,200", "3.5万m³/d", " 50000 ", "８００", None, "1e4 立方米/日", 7.5]
    found = column("sewage_plant", "capacity_m3_d", values)
    assert found.values.tolist()[:5] == [200_000, 1200, 35_000, 50_000, 800]
    assert pd.isna(found.values[5])
    assert found.values.tolist()[6:] == [10_000, 7.5]
    assert {p.code for p in found.problems} == {"unit-converted", "implausible-value"}


def test_a_unit_in_the_name_counts_for_bare_numbers_only() -> None:
    found = column("sewage_plant", "capacity_m3_d", ["2", "30000吨/日"], "万吨/日")
    assert found.values.tolist() == [20_000, 30_000]


@pytest.mark.parametrize("value", ["约20", "1,5", "20-30", "20亩", "1,2345", "NaN吨"])
def test_numbers_that_can_be_read_two_ways_are_refused_by_row(value: str) -> None:
    found = column("sewage_plant", "capacity_m3_d", ["1000", value])
    assert [(p.code, p.feature) for p in found.problems] == [("bad-value", 2)]
    assert value in found.problems[0].message.zh
    assert pd.isna(found.values[1])


def test_infinite_numbers_are_refused() -> None:
    found = column("sewage_plant", "capacity_m3_d", [1000.0, float("inf")])
    assert [(p.code, p.feature) for p in found.problems] == [("bad-value", 2)]


def test_ratios_and_percent_signs() -> None:
    found = column("sponge_zone", "capture_target", ["0.7", "75%", "８０％", "1", "0", None])
    assert found.values.tolist()[:5] == [0.7, 0.75, 0.8, 1.0, 0.0]
    assert [(p.code, p.feature) for p in found.problems] == [
        ("implausible-value", 4),
        ("implausible-value", 5),
    ]


def test_a_column_above_one_throughout_is_percent_and_said() -> None:
    found = column("sponge_zone", "capture_target", [70, 80.5, 31, None])
    assert found.values.tolist()[:3] == pytest.approx([0.7, 0.805, 0.31])
    assert [p.code for p in found.problems] == ["ratio-as-percent"]


def test_a_column_that_mixes_ratios_and_percent_is_refused_by_row() -> None:
    found = column("sponge_zone", "capture_target", [0.7, 80, 0.9])
    assert [(p.code, p.feature) for p in found.problems] == [("bad-value", 2)]


@pytest.mark.parametrize("value", [-0.1, 130.0, "150%"])
def test_a_ratio_beyond_the_possible_is_refused(value: object) -> None:
    found = column("sponge_zone", "capture_target", ["0.5", value])
    assert [p.feature for p in found.problems] == [2]


def test_code_lists_know_the_words_of_offices() -> None:
    values = ["达标", "未达标", "不达标", "未评估", "MET", " 达 标 "]
    found = column("sponge_zone", "verdict", values).values.tolist()
    assert found == ["met", "not_met", "not_met", "not_assessed", "met", "met"]
    grades = column("protected_water", "grade", ["一级保护区", "准保护区", "蓝线"]).values.tolist()
    assert grades == ["source_1", "source_quasi", "lake_blue"]
    assert column("sewage_plant", "standard", ["一级A", "一级Ａ标准", "1B"]).values.tolist() == [
        "1A",
        "1A",
        "1B",
    ]
    classes = column("monitoring_section", "target_class", ["Ⅲ类", "III", "Ⅱ", 3, 4.0])
    assert classes.values.tolist() == ["III", "III", "II", "III", "IV"]
    assert column("ecological_corridor", "status", ["规划", "在建", "建成"]).values.tolist() == [
        "planned",
        "building",
        "completed",
    ]


def test_an_unknown_code_names_the_row_and_the_words_there_are() -> None:
    found = column("sponge_zone", "verdict", ["达标", "基本达标"])
    assert [(p.code, p.feature) for p in found.problems] == [("unknown-code", 2)]
    assert "未达标" in found.problems[0].fix.zh


def test_an_empty_required_value_is_refused_but_a_name_may_be_empty() -> None:
    found = column("sponge_zone", "verdict", ["达标", None, " "])
    assert [(p.code, p.feature) for p in found.problems] == [("value-empty", 2), ("value-empty", 3)]
    names = column("sponge_zone", "name", ["a", None])
    assert [(p.code, p.kind.severity) for p in names.problems] == [("name-empty", "warning")]


def test_yes_and_no() -> None:
    found = column("monitoring_section", "is_lake", ["是", "否", "Y", 0, 1.0, None])
    assert found.values.tolist()[:5] == [True, False, True, False, True]
    assert found.values.isna().tolist()[5]
    assert column("monitoring_section", "is_lake", [True, False]).values.tolist() == [True, False]


def test_whole_numbers_as_text_have_no_decimal_point() -> None:
    assert column("lake", "code", [420113.0, 7.0]).values.tolist() == ["420113", "7"]
    assert column("lake", "code", ["0042 "]).values.tolist() == ["0042"]


def test_years_are_whole_numbers() -> None:
    found = column("built_up_area", "year", ["2020年", 2021, "2022.5"])
    assert found.values.tolist()[:2] == [2020, 2021]
    assert [(p.code, p.feature) for p in found.problems] == [("bad-value", 3)]


def test_a_name_without_end_is_refused_and_any_other_text_is_not() -> None:
    found = column("lake", "name", ["湖" * 200, "湖" * 201, None])
    (told,) = [p for p in found.problems if p.code != "name-empty"]
    assert (told.code, told.feature) == ("text-too-long", 2)
    assert "有 201 个字，最长 200 个" in told.message.zh
    assert len(told.message.zh) < 100
    assert column("monitoring_section", "river", ["河" * 10_000]).problems == []
