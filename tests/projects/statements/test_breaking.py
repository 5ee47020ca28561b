"""Lines of Chinese text on paper."""

from __future__ import annotations

import re

from projects.statements.faces.breaking import MEASURED, PIECES, lines_of


def broken(text: str, wide: int, pieces: re.Pattern[str] = PIECES) -> list[str]:
    return list(lines_of(text, wide, len, pieces))


def test_a_number_is_never_torn_and_no_line_begins_with_a_comma() -> None:
    assert broken("达标面积比例为 46.76%；目标", 12) == ["达标面积比例为", "46.76%；目标"]
    assert broken("要求 ≥ 50%，未达到，差", 8) == ["要求 ≥", "50%，未达到，", "差"]
    assert broken("一二三四（五）", 5) == ["一二三四", "（五）"]


def test_nothing_is_lost_and_breaks_of_the_text_stay() -> None:
    text = "面积 143.8458 km²，其中达标 67.2581 km²。\n另见附表（第 3 页）。"
    assert "".join("".join(broken(text, 9)).split()) == "".join(text.split())
    assert broken("甲\n乙", 9) == ["甲", "乙"]
    assert broken("abcdefghijkl", 4) == ["abcdefghijkl"]


def test_a_number_stays_with_its_unit_where_cells_are_broken_by_hand() -> None:
    assert broken("最近相距 4,787.40 m，占 12.5 平方米", 12, MEASURED) == [
        "最近相距",
        "4,787.40 m，占",
        "12.5 平方米",
    ]
    assert broken("within 5,000 m of it", 12, MEASURED) == ["within", "5,000 m of", "it"]
    assert broken("比例 ≥ 50%；共 3 条", 7, MEASURED) == ["比例", "≥ 50%；共", "3 条"]
    assert broken("12 metres", 6, MEASURED) == ["12", "metres"]


def test_the_name_of_a_layer_parts_behind_a_low_line_and_before_its_version() -> None:
    assert broken("service_areas@1", 14, MEASURED) == ["service_areas", "@1"]
    assert broken("monitoring_sections@1", 14, MEASURED) == ["monitoring_", "sections@1"]
    assert broken("river_banks@1 GB3838-2002", 14, MEASURED) == ["river_banks@1", "GB3838-2002"]


def test_breaking_with_units_loses_nothing() -> None:
    text = "（≥5 m）距 a_b@2 -3.5 km，第 3 页；±2 万元/年、1,000.5 m³/d。"
    for wide in range(3, 30):
        assert "".join("".join(broken(text, wide, MEASURED)).split()) == "".join(text.split())
