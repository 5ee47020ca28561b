"""Lines of Chinese text on paper."""

from __future__ import annotations

from projects.statements.faces.breaking import lines_of


def broken(text: str, wide: int) -> list[str]:
    return list(lines_of(text, wide, len))


def test_a_number_is_never_torn_and_no_line_begins_with_a_comma() -> None:
    assert broken("达标面积比例为 46.76%；目标", 12) == ["达标面积比例为", "46.76%；目标"]
    assert broken("要求 ≥ 50%，未达到，差", 8) == ["要求 ≥", "50%，未达到，", "差"]
    assert broken("一二三四（五）", 5) == ["一二三四", "（五）"]


def test_nothing_is_lost_and_breaks_of_the_text_stay() -> None:
    text = "面积 143.8458 km²，其中达标 67.2581 km²。\n另见附表（第 3 页）。"
    assert "".join("".join(broken(text, 9)).split()) == "".join(text.split())
    assert broken("甲\n乙", 9) == ["甲", "乙"]
    assert broken("abcdefghijkl", 4) == ["abcdefghijkl"]
