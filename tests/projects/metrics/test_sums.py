"""Parts of a figure add up to their whole, to the last digit, whatever is drawn and however cut."""

from __future__ import annotations

from math import fsum
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
import shapely.ops
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity

from geo.errors import EcoAtlasError
from projects.metrics.declaration import Given, Metric, Sum
from projects.metrics.registry import METRICS, get_metric
from projects.metrics.results import add_up, area, require_sum
from projects.metrics.sums import require_sums

# 120 to 140 km off the meridian, where an edge of 10 km and the geodesic beside it differ most.
EAST, NORTH = 620_000.0, 3_400_000.0
FOUR = ("met_m2", "not_met_m2", "not_assessed_m2", "no_zone_m2")
few = settings(max_examples=12, deadline=None)


def frame(shapes: Any, **fields: Any) -> gpd.GeoDataFrame:
    columns = {"key": [f"K{i:02}" for i in range(len(shapes))], "name": [None] * len(shapes)}
    return gpd.GeoDataFrame(columns | fields, geometry=list(shapes), crs=4547).to_crs(4490)


def figures(metric: str, parameters: dict[str, Any], **frames: gpd.GeoDataFrame) -> dict[str, Any]:
    """As a run computes them, with the question whether they add up."""
    names = dict.fromkeys(frames, "layer")
    given = {one.name: one.default for one in get_metric(metric).parameters} | parameters
    asked = Given(frames=frames, layers=names, hashes=names, parameters=given)
    found = get_metric(metric).compute(asked).figures
    require_sums(get_metric(metric), found)
    return found


def zoned(zones: Any, land: Any) -> dict[str, Any]:
    verdicts = [("met", "not_met", "not_assessed", None)[i % 4] for i in range(len(zones))]
    nothing = [None] * len(zones)
    there = frame(zones, verdict=verdicts, capture_actual=nothing, capture_target=nothing)
    built_up = frame(land)
    return figures("sponge_coverage", {"cell_m": 200.0}, zones=there, built_up=built_up)["total"]


def squares(bounds: tuple[float, float, float, float], side: float) -> Any:
    west, south, east, north = bounds
    x, y = np.meshgrid(np.arange(west, east, side), np.arange(south, north, side))
    return shapely.box(x.ravel(), y.ravel(), x.ravel() + side, y.ravel() + side)


def test_long_edges_under_zones_of_a_kilometre_lose_nothing() -> None:
    """105 km² with edges of 10 km: between geodesics the four parts were 61.23 m² short."""
    land = affinity.rotate(shapely.box(EAST, NORTH, EAST + 10_500, NORTH + 10_000), 20)
    zones = squares(land.bounds, 1000.0)
    total = zoned(zones[np.arange(len(zones)) % 7 > 0], [land])
    assert total["built_up_m2"] > 1e8
    assert f"{abs(total['built_up_m2'] - fsum(total[one] for one in FOUR)):.2f}" == "0.00"
    assert round(fsum(total[one] for one in FOUR), 6) == total["built_up_m2"]


places = st.tuples(*[st.floats(0, 9_000)] * 2, st.floats(300, 9_000), st.floats(0, 90))
drawn = st.lists(places, min_size=1, max_size=6)


def shapes(places: Any) -> list[Any]:
    """Rectangles twice as long as wide, turned, some of them much larger than others."""
    boxes = [
        shapely.box(EAST + x, NORTH + y, EAST + x + side, NORTH + y + side / 2)
        for x, y, side, _ in places
    ]
    return [affinity.rotate(box, turn) for box, (*_, turn) in zip(boxes, places, strict=True)]


@pytest.mark.slow
@few
@given(drawn, drawn)
def test_the_four_parts_of_a_sponge_share(zones: Any, land: Any) -> None:
    total = zoned(shapes(zones), shapes(land))
    assert round(fsum(total[one] for one in FOUR), 6) == pytest.approx(
        total["built_up_m2"], abs=5e-7
    )


