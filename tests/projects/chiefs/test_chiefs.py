"""Who is in charge: by the name of a water, by its key, of a section, at a place."""

from __future__ import annotations

import datetime as dt
from typing import Any

import geopandas as gpd
import pytest

from geo.figures.said import said
from geo.figures.units import METRES
from geo.words import Text
from layers.storage.store import Store
from layers.system.database import Database
from projects.chiefs.finding import chiefs_on
from projects.chiefs.places import chiefs_at, waters_at
from projects.sheets import save_sheet
from projects.water.in_charge import Chiefs, answering_unit, of_section

ON = dt.date(2026, 6, 1)
CITY, HANNAN, CAIDIAN = "420100", "420113", "420114"


def row(water: str, level: str, post: str, **more: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("reach", "key", "division", "unit", "valid_from", "valid_to", "note"))
    return {**empty, "water": water, "level": level, "post": post, **more}


ROWS = [
    row("长江", "village", "村支书", division=HANNAN, reach="某村段"),
    row("长江", "county", "区长", division=HANNAN, unit="区水务湖泊局", reach="汉南段"),
    row("长江", "county", "蔡甸区长", division=CAIDIAN, unit="蔡甸区水务局", reach="蔡甸段"),
    row("长江", "city", "市长", division=CITY, unit="市水务局"),
    row("长江", "province", "省长", unit="省水利厅"),
    row("三角湖", "county", "湖长", key="L1", division=CAIDIAN, unit="湖泊局"),
    row("三角湖", "city", "市湖长", unit="市水务局"),
    row("汉江", "city", "前任", valid_to="2025-12-31"),
    row("汉江", "city", "现任", valid_from="2026-01-01"),
]


@pytest.fixture
def chiefs(sqlite_database: Database) -> Chiefs:
    with sqlite_database.transaction() as session:
        save_sheet(session, "chiefs", ROWS, kind="river_chiefs", title=Text("名录", "List"))
    with sqlite_database.reading() as session:
        return chiefs_on(session, ON)


def posts(found: Any) -> list[str]:
    return [one.post for one in found]


def test_levels_stand_from_the_province_down_however_many_there_are(chiefs: Chiefs) -> None:
    found = chiefs.of_water(name=" 长江 ")
    assert [one.level for one in found] == ["province", "city", "county", "county", "village"]
    assert answering_unit(found) == "蔡甸区水务局"
    assert posts(chiefs.of_water(name="汉江")) == ["现任"], "who is in office on the day"
    assert chiefs.of_water(name="无名河") == ()
    assert answering_unit(()) is None


def test_a_reach_by_its_key_has_its_own_chiefs_and_those_of_the_whole_water(chiefs: Chiefs) -> None:
    assert posts(chiefs.of_water(key="L1")) == ["市湖长", "湖长"]
    assert posts(chiefs.of_water(key="L2", name="三角湖")) == ["市湖长", "湖长"]


def test_the_district_upstream_answers_for_a_section(chiefs: Chiefs) -> None:
    every = chiefs.of_water(name="长江")
    own = of_section(every, "汉南区")
    assert posts(own) == ["省长", "市长", "区长"], "the district answers, not the village"
    assert answering_unit(own) == "区水务湖泊局"
    # Whose district has no chief, or is not known: not the village, wherever its reach is.
    for unknown in ("市外", None):
        assert posts(of_section(every, unknown)) == ["省长"]
    assert of_section((), None) == ()


def test_at_a_place_it_is_the_water_within_reach(
    chiefs: Chiefs, sqlite_database: Database, store: Store, put: Any, ground: Any
) -> None:
    put("rivers", "river", [("R1", ground.line((0, 0), (10, 0)), {"name": "长江"})])
    put("lakes", "lake", [("L1", ground.box(2, 1, 3, 2), {"name": "三角湖"})])

    def at(x: float, y: float) -> tuple[float, float]:
        (place,) = gpd.GeoSeries([ground.point(x, y)], crs=4547).to_crs(4490)
        return place.x, place.y

    near, far = at(5, 0.1), at(5, 0.25)
    with sqlite_database.reading() as session:
        ((water, own),) = chiefs_at(session, store, *near, ON)
        assert (water.key, posts(own)[0]) == ("R1", "省长")
        assert water.distance_m == pytest.approx(100, rel=0.01)
        assert water.away == said(water.distance_m, METRES), (
            "as the map tells it, not rounded first"
        )
        assert waters_at(session, store, *far) == ()
        inside = chiefs_at(session, store, *at(2.5, 1.5), ON)
        assert [(one.key, one.distance_m) for one, _ in inside] == [("L1", 0.0)]
