"""What holds of blank areas, overlaps, balances and shares whatever is drawn, in any CRS.

Polygons are turned rectangles, 30 to 45 km east of the central meridian, so that the plane and the
ellipsoid differ by 1e-5 and a planar figure shows.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity, box

from geo.coverage.share import coverage
from geo.measure.ellipsoid import area_m2
from geo.overlay.area_change import COLUMNS, area_change
from geo.overlay.class_areas import class_areas_within
from geo.overlay.inside import features_inside, ground_inside_m2
from geo.overlay.partition import partition_region
from geo.overlay.uncovered import uncovered
from geo.parting.by_place import Parted, parted

pytestmark = pytest.mark.slow

PLANE = 4547
EAST, NORTH = 535_000.0, 3_370_000.0
# A vertex that a cut adds on an edge of 1.2 km, 40 km from the meridian, moves an area by 0.1 m².
NEAR, M2 = 1e-7, 0.5
# Degrees, GPS degrees, the zone with its number, the next zone, 6°, UTM, Web Mercator.
SYSTEMS = [4490, 4326, 4526, 4546, 4498, 32650, 3857]

quick = settings(max_examples=8, deadline=None)
turned = st.tuples(*[st.integers(0, 30)] * 2, *[st.integers(1, 12)] * 2, st.integers(0, 89))
layers = st.lists(turned, max_size=5)
some = st.lists(turned, min_size=1, max_size=4)
systems = st.sampled_from(SYSTEMS)
Layer = list[tuple[int, ...]]


def shape(at: tuple[int, ...]) -> Any:
    """West, south, width, height in units of 100 m, turned by so many degrees."""
    west, south, width, height, angle = at
    flat = box(0, 0, 100 * width, 100 * height)
    return affinity.translate(
        affinity.rotate(flat, angle, origin=(0, 0)), EAST + 100 * west, NORTH + 100 * south
    )


def series(shapes: list[Any], epsg: int = PLANE) -> gpd.GeoSeries:
    return gpd.GeoSeries(np.array([*shapes, None], dtype=object)[:-1], crs=PLANE).to_crs(epsg)


def drawn(layer: Layer, epsg: int = PLANE) -> gpd.GeoSeries:
    return series([shape(at) for at in layer], epsg)


def halves(layer: Layer, share: float) -> gpd.GeoSeries:
    """Each rectangle cut in two across its length, the second half first."""
    parts = []
    for west, south, width, height, angle in layer:
        for start, end in ((share, 1.0), (0.0, share)):
            flat = box(100 * width * start, 0, 100 * width * end, 100 * height)
            flat = affinity.rotate(flat, angle, origin=(0, 0))
            parts.append(affinity.translate(flat, EAST + 100 * west, NORTH + 100 * south))
    return series(parts)


def near(value: Any) -> Any:
    return pytest.approx(value, rel=NEAR, abs=M2)


def blank_figures(found: Any) -> list[float]:
    return [found.region_m2, found.served_m2, found.blank_m2 + found.sliver_m2]


@quick
@given(some, layers, layers)
def test_blank_served_and_slivers_are_the_region_in_every_neighbourhood(
    region: Layer, services: Layer, places: Layer
) -> None:
    found = uncovered(drawn(region), drawn(services), drawn(places))
    parts = found.served_m2 + found.blank_m2 + found.sliver_m2
    assert parts == pytest.approx(found.region_m2, rel=1e-12)
    # The pieces are the parts in another order: two sums of them differ in a last digit.
    assert 0 <= found.blank_m2 <= found.region_m2 * (1 + 1e-12)
    table = found.by_place
    for name in ("region_m2", "served_m2", "blank_m2", "sliver_m2"):
        assert (table[name] >= 0).all()
        assert table[name].sum() == near(getattr(found, name))
    assert found.pieces["area_m2"].sum() == pytest.approx(found.blank_m2 + found.sliver_m2)


@quick
@given(some, layers, systems, st.floats(0.2, 0.8))
def test_order_parts_and_system_change_no_blank_area(
    region: Layer, services: Layer, epsg: int, share: float
) -> None:
    first = blank_figures(uncovered(drawn(region), drawn(services)))
    others = [
        uncovered(drawn(region[::-1]), drawn(services[::-1])),
        uncovered(halves(region, share), halves(services, 1 - share)),
        uncovered(drawn(region, epsg), drawn(services)),
        uncovered(drawn(region), drawn(services, epsg)),
        uncovered(drawn(region, epsg), drawn(services, epsg)),
    ]
    for other in others:
        assert blank_figures(other) == near(first)


@quick
@given(some, layers, turned)
def test_more_service_never_raises_what_is_blank_and_never_lowers_what_is_covered(
    region: Layer, services: Layer, more: tuple[int, ...]
) -> None:
    less, also = (uncovered(drawn(region), drawn(s)) for s in (services, [*services, more]))
    assert also.blank_m2 + also.sliver_m2 <= less.blank_m2 + less.sliver_m2 + M2
    before, after = (coverage(frame(region), frame(s)) for s in (services, [*services, more]))
    assert after.covered_m2 >= before.covered_m2 - M2
    assert after.covered_m2 == near(also.served_m2)  # two ways to say the same
    for zone, wider in zip(before.zones, after.zones, strict=True):
        assert wider.covered_m2 >= zone.covered_m2 - M2
        assert wider.covered_m2 <= wider.area_m2 * (1 + NEAR) + M2


def frame(layer: Layer, epsg: int = PLANE) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=drawn(layer, epsg))


def ledger(region: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> Parted:
    return parted(region, zones, ["met"] * len(zones), ["met"])


@quick
@given(some, some, systems)
def test_pairs_of_the_ledger_are_the_same_pairs_in_any_order_and_system(
    region: Layer, zones: Layer, epsg: int
) -> None:
    zones = [*zones, region[0]]
    found = ledger(frame(region), frame(zones))
    assert (found.pairs["region_m2"] <= found.pairs["whole_m2"]).all()
    assert area_m2(found.shapes).tolist() == near(found.pairs["whole_m2"].tolist())
    last = len(zones) - 1

    def listed(other: Any, *, turned: bool = False) -> dict[tuple[int, ...], list[float]]:
        # a pair of less than a square metre is drawing, here or there
        return {
            tuple(sorted((last - i, last - j) if turned else (i, j))): [whole, inside]
            for i, j, whole, inside in other.pairs.itertuples(index=False)
            if whole > 1
        }

    first = listed(found)
    for other in (
        listed(ledger(frame(region, epsg), frame(zones))),
        listed(ledger(frame(region), frame(zones, epsg))),
        listed(ledger(frame(region), frame(zones[::-1])), turned=True),
    ):
        assert set(other) == set(first)
        for pair, figures in other.items():
            assert figures == near(first[pair])


@quick
@given(some, layers, systems, st.floats(0.2, 0.8))
def test_balances_are_the_same_in_any_system_order_and_parts(
    before: Layer, after: Layer, epsg: int, share: float
) -> None:
    old, new = ([f"k{n % 2}" for n in range(len(each))] for each in (before, after))
    found = area_change(drawn(before), drawn(after), old, new)
    twice = [[key for key in keys for _ in (0, 1)] for keys in (old, new)]
    for other in (
        area_change(drawn(before, epsg), drawn(after), old, new),
        area_change(drawn(before[::-1]), drawn(after[::-1]), old[::-1], new[::-1]),
        area_change(halves(before, share), halves(after, share), *twice),
    ):
        assert other.total == near(found.total)
        rows = other.features.set_index("key").loc[found.features["key"], list(COLUMNS)]
        assert rows.to_numpy().ravel().tolist() == near(
            found.features[list(COLUMNS)].to_numpy().ravel().tolist()
        )
    assert found.total["removed_m2"] <= found.total["before_m2"] + M2
    assert found.total["added_m2"] <= found.total["after_m2"] + M2
    kept = found.total["before_m2"] - found.total["removed_m2"]
    assert kept == near(found.total["after_m2"] - found.total["added_m2"])


@quick
@given(some, layers, systems)
def test_ground_inside_is_at_most_the_feature_the_zone_and_the_sum(
    features: Layer, zones: Layer, epsg: int
) -> None:
    found = features_inside(drawn(features), drawn(zones), tolerance_m2=1.0)
    own, theirs = area_m2(drawn(features)), area_m2(drawn(zones))
    assert (found.share >= 0).all()
    assert (found.share <= 1).all()
    assert (found.area_m2 <= own[found.feature] * (1 + NEAR) + M2).all()
    assert (found.area_m2 <= theirs[found.zone] * (1 + NEAR) + M2).all()
    other = features_inside(drawn(features, epsg), drawn(zones), tolerance_m2=1.0)
    assert (other.feature.tolist(), other.zone.tolist()) == (
        found.feature.tolist(),
        found.zone.tolist(),
    )
    assert other.area_m2.tolist() == near(found.area_m2.tolist())
    once = ground_inside_m2([drawn(features)], drawn(zones))
    assert once <= found.area_m2.sum() + 1.0 * len(features) * len(zones) + M2
    assert once == near(ground_inside_m2([drawn(features, epsg)], drawn(zones[::-1])))
    assert once <= ground_inside_m2([drawn(features), drawn(zones)], drawn(zones)) + M2


@quick
@given(some, some, layers)
def test_classes_in_places_add_up_to_the_classes_in_the_region(
    region: Layer, zones: Layer, more: Layer
) -> None:
    order = ["met", "not_met"]
    zones = [*zones, *more]
    classes = [order[n % 2] for n in range(len(zones))]
    cut = partition_region(frame(region), frame(zones), classes, order)
    world = gpd.GeoDataFrame(
        geometry=series([box(EAST - 5e3, NORTH - 5e3, EAST + 1e3, NORTH + 2e4),
                         box(EAST + 1e3, NORTH - 5e3, EAST + 2e4, NORTH + 2e4)])
    )  # fmt: skip
    table = class_areas_within(cut.pieces, world)
    by_place = parted(frame(region), frame(zones), classes, order, places=world)
    for name in table.columns:
        whole = cut.rest_m2 if name == "rest" else cut.class_m2[name]
        assert table[name].sum() == near(whole)
        assert by_place.places[name].tolist() == near(table[name].tolist())
    assert by_place.in_places_m2 == near(by_place.region_m2)


@quick
@given(some, systems)
def test_web_mercator_and_degrees_never_give_a_planar_figure(region: Layer, epsg: int) -> None:
    """At 30.5°N Web Mercator is 35 % too large, the plane here 1e-5, square degrees are nothing."""
    union = series([shapely.union_all([shape(at) for at in region])])
    true = area_m2(union)[0]
    planar = {"plane": union.area[0], "mercator": union.to_crs(3857).area[0]}
    assert planar["mercator"] > 1.3 * true
    ground, nothing, table = drawn(region, epsg), drawn([], epsg), frame(region, epsg)
    names = ["a"] * len(region)
    figures = [
        uncovered(ground, nothing).blank_m2,
        area_change(nothing, ground, [], names).total["after_m2"],
        coverage(table, table).covered_m2,
        ground_inside_m2([ground], ground),
        partition_region(table, table, names, ["a"]).class_m2["a"],
    ]
    for figure in figures:
        assert figure == near(true)
        assert abs(figure - planar["plane"]) > 5e-6 * true