@few
@given(drawn, drawn, drawn)
def test_blank_areas_by_neighbourhood(land: Any, served: Any, quarters: Any) -> None:
    layers = {"built_up": land, "service_areas": served, "neighbourhoods": quarters}
    frames = {role: frame(shapes(there)) for role, there in layers.items()}
    found = figures("sewage_blank_areas", {}, **frames)
    assert found["total"]["built_up_m2"] > 0


@few
@given(drawn, drawn)
def test_balances_of_area(before: Any, after: Any) -> None:
    asked = {"before": frame(shapes(before)), "after": frame(shapes(after))}
    assert figures("area_balance", {}, **asked)["total"]["before_m2"] > 0


@pytest.mark.slow
@few
@given(drawn)
def test_areas_and_lengths_by_status(works: Any) -> None:
    there = shapes(works)
    status = [("completed", "building", "planned")[i % 3] for i in range(len(there))]
    asked = {"status_field": "status", "counted": "completed"}
    areas = figures("area_by_status", asked, areas=frame(there, status=status))
    assert areas["total"]["total_m2"] > 0
    borders = frame(shapely.boundary(np.array(there)), status=status)
    assert figures("length_by_status", asked, lines=borders)["total"]["total_m"] > 0
    assert figures("corridor_length", {}, corridors=borders)["total"]["total_m"] > 0


@pytest.mark.slow
@few
@given(drawn, drawn)
def test_continuity_of_banks_and_balance_of_lakes(one: Any, other: Any) -> None:
    banks = frame(shapely.boundary(np.array(shapes(one))))
    corridors = frame(shapes(other), status=["completed"] * len(other))
    found = figures("corridor_continuity", {"stage": "all"}, banks=banks, corridors=corridors)
    assert found["total"]["banks_m"] > 0
    lakes = {
        date: frame(shapes(there), grade=["lake_blue"] * len(there))
        for date, there in (("before", one), ("after", other))
    }
    assert figures("lake_balance", {}, **lakes)["total"]["before_m2"] > 0


@pytest.mark.slow
@few
@given(drawn)
def test_a_cut_and_a_vertex_more_change_nothing(land: Any) -> None:
    whole = shapes(land)
    halves = [part for shape in whole for part in shapely.get_parts(_halves(shape))]
    pointed = list(shapely.segmentize(np.array(whole), 700.0))
    zones = shapes([(4000.0, 4000.0, 5000.0, 30.0)])
    plain = zoned(zones, whole)
    for other in (zoned(zones, halves), zoned(zones, pointed)):
        for name in ("built_up_m2", *FOUR):
            assert other[name] == pytest.approx(plain[name], abs=0.005), name


def _halves(shape: Any) -> Any:
    west, south, east, north = shape.bounds
    line = shapely.LineString([(west - 1, south - 1), (east + 1, north + 1)])
    return shapely.ops.split(shape, line)


def test_parts_that_miss_their_whole_are_refused() -> None:
    with pytest.raises(EcoAtlasError) as refused:
        require_sum("here", 100.0, [60.0, 39.99])
    assert refused.value.code == "parts-do-not-add-up"
    require_sum("here", 100.0, [60.0, 39.996])


def test_digits_of_parts_are_those_of_the_whole() -> None:
    parts = add_up("here", 1e8 + 1 / 3, {"one": 1e8 / 3, "two": 2e8 / 3, "three": 1 / 3})
    assert round(fsum(parts.values()), 6) == area(1e8 + 1 / 3)
    with pytest.raises(EcoAtlasError):
        add_up("here", 1.0, {"one": 0.5, "two": 0.49})


def test_sums_name_figures_that_there_are() -> None:
    for metric in METRICS.values():
        for one in metric.sums:
            assert _columns_missing(metric, one) == set(), metric.id


def _columns_missing(metric: Metric, one: Sum) -> set[str]:
    parts = {name.removeprefix("-") for name in one.parts}
    total = {column.name for column in metric.total}
    tables = {table.name: {column.name for column in table.columns} for table in metric.tables}
    if one.rows:
        return ({one.whole} - total) | (parts - tables[one.rows])
    every = {"total": total} | tables
    return set().union(*(({one.whole} | parts) - every[place] for place in one.places))
