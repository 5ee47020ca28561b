"""Files of readings: heads, units, what was not detected, times, names, and every fault by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from geo.errors import EcoAtlasError
from projects.sheets.shipped import shipped_rows
from projects.water.meant import number_meant, times_meant
from projects.water.reading import read_file
from projects.water.readings import Asked, ReadFile
from projects.water.sections import Section, Sections
from projects.water.times import read_time
from projects.water.units import factor, split_head
from projects.water.written_class import read_class
from tests.projects.water.shipped import limits_as_shipped, shipped_items

ITEMS = shipped_items()
LIKENESS = limits_as_shipped().likeness
NAMES = Sections([], [*shipped_rows("section_names")], LIKENESS)
HEAD = "断面名称,监测时间,pH,溶解氧(mg/L),氨氮(mg/L),总磷(mg/L)"
Read = Callable[..., ReadFile]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def of(text: str, sections: Sections = NAMES, encoding: str = "utf-8", **said: Any) -> ReadFile:
        path = tmp_path / "readings.csv"
        path.write_bytes(text.encode(encoding))
        return read_file(path, ITEMS, sections, Asked(**said))

    return of


def values(found: ReadFile) -> dict[tuple[str, str, str], float]:
    """Every value by section, time and item."""
    readings = found.readings
    return {
        (
            readings.sections[int(readings.section[reading])].key,
            str(readings.at[reading]),
            block.item,
        ): float(value)
        for block in readings.blocks
        for reading, value in zip(block.reading, block.values, strict=True)
    }


def codes(found: ReadFile) -> list[tuple[str, int | None]]:
    return [(one.code, one.feature) for one in found.problems]


def test_a_wide_table_is_read_by_its_heads_with_row_and_text(read: Read) -> None:
    found = read(f"{HEAD}\n宗关,2024-03-05 08:00,7.9,8.1,0.12,0.08\n")
    assert not found.problems
    assert values(found) == {
        ("宗关", "2024-03-05T08:00", item): value
        for item, value in {"pH": 7.9, "DO": 8.1, "NH3-N": 0.12, "TP": 0.08}.items()
    }
    block = found.readings.blocks[-1]
    assert (block.rows.tolist(), block.texts.to_pylist()) == ([2], ["0.08"])


def test_a_long_table_says_item_and_unit_in_each_row(read: Read) -> None:
    found = read(
        "断面,采样日期,监测项目,监测结果,单位\n"
        "宗关,2024/3/5,总磷,80,μg/L\n宗关,2024/3/5,氨氮,0.2,mg/L\n宗关,2024/3/6,总磷,0.1,mg/L\n"
    )
    assert values(found) == {
        ("宗关", "2024-03-05T00:00", "TP"): 0.08,
        ("宗关", "2024-03-06T00:00", "TP"): 0.1,
        ("宗关", "2024-03-05T00:00", "NH3-N"): 0.2,
    }
    assert codes(found) == [("water-unit-converted", 2)]


def test_a_workbook_with_a_title_and_a_row_of_units(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["某某监测站 3 月监测结果"])
    page.append(["断面", "采样时间", "pH", "高锰酸盐指数", "总磷"])
    page.append([None, None, "无量纲", "mg/L", "mg/L"])
    page.append(["宗关", dt.datetime(2024, 3, 5, 8), 7.9, 2.5, "0.01L"])
    page.append(["宗关", 45357.5, 7.8, "<0.5", "未检出"])
    path = tmp_path / "lab.xlsx"
    book.save(path)
    found = read_file(path, ITEMS, NAMES, Asked())
    assert not found.problems
    assert values(found) == {
        ("宗关", "2024-03-05T08:00", "pH"): 7.9,
        ("宗关", "2024-03-05T08:00", "CODMn"): 2.5,
        ("宗关", "2024-03-05T08:00", "TP"): 0.005,
        ("宗关", "2024-03-06T12:00", "pH"): 7.8,
        ("宗关", "2024-03-06T12:00", "CODMn"): 0.25,
        ("宗关", "2024-03-06T12:00", "TP"): 0.005,
    }
    assert found.readings.rows.tolist() == [4, 5]


@pytest.mark.parametrize(("below", "expected"), [("half", 0.005), ("zero", 0.0), ("limit", 0.01)])
def test_what_is_not_detected_counts_as_it_was_set(read: Read, below: str, expected: float) -> None:
    for written in ("<0.01", "＜0.01", "0.01L", "<1e-2", "未检出", "ND", "未检出(0.01)"):
        found = read(f"{HEAD}\n宗关,2024-03-05,,,,{written}\n", below=below)
        assert list(values(found).values()) == [expected], written
        assert found.readings.blocks[0].flags.tolist() == [1]
        assert found.readings.blocks[0].texts.to_pylist() == [written]


def test_stars_dashes_and_blanks_are_no_values_and_their_rows_are_counted(read: Read) -> None:
    found = read(f"{HEAD}\n宗关,2024-03-05,*,--,—,维护\n宗关,2021-*,,,,\n宗关,2024-03-06,7,,,\n")
    assert values(found) == {("宗关", "2024-03-06T00:00", "pH"): 7.0}
    assert [(one.row, one.time) for one in found.left] == [(2, "2024-03-05"), (3, "2021-*")]
    assert not found.problems


def test_a_unit_that_is_not_written_is_asked_with_a_proposal(read: Read) -> None:
    text = "断面,时间,总磷,氨氮\n宗关,2024-03-05,15,0.2\n宗关,2024-03-06,18,0.3\n"
    found = read(text)
    [first, second] = [one for one in found.problems if one.code == "water-unit-missing"]
    assert (first.field, "TP=μg/L" in first.fix.zh) == ("TP", True)
    assert (second.field, "NH3-N=mg/L" in second.fix.zh) == ("NH3-N", True)
    told = read(text, units={"TP": "μg/L", "NH3-N": "mg/L"})
    assert values(told)["宗关", "2024-03-05T00:00", "TP"] == 0.015
    assert codes(told) == [("water-unit-converted", None)]


def test_a_value_that_only_another_unit_explains_is_told_and_not_converted(read: Read) -> None:
    found = read(f"{HEAD}\n宗关,2024-03-05,,,,0.1\n宗关,2024-03-06,,,,15\n")
    assert codes(found) == [("water-unit-doubted", 3)]
    assert "0.015" in found.problems[0].fix.zh
    assert values(found)["宗关", "2024-03-06T00:00", "TP"] == 15
    assert not read(f"{HEAD}\n宗关,2024-03-06,,,,15\n", accepted=True).problems
    guessed = read("断面,时间,总磷,氨氮\n宗关,2024-03-06,15,0.2\n", guess=True)
    assert values(guessed) == {("宗关", "2024-03-06T00:00", "NH3-N"): 0.2}
    assert codes(guessed) == [("water-unit-doubted", 2)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("宗关,2024-03-05,7,8,abc,0.1", "water-value-unreadable"),
        ("宗关,2024-03-05,7,8,0.2 mg/L,0.1", "water-unit-in-cell"),
        ("宗关,2024-03-05,7,8,-0.2,0.1", "water-value-negative"),
        ("宗关,去年三月,7,8,0.1,0.1", "water-time-unreadable"),
        ("宗关,2024-13-05,7,8,0.1,0.1", "water-time-unreadable"),
        ("宗关,2124-03-05,7,8,0.1,0.1", "water-time-future"),
        (",2024-03-05,7,8,0.1,0.1", "water-section-missing"),
        ("宗关,2024-03-05,7,ND,0.1,0.1", "water-no-detection-limit"),
    ],
)
def test_a_fault_is_told_by_its_row(read: Read, row: str, code: str) -> None:
    found = read(f"{HEAD}\n宗关,2024-03-04,7,8,0.1,0.1\n{row}\n")
    assert codes(found) == [(code, 3)]
    assert "3" in found.problems[0].message.zh


@pytest.mark.parametrize(
    ("written", "item", "meant"),
    [
        ("0.2mg/L", "TP", ("mg/L", "0.2")),
        ("80 μg/L", "TP", ("μg/L", "0.08")),
        ("＜0.01 mg/L", "TP", ("mg/L", "<0.01")),
        ("18.5℃", "temp", ("℃", "18.5")),
        ("3吨", "TP", None),
        ("5 NTU", "TP", None),
        ("约0.1", "TP", None),
    ],
)
def test_a_unit_in_a_cell_is_refused_with_the_number_that_is_meant(
    written: str, item: str, meant: tuple[str, str] | None
) -> None:
    assert number_meant(written, shipped_items()[item]) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("二〇二六年九月", ["2026-09"]),
        ("二零二六年十二月三十一日", ["2026-12-31"]),
        ("二〇二四年十月", ["2024-10"]),
        ("03/04/2026", ["2026-03-04", "2026-04-03"]),
        ("25.04.2026", ["2026-04-25"]),
        ("04-04-2026", ["2026-04-04"]),
        ("31/31/2026", []),
        ("去年三月", []),
    ],
)
def test_a_time_that_is_not_read_is_proposed(written: str, meant: list[str]) -> None:
    assert read_time(written) is None
    assert times_meant(written) == meant


def test_a_unit_that_cannot_be_brought_over_leaves_no_value(read: Read) -> None:
    """80 of something else is no 80 mg/L, and no unit is guessed for it."""
    long = "断面,时间,项目,值,单位\n宗关,2024-03-05,总磷,0.1,mg/L\n宗关,2024-03-06,总磷,80,吨\n"
    found = read(long)
    assert codes(found) == [("water-unit-unknown", 3)]
    assert values(found) == {("宗关", "2024-03-05T00:00", "TP"): 0.1}


@pytest.mark.parametrize(
    ("written", "at", "grain"),
    [
        ("2024-03-05 08:00", "2024-03-05T08:00", "moment"),
        ("2024/3/5 8:00:00", "2024-03-05T08:00", "moment"),
        ("2024年3月5日 8时", "2024-03-05T08:00", "moment"),
        ("2024年3月5日8时30分", "2024-03-05T08:30", "moment"),
        ("2024-03-05T20:00", "2024-03-05T20:00", "moment"),
        ("2024.3.5 下午2:30", "2024-03-05T14:30", "moment"),
        ("2024-03-05 24:00", "2024-03-06T00:00", "moment"),
        ("45356.5", "2024-03-05T12:00", "moment"),
        ("45356", "2024-03-05T00:00", "day"),
        ("20240305", "2024-03-05T00:00", "day"),
        ("2024030508", "2024-03-05T08:00", "moment"),
        ("2024-03-05", "2024-03-05T00:00", "day"),
        ("2024年3月", "2024-03-01T00:00", "month"),
        ("2024-03", "2024-03-01T00:00", "month"),
        ("202403", "2024-03-01T00:00", "month"),
    ],
)
def test_times_are_read_as_offices_write_them(written: str, at: str, grain: str) -> None:
    found = read_time(written)
    assert found is not None
    assert (f"{found.at:%Y-%m-%dT%H:%M}", found.grain) == (at, grain)


@pytest.mark.parametrize("written", ["", "三月", "2024-02-30", "8:00", "99999", "2024-3-5 25:61"])
def test_what_is_no_time_is_none(written: str) -> None:
    assert read_time(written) is None


def test_year_and_month_may_stand_in_columns_of_their_own(read: Read) -> None:
    found = read("断面,年份,月份,总磷(mg/L)\n宗关,2024,3,0.1\n")
    assert values(found) == {("宗关", "2024-03-01T00:00", "TP"): 0.1}
    assert found.readings.grain == "month"


@pytest.mark.parametrize(
    ("head", "name", "unit"),
    [
        ("氨氮(mg/L)", "氨氮", "mg/L"), ("总磷（μg/L）", "总磷", "μg/L"),
        ("总磷 mg/L", "总磷", "mg/L"),
        ("氟化物‰", "氟化物‰", None), ("氟化物 ‰", "氟化物", "‰"), ("铬(六价)", "铬(六价)", None),
        ("铬(六价)(mg/L)", "铬(六价)", "mg/L"), ("codmn_mgl", "codmn", "mg/L"),
        ("水温(℃)", "水温", "℃"), ("pH(无量纲)", "pH", "无量纲"), ("BOD5", "BOD5", None),
    ],
)  # fmt: skip
def test_a_head_is_a_name_and_perhaps_a_unit(head: str, name: str, unit: str | None) -> None:
    assert split_head(head) == (name, unit)


@pytest.mark.parametrize(
    ("unit", "wanted", "times"),
    [("μg/L", "mg/L", 1e-3), ("ug/l", "mg/L", 1e-3), ("mg/m³", "mg/L", 1e-3), ("‰", "mg/L", 1e3),
     ("mg/L", "mg/m³", 1e3), ("cm", "m", 1e-2), ("mS/m", "μS/cm", 10), ("NTU", "mg/L", None),
     ("MPN/100mL", "个/L", 10), ("度", "℃", 1)],
)  # fmt: skip
def test_units_of_one_measure_are_brought_to_each_other(
    unit: str, wanted: str, times: float | None
) -> None:
    assert factor(unit, wanted) == (None if times is None else pytest.approx(times))


@pytest.mark.parametrize(
    ("written", "key"),
    [("老官村", "CJ-L02"), ("老关村断面", "CJ-L02"), ("王家巷码头", "CJ-L03"), ("CJ-L03", "CJ-L03"),
     ("武汉关码头", "CJ-L04"), ("坝上中(胡家岭)", "坝上中"), ("胡家岭", "坝上中")],
)  # fmt: skip
def test_a_section_is_found_by_its_other_spellings(read: Read, written: str, key: str) -> None:
    layer = [
        Section(code, f"{name}断面（位置示意）", layer="sections@1")
        for code, name in (("CJ-L02", "老关村"), ("CJ-L03", "王家巷"), ("CJ-L04", "武汉关"))
    ]
    sections = Sections(layer, shipped_rows("section_names"), LIKENESS)
    found = read(f"{HEAD}\n{written},2024-03-05,7,8,0.1,0.1\n", sections)
    assert [one.key for one in found.readings.sections] == [key]


def test_a_section_that_the_layer_has_not_is_named_with_the_nearest(read: Read) -> None:
    sections = Sections([Section("CJ-L02", "老关村断面", layer="sections@1")], (), LIKENESS)
    found = read(f"{HEAD}\n老关林,2024-03-05,7,8,0.1,0.1\n", sections, layer="sections")
    assert codes(found) == [("water-section-unknown", 2)]
    assert "老关村断面" in found.problems[0].message.zh


def test_a_target_written_as_a_grade_is_asked_about(read: Read) -> None:
    text = "断面,时间,水质目标,总磷(mg/L)\n宗关,2024-03-05,{},0.1\n"
    assert read(text.format("Ⅱ类")).readings.targets == ["II"]
    found = read(text.format("Ⅱ级"))
    assert codes(found) == [("water-target-worded", 2)]
    assert "Ⅱ类" in found.problems[0].fix.zh
    assert codes(read(text.format("好"))) == [("water-target-unreadable", 2)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("Ⅱ类", ("II", True)), ("II", ("II", True)), ("2类", ("II", True)), ("三类", ("III", True)),
     ("劣Ⅴ类", ("V-", True)), ("劣V", ("V-", True)), ("V-", ("V-", True)), ("Ⅱ级", ("II", False)),
     ("*", (None, False)), ("Ⅵ类", (None, False))],
)  # fmt: skip
def test_classes_are_read_as_people_write_them(
    written: str, expected: tuple[str | None, bool]
) -> None:
    assert read_class(written) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("甲,乙\n1,2\n", "water-no-head"),
        ("断面,时间,氨氮(mg/L),NH3-N\n宗关,2024-03-05,1,2\n", "water-head-twice"),
        (f"{HEAD}\n宗关,2024-03-05,,,,\n", "water-empty"),
    ],
)
def test_a_file_that_is_no_table_of_readings_is_refused(read: Read, text: str, code: str) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        read(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("mapping", "code"),
    [({"NH3-N": "没有"}, "water-map-unknown"), ({"什么": "甲"}, "water-map-unknown")],
)
def test_a_mapping_to_nothing_is_refused(read: Read, mapping: Mapping[str, str], code: str) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        read("断面,时间,甲,总磷(mg/L)\n宗关,2024-03-05,1,2\n", mapping=mapping)
    assert refused.value.code == code


def test_a_column_may_be_said_to_be_an_item(read: Read) -> None:
    found = read(
        "测点,何时,甲\n宗关,2024-03-05,0.3\n",
        mapping={"section": "测点", "time": "何时", "NH3-N": "甲"}, units={"NH3-N": "mg/L"},
    )  # fmt: skip
    assert values(found) == {("宗关", "2024-03-05T00:00", "NH3-N"): 0.3}


def test_rows_of_several_lengths_and_gbk_are_read(read: Read) -> None:
    found = read(f"{HEAD}\n宗关,2024-03-05,7\n\n宗关,2024-03-06,7,8,0.1,0.1,备注\n", encoding="gbk")
    assert len(values(found)) == 5
    assert found.readings.rows.tolist() == [2, 4]


def test_a_section_that_nobody_entered_is_told_with_the_one_it_may_be(read: Read) -> None:
    known = Sections([Section("A", "老关村断面", layer="l@1")], [], LIKENESS)
    names = ("老关存断面", "甲乙丙丁", "东湖湖心")
    rows = "\n".join(f"{one},2024-01,7,8,0.1,0.1" for one in names)
    found = read(f"{HEAD}\n{rows}", known)
    assert not found.refused
    told = [(one.code, one.feature, one.message.zh) for one in found.problems]
    assert [one[:2] for one in told] == [
        ("water-section-new", 2),
        ("water-section-new", 3),
        ("water-section-new", 4),
        ("water-lake-like", 4),
    ]
    assert "最接近的是“老关村断面”" in told[0][2]
    assert "最接近" not in told[1][2]
    assert {one.key for one in found.readings.sections} == set(names)
    # Asked for a layer, nothing of another one is taken in.
    strict = read(f"{HEAD}\n{rows}", known, layer="l")
    assert [one.code for one in strict.refused] == ["water-section-unknown"] * 3


def test_a_value_without_a_unit_is_doubted_without_one(read: Read) -> None:
    (told,) = read(f"{HEAD}\n水洪中心,2024-01,15,8,0.1,0.1").problems
    assert (told.code, told.feature) == ("water-value-doubted", 2)
    assert "μg" not in told.message.zh + told.fix.zh
