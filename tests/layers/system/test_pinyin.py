"""Chinese by sound."""

from __future__ import annotations

from layers.system.pinyin import initials, sound


def test_names_are_found_by_the_initials_of_their_sound() -> None:
    assert initials("汉江蔡甸段3号（A区）") == "hjcdd3h（aq）"


def test_names_sort_by_sound() -> None:
    names = ["武汉", "鄂州", "宜昌", "十堰"]
    assert sorted(names, key=sound) == ["鄂州", "十堰", "武汉", "宜昌"]
