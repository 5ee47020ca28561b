"""Sluices and pumping stations arrive under the names that water offices write."""

from __future__ import annotations

import pandas as pd

from layers.kinds import KINDS
from layers.reading.fields.mapping import map_fields
from layers.reading.fields.values import read_column

SLUICE_GATE = KINDS["sluice_gate"]


def test_a_table_of_the_water_office_is_understood() -> None:
    names = ["水闸编号", "水闸名称", "工程类型", "规模", "设计过闸流量", "所在河流", "管理单位"]
    found = map_fields(SLUICE_GATE, names, asked={}, key=None)
    assert set(found.theirs) == {field.name for field in SLUICE_GATE.fields}
    assert found.problems == []


def test_types_and_sizes_are_read_in_the_words_of_the_trade() -> None:
    def read(field: str, *words: str) -> list[object]:
        declared = SLUICE_GATE.field(field)
        assert declared is not None
        return list(read_column(pd.Series(list(words)), declared, None).values)

    assert read("type", "节制闸", "排涝泵站", "闸站") == [
        "sluice",
        "pumping_station",
        "sluice_station",
    ]
    assert read("size", "大(1)型", "中型", "小2型") == ["large_1", "medium", "small_2"]


def test_each_type_has_a_colour_of_its_own_on_the_map() -> None:
    legend = SLUICE_GATE.legend()
    assert [entry.value for entry in legend] == ["sluice", "pumping_station", "sluice_station"]
    assert len({entry.colour for entry in legend}) == 3
