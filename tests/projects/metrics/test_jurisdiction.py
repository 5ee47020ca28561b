"""Whose the data is: inside, across the border, outside, unknown; parts for the whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, box

from geo.errors import EcoAtlasError
from geo.patches.clipped import amounts, clipped
from geo.words import Text
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.figured import Reading
from projects.metrics.jurisdiction.areas import AREA_ODD, KNOWN_KM2, area_notes
from projects.metrics.jurisdiction.districts import DISTRICTS
from projects.metrics.kept import list_runs
from projects.metrics.ordering import area_apart_shipped, place_order
from projects.metrics.run import compute, run_metric
from projects.policy.divisions import DIVISIONS, is_part_of

NEAR = 1e-6
WORKS = [
    (f"W{n}", (n, 0, n + 1, 1), {"status": "completed"}) for n in range(4)
]  # four squares of 1 km², from 0 to 4 km
ASKED = {"target": "SY-2018-T15"}


@pytest.fixture
def works(put: Any, ground: Any, vouch: Any) -> None:
    put("works", "works", [(key, ground.box(*at), fields) for key, at, fields in WORKS])
    vouch("works", "erosion_control")


@pytest.fixture
def ask(sqlite_database: Database, store: Store) -> Callable[..., dict[str, Any]]:
    def of(metric: str, inputs: dict[str, str], **parameters: Any) -> dict[str, Any]:
        return run_metric(sqlite_database, store, metric, inputs, parameters).result

    return of


def test_what_lies_across_the_border_is_cut_at_it(
    works: None, put: Any, ground: Any, ask: Any
) -> None:
    put("cities", "admin_division", [("420300", ground.box(-5, -5, 2.5, 5), {})])
    found = ask("area_by_status", {"areas": "works"}, **ASKED)
    assert found["total"]["counted_m2"] == pytest.approx(2.5e6, rel=NEAR)
    assert [row["key"] for row in found["areas"]] == ["W0", "W1", "W2"]
    assert found["target"]["met"] is False
    assert found["inputs"][-1]["role"] == "boundary"
    assert found["inputs"][-1]["layer"] == "cities"
    place = found["target"]["jurisdiction"]
    assert (place["divisions"], place["boundary"]) == (["420300"], "cities@1")
    (inside,) = place["inside"]
    assert inside["share"] == pytest.approx(2.5 / 4, rel=NEAR)
    assert inside["left_out"] == 1
    assert found["notes"][0]["code"] == "inside-jurisdiction"
    assert "62.50%" in found["notes"][0]["zh"]


def test_what_lies_inside_is_measured_as_without_a_target(
    works: None, put: Any, ground: Any, ask: Any
) -> None:
    put("cities", "admin_division", [("420300", ground.box(-50, -50, 50, 50), {})])
    without = ask("area_by_status", {"areas": "works"})
    found = ask("area_by_status", {"areas": "works"}, **ASKED)
    assert (found["total"], found["areas"]) == (without["total"], without["areas"])
    assert found["target"]["jurisdiction"]["inside"][0]["share"] == 1.0


def test_data_of_another_place_is_refused_by_both_names_and_nothing_is_stored(
    works: None, put: Any, ground: Any, ask: Any, sqlite_database: Database
) -> None:
    cities = [
        ("420300", ground.box(100, 100, 110, 110), {}),
        ("420100", ground.box(-5, -5, 5, 5), {}),
    ]
    put("cities", "admin_division", cities)
    with pytest.raises(EcoAtlasError) as refused:
        ask("area_by_status", {"areas": "works"}, **ASKED)
    assert refused.value.code == "wrong-jurisdiction"
    assert "十堰市" in refused.value.message.zh
    assert "420100号" in refused.value.message.zh  # the name of the division that holds the data
    with sqlite_database.reading() as session:
        assert list_runs(session) == []


def test_data_in_no_division_of_the_layer_is_placed_by_degrees(
    works: None, put: Any, ground: Any, ask: Any
) -> None:
    put("cities", "admin_division", [("420300", ground.box(100, 100, 110, 110), {})])
    with pytest.raises(EcoAtlasError, match=r"113\.99–114\.03°E"):
        ask("area_by_status", {"areas": "works"}, **ASKED)


def test_without_the_boundary_there_is_a_figure_and_no_verdict(works: None, ask: Any) -> None:
    found = ask("area_by_status", {"areas": "works"}, **ASKED)
    assert found["total"]["counted_m2"] == pytest.approx(4e6, rel=NEAR)
    target = found["target"]
    assert (target["met"], target["gap"], target["jurisdiction"]["boundary"]) == (None, None, None)
    assert target["reason"]["zh"].startswith("不能判定：缺少十堰市的边界")
    said = Reading.of(found).unjudged
    assert said is not None
    assert said.as_dict() == target["reason"]
    assert found["notes"][0]["code"] == "boundary-missing"
    assert [one["role"] for one in found["inputs"]] == ["areas"]


@pytest.mark.parametrize("lacking", [None, "420325"])
def test_all_districts_stand_for_their_city_and_all_but_one_do_not(
    works: None, put: Any, ground: Any, ask: Any, lacking: str | None
) -> None:
    there = [code for code in DISTRICTS["420300"] if code != lacking]
    parts = [(code, ground.box(n / 2, -1, (n + 1) / 2, 2), {}) for n, code in enumerate(there)]
    put("districts", "admin_division", parts)
    found = ask("area_by_status", {"areas": "works"}, **ASKED)
    if lacking:
        assert found["target"]["met"] is None
        return
    assert found["target"]["met"] is False
    assert found["target"]["jurisdiction"]["features"] == sorted(there)
    assert found["total"]["counted_m2"] == pytest.approx(4e6, rel=NEAR)


def test_the_whole_goes_before_its_parts_and_two_divisions_need_both(
    put: Any, ground: Any, ask: Any
) -> None:
    put("works", "works", [(k, ground.box(*at), f) for k, at, f in WORKS])
    put("a_parts", "admin_division", [
        (code, ground.box(0, 0, 1, 1), {}) for code in DISTRICTS["420300"]])  # fmt: skip
    put("b_whole", "admin_division", [("420300", ground.box(0, 0, 2, 1), {})])
    found = ask("area_by_status", {"areas": "works"}, **ASKED)
    assert found["target"]["jurisdiction"]["boundary"] == "b_whole@1"
    slopes = {"target": "SY-2018-T16"}
    both = ask("area_by_status", {"areas": "works"}, **slopes)
    assert both["target"]["jurisdiction"]["features"] == ["420304", "420381"]


def test_features_are_counted_by_a_point_inside_and_the_share_is_of_their_number(
    put: Any, ground: Any, ask: Any
) -> None:
    put("reserves", "protected_water", [(k, ground.box(*at), f) for k, at, f in WORKS])
    put("cities", "admin_division", [("420300", ground.box(-5, -5, 2.6, 5), {})])
    asked = {"target": "SY-2018-T13", "subject": "reserve_fishing_ban"}
    found = ask("count_by_status", {"features": "reserves"}, **asked)
    assert (found["total"]["features"], found["total"]["counted"]) == (3, 3)
    assert found["target"]["jurisdiction"]["inside"][0]["share"] == 0.75


def test_a_layer_that_holds_something_else_is_refused_and_one_undeclared_is_not_judged(
    put: Any, ground: Any, territory: Any, ask: Any, vouch: Any
) -> None:
    territory()
    put("plants", "sewage_plant", [("P", ground.point(1, 1), {"status": "completed"})])
    put("works", "works", [("W", ground.point(1, 1), {"status": "completed"})])
    asked = {"target": "SY-2018-T13", "subject": "reserve_fishing_ban"}
    with pytest.raises(EcoAtlasError, match="污水处理厂"):
        ask("count_by_status", {"features": "plants"}, **asked)
    with pytest.raises(EcoAtlasError, match="绿色工厂"):
        ask("count_by_status", {"features": "works"}, **asked | {"subject": "green_factories"})
    unsaid = ask("count_by_status", {"features": "works"}, **asked)
    assert unsaid["target"]["met"] is None
    assert "水生生物保护区禁捕" in unsaid["target"]["reason"]["zh"]
    vouch("works", "reserve_fishing_ban")
    assert ask("count_by_status", {"features": "works"}, **asked)["target"]["met"] is False


def test_without_a_target_nothing_new_is_in_the_result(works: None, ask: Any) -> None:
    found = ask("area_by_status", {"areas": "works"})
    assert "subject" not in found["parameters"]
    assert found["target"] is None
    assert found["notes"] == []


def test_a_boundary_that_lacks_the_division_or_bounds_no_target_is_refused(
    works: None, put: Any, ground: Any, ask: Any
) -> None:
    put("cities", "admin_division", [("420100", ground.box(-5, -5, 5, 5), {})])
    inputs = {"areas": "works", "boundary": "cities"}
    with pytest.raises(EcoAtlasError, match="420300") as lacks:
        ask("area_by_status", inputs, **ASKED)
    with pytest.raises(EcoAtlasError) as alone:
        ask("area_by_status", inputs)
    assert (lacks.value.code, alone.value.code) == (
        "boundary-lacks-division", "boundary-without-target",
    )  # fmt: skip


def test_as_before_a_target_is_judged_by_all_that_is_there(
    works: None, territory: Any, sqlite_database: Database, store: Store
) -> None:
    """What was stored before divisions were known is computed again to the same hash."""
    territory()
    parameters = {"target": "SY-2018-T15"}
    with sqlite_database.reading() as session:
        asked = (session, store, "area_by_status", {"areas": "works"}, parameters)
        before, now = place_order(*asked, as_before=True), place_order(*asked)
    assert set(before.target.content()) == {  # type: ignore[union-attr]
        "id", "comparator", "value", "value_to", "unit_en", "year", "indicator",
    }  # fmt: skip
    assert before.input_hash != now.input_hash
    assert '"jurisdiction"' not in compute(before, store).text


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(st.floats(-3, 6), st.floats(0.01, 3))
def test_inside_and_outside_add_up_to_the_whole(west: float, wide: float) -> None:
    """Of areas, lines and points, whatever the border cuts."""
    at = (499_000.0, 3_380_000.0)

    def km(x: float, y: float, x2: float, y2: float) -> Any:
        return box(at[0] + x * 1e3, at[1] + y * 1e3, at[0] + x2 * 1e3, at[1] + y2 * 1e3)

    squares = gpd.GeoSeries([km(n, 0, n + 1, 1) for n in range(3)], crs=4547)
    region = gpd.GeoSeries([km(west, -1, west + wide, 2)], crs=4547)
    rest = gpd.GeoSeries([km(-9, -2, 19, 3).difference(region[0])], crs=4547)
    # Lines that run across the border: one along it lies on both sides.
    lines = gpd.GeoSeries([LineString([(at[0], y), (at[0] + 3e3, y)]) for y in (at[1], at[1] + 7)])
    for shapes in (squares, lines.set_crs(4547)):
        parts = amounts(clipped(shapes, region)) + amounts(clipped(shapes, rest))
        assert parts == pytest.approx(amounts(shapes), rel=1e-4)
    grid = gpd.GeoSeries([MultiPoint([(at[0] + 7, at[1] + 7)])], crs=4547)
    inside = clipped(grid, region).is_empty.to_numpy()
    assert inside[0] != (west * 1e3 <= 7 <= (west + wide) * 1e3)


def test_districts_are_parts_of_their_city_and_its_name_is_known() -> None:
    for city, districts in DISTRICTS.items():
        assert city in DIVISIONS
        assert len(set(districts)) == len(districts)
        assert all(is_part_of(one, city) for one in districts)


@pytest.mark.parametrize(
    ("division", "drawn_km2", "said"),
    [
        ("420113", 290.0, False),
        ("420113", 240.0, False),
        ("420113", 12.0, True),
        ("420113", 580.0, True),
        ("4201-WEDZ", 416.2, False),
        ("4201-WEDZ", 2130.0, True),
        ("999999", 1.0, False),
    ],
)
def test_a_boundary_of_another_size_than_its_division_is_told(
    division: str, drawn_km2: float, said: bool
) -> None:
    found = area_notes([division], Text("某区", "District"), "zones@1", drawn_km2 * 1e6, 0.2)
    assert [one["code"] for one in found] == [AREA_ODD] * said
    assert all("边界可能画错" in one["zh"] and one["zh"].count("km²") == 2 for one in found)


def test_areas_are_known_of_every_division_and_districts_add_up_to_their_city() -> None:
    assert KNOWN_KM2.keys() == DIVISIONS.keys()
    for city, districts in DISTRICTS.items():
        assert sum(KNOWN_KM2[one] for one in districts) == pytest.approx(KNOWN_KM2[city], rel=0.01)


def test_how_far_a_boundary_may_be_off_is_the_office_s_limit(
    works: None, put: Any, ground: Any, sheet: Any, sqlite_database: Database, store: Store
) -> None:
    """What was computed by another limit is another run, and is computed again by its own."""
    put("cities", "admin_division", [("420300", ground.box(-5, -5, 5, 5), {})])
    asked = ("area_by_status", {"areas": "works"}, {"target": "SY-2018-T15"})
    first = run_metric(sqlite_database, store, *asked)
    assert AREA_ODD in {one["code"] for one in first.result["notes"]}
    assert "area_apart" not in first.result
    sheet(
        "boundary_limits",
        [{"limit": "area_apart", "value": 1.0, "basis": "unverified", "source": "示例"}],
    )
    second = run_metric(sqlite_database, store, *asked)
    assert second.result["area_apart"] == 1.0
    assert AREA_ODD not in {one["code"] for one in second.result["notes"]}
    with sqlite_database.reading() as session:
        again = place_order(session, store, *asked, area_apart=area_apart_shipped())
    assert again.input_hash == first.input_hash
