"""Values of a record: what is no text is refused, and the day that a part of a month may mean."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from geo.errors import EcoAtlasError
from geo.words import Text
from projects.records.changes.values import Known, Reading, read_value
from projects.records.model.fields import FIELDS_BY_NAME

READING = Reading(Text("甲", "A"), Known(today=dt.date(2026, 6, 30)))


@pytest.mark.parametrize("name", ["name", "code", "note", "district", "lead_unit"])
@pytest.mark.parametrize("raw", [["甲"], {"甲": 1}, True, ("甲",)])
def test_what_is_no_text_is_never_kept_as_python_writes_it(name: str, raw: Any) -> None:
    with pytest.raises(EcoAtlasError) as caught:
        read_value(FIELDS_BY_NAME[name], raw, READING)
    assert caught.value.code == "record-no-text"


def test_what_nobody_sees_is_no_part_of_a_text_or_a_day() -> None:
    assert read_value(FIELDS_BY_NAME["name"], " \u202e甲\u2066\x00\n乙 ", READING) == "甲\n乙"
    day = read_value(FIELDS_BY_NAME["due_date"], "\u200e2026-06-30", READING)
    assert day == dt.date(2026, 6, 30)


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2026年2月", "2026-02-01", "2026-02-28"),
        ("2026.2", "2026-02-01", "2026-02-28"),
        ("2026年6月底", "2026-06-30", "2026-06-30"),
        ("2026年6月末", "2026-06-30", "2026-06-30"),
        ("2026年6月初", "2026-06-01", "2026-06-01"),
        ("2026年6月上旬", "2026-06-01", "2026-06-10"),
        ("2026年6月中旬", "2026-06-11", "2026-06-20"),
        ("2024年2月下旬", "2024-02-21", "2024-02-29"),
    ],
)
def test_a_part_of_a_month_proposes_its_day(written: str, start: str, end: str) -> None:
    for name, proposal in (("start_date", start), ("due_date", end)):
        with pytest.raises(EcoAtlasError) as caught:
            read_value(FIELDS_BY_NAME[name], written, READING)
        assert caught.value.code == "record-date-month"
        assert caught.value.problem.values["proposal"] == dt.date.fromisoformat(proposal)


@pytest.mark.parametrize(
    "written", ["1949年3月", "0年3月", "2101年1月底", "2026年13月初", "2026年底"]
)
def test_a_month_of_no_possible_day_is_no_proposal(written: str) -> None:
    with pytest.raises(EcoAtlasError) as caught:
        read_value(FIELDS_BY_NAME["start_date"], written, READING)
    assert caught.value.code == "record-bad-date"
