"""Three sections of the Yangtze and a lake, with the values of some months."""

from __future__ import annotations

import datetime as dt

import pytest

from projects.sheets.shipped import shipped_rows
from projects.water.in_charge import Chief, Chiefs
from projects.water.limits import shipped_limits
from projects.water.overview import Months, Rules
from projects.water.placed import Sections
from tests.projects.sections.made import CLEAN, FOUL, LAKE_VALUES, month, section
from tests.projects.water.shipped import shipped_items


@pytest.fixture
def sections() -> Sections:
    every = (
        section("A", "水洪中心", upstream=None),
        section("B", "老关村", control="A"),
        section("C", "王家巷", "武昌区", control="A"),
        section("L", "后官湖", "蔡甸区", "后官湖", lake=True),
    )
    named = {"水洪中心": "A", "老关村": "B", "老官村": "B", "王家巷": "C"}
    return Sections({one.key: one for one in every}, named.get)


@pytest.fixture
def months() -> Months:
    """A is class II, B misses class III, C is silent, the lake is rich; B was better before."""
    return {
        "2026-10": {
            "A": month("A", "2026-10", CLEAN),
            "B": month("B", "2026-10", FOUL),
            "L": month("L", "2026-10", LAKE_VALUES, lake=True),
            "Q": month("Q", "2026-10", CLEAN),
        },
        "2026-09": {"A": month("A", "2026-09", CLEAN), "B": month("B", "2026-09", CLEAN)},
        "2025-10": {"A": month("A", "2025-10", FOUL)},
    }


@pytest.fixture
def rules() -> Rules:
    day = dt.date(2026, 10, 31)
    limits = {lake: shipped_limits(day, lake=lake) for lake in (False, True)}
    formulas, grades = shipped_rows("trophic_index"), shipped_rows("trophic_grades")
    return Rules(limits, shipped_items(), formulas, grades)


@pytest.fixture
def chiefs() -> Chiefs:
    return Chiefs((Chief("长江", None, None, "county", None, "区级河长", "区水务局"),))
