"""What has to hold of the sponge figures whatever is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from geo.coverage.along import prepare
from geo.errors import EcoAtlasError
from projects.metrics.declaration import Given
from projects.metrics.sponge.parts import compute
from projects.metrics.sponge.planned import open_ground
from projects.metrics.sponge.storage import compute as volumes
from projects.sheets import SHEET_KINDS, SheetInfo
from projects.sheets.shipped import shipped_rows

EAST, NORTH = 499_000.0, 3_380_000.0
PARTS = ("met_m2", "not_met_m2", "not_assessed_m2", "no_zone_m2")
NEAR = 1e-11
# Coordinates are rounded to half a nanometre, each time that they are carried or cut.
M2 = 1e-4

quick = settings(max_examples=25, deadline=None)
sides = st.tuples(*[st.integers(0, 36)] * 2, *[st.integers(1, 14)] * 2)
verdicts = st.sampled_from(["met", "not_met", "not_assessed", None])
drawn = st.lists(st.tuples(sides, verdicts), max_size=7)
blocks = st.lists(sides, min_size=1, max_size=4)


@pytest.fixture(scope="module", autouse=True)
def machine_code() -> None:
    """Measured as by a program that has measured a district before: each example is so little that
    Python would be asked a thousand times."""
    prepare()


def rectangle(at: Sequence[int]) -> Polygon:
    """West, south, width, height in units of 100 m."""
    west, south, width, height = (100.0 * one for one in at)
    return box(EAST + west, NORTH + south, EAST + west + width, NORTH + south + height)


def frame(shapes: Sequence[Any], **fields: Sequence[Any]) -> gpd.GeoDataFrame:
    """Features as a metric gets them: sorted keys, EPSG:4490."""
    columns = {"key": [f"K{i:02}" for i in range(len(shapes))], "name": [None] * len(shapes)}
    made = gpd.GeoDataFrame(columns | fields, geometry=list(shapes), crs=4547)
    return made.to_crs(4490)


def zones_of(zones: Sequence[tuple[Any, Any]]) -> gpd.GeoDataFrame:
    shapes = [at if isinstance(at, Polygon | MultiPolygon) else rectangle(at) for at, _ in zones]
    empty = [None] * len(zones)
    verdict = [verdict for _, verdict in zones]
    return frame(shapes, verdict=verdict, capture_actual=empty, capture_target=empty)


def total(zones: gpd.GeoDataFrame, built: gpd.GeoDataFrame) -> dict[str, Any]:
    return figures(zones, built)["total"]


def figures(zones: gpd.GeoDataFrame, built: gpd.GeoDataFrame) -> dict[str, Any]:
    frames = {"zones": zones, "built_up": built}
    names = dict.fromkeys(frames, "layer")
    asked = {"cell_m": 100.0, "target": None}
    return compute(Given(frames=frames, layers=names, hashes=names, parameters=asked)).figures


def same(first: dict[str, Any], second: dict[str, Any]) -> None:
    for part in ("built_up_m2", *PARTS):
        assert second[part] == pytest.approx(first[part], rel=NEAR, abs=M2), part
    assert second["share"] == pytest.approx(first["share"], abs=1e-6)


@pytest.mark.slow
@quick
@given(drawn, blocks)
def test_parts_add_up_and_no_share_is_above_one(zones: Any, built: Any) -> None:
    result = figures(zones_of(zones), frame([rectangle(at) for at in built]))
    found = result["total"]
    assert round(sum(found[part] for part in PARTS), 6) == found["built_up_m2"]
    assert all(found[part] >= 0 for part in PARTS)
    low, high = result["bounds"]["lower"], result["bounds"]["upper"]
    assert 0 <= low == found["share"] <= high <= 1
    counted = sum(zone["counted_m2"] for zone in result["zones"])
    judged = found["built_up_m2"] - found["no_zone_m2"]
    assert counted == pytest.approx(judged, rel=1e-8, abs=M2)
    summed = sum(zone["built_up_m2"] for zone in result["zones"])
    assert summed - judged == pytest.approx(found["overlap_removed_m2"], rel=1e-8, abs=M2)
    for pair in result["conflicts"]:
        assert pair["area_m2"] <= pair["whole_m2"]


@pytest.mark.slow
@quick
@given(drawn, blocks, st.randoms(use_true_random=False))
def test_the_order_of_features_changes_nothing(zones: Any, built: Any, random: Any) -> None:
    first = total(zones_of(zones), frame([rectangle(at) for at in built]))
    random.shuffle(zones)
    random.shuffle(built)
    same(first, total(zones_of(zones), frame([rectangle(at) for at in built])))


def halves(shape: Polygon, at: float, *, upright: bool) -> list[Polygon]:
    west, south, east, north = shape.bounds
    if upright:
        cut = west + at * (east - west)
        return [box(west, south, cut, north), box(cut, south, east, north)]
    cut = south + at * (north - south)
    return [box(west, south, east, cut), box(west, cut, east, north)]


@pytest.mark.slow
@quick
@given(drawn, blocks, st.floats(0.1, 0.9), st.booleans())
def test_splitting_polygons_changes_nothing(
    zones: Any, built: Any, at: float, upright: bool
) -> None:
    whole = [rectangle(one) for one in built]
    first = total(zones_of(zones), frame(whole))
    split_zones = [
        (piece, verdict)
        for sides_of, verdict in zones
        for piece in halves(rectangle(sides_of), at, upright=upright)
    ]
    split_built = [piece for one in whole for piece in halves(one, at, upright=not upright)]
    same(first, total(zones_of(split_zones), frame(split_built)))


@pytest.mark.slow
@quick
@given(drawn, blocks, st.sampled_from([4547, 4526, 4549, 32649]))
def test_the_crs_that_data_arrive_in_changes_nothing(zones: Any, built: Any, epsg: int) -> None:
    ground, region = zones_of(zones), frame([rectangle(at) for at in built])
    same(total(ground, region), total(ground.to_crs(epsg), region.to_crs(epsg)))


@pytest.mark.slow
@quick
@given(drawn, blocks, sides)
def test_adding_a_met_zone_never_lowers_the_share(zones: Any, built: Any, more: Any) -> None:
    region = frame([rectangle(at) for at in built])
    before = total(zones_of(zones), region)
    after = total(zones_of([*zones, (more, "met")]), region)
    assert after["share"] >= before["share"] - 1e-9
    assert after["not_met_m2"] == pytest.approx(before["not_met_m2"], rel=NEAR, abs=M2)


@pytest.mark.slow
@quick
@given(drawn.filter(len), blocks, st.data())
def test_a_verdict_that_becomes_met_never_lowers_the_share(
    zones: Any, built: Any, data: st.DataObject
) -> None:
    region = frame([rectangle(at) for at in built])
    which = data.draw(st.integers(0, len(zones) - 1))
    after = [(at, "met" if i == which else verdict) for i, (at, verdict) in enumerate(zones)]
    assert total(zones_of(after), region)["share"] >= total(zones_of(zones), region)["share"] - 1e-9


@pytest.mark.slow
@quick
@given(drawn, blocks)
def test_ground_to_be_won_is_what_is_judged_and_not_met(zones: Any, built: Any) -> None:
    ground, region = zones_of(zones), frame([rectangle(at) for at in built])
    found = total(ground, region)
    words = [verdict or "not_assessed" for _, verdict in zones]
    won = sum(open_ground(ground, region, words).values())
    lacking = found["not_met_m2"] + found["not_assessed_m2"]
    assert won == pytest.approx(lacking, rel=1e-8, abs=M2)


SURFACES = ("hard_roof", "green_land", "water", "permeable_paving")


@pytest.mark.slow
@quick
@given(
    st.lists(sides, min_size=1, max_size=4),
    st.lists(st.tuples(sides, st.sampled_from(SURFACES)), max_size=6),
)
def test_storage_never_exceeds_the_rain_and_ground_adds_up(zones: Any, grounds: Any) -> None:
    result = volume_of(zones, grounds)
    for row in (*result["zones"], result["total"]):
        whole = row["counted_m2"] + row["uncovered_m2"]
        assert whole == pytest.approx(row["area_m2"], rel=1e-8, abs=M2)
        if row["required_m3"] is not None:
            assert row["required_low_m3"] <= row["required_m3"] <= row["required_high_m3"] + 1e-6
            assert row["required_m3"] <= row["counted_m2"] * 0.030 + 1e-3
    by_surface = sum(row["required_m3"] for row in result["surfaces"])
    assert by_surface == pytest.approx(result["total"]["required_m3"] or 0.0, rel=1e-9)
    backwards = volume_of(zones, grounds[::-1])["total"]["required_m3"]
    assert (backwards or 0.0) == pytest.approx(result["total"]["required_m3"] or 0.0, rel=1e-8)


def test_a_spike_along_a_long_edge_costs_no_ground() -> None:
    # What is cut from this zone keeps a spike without width, which in degrees encloses 2 m².
    row = volume_of([(3, 0, 11, 1)], [((0, 0, 4, 1), "hard_roof")])["zones"][0]
    assert row["counted_m2"] + row["uncovered_m2"] == pytest.approx(row["area_m2"], rel=1e-9)


def shipped(kind_id: str) -> SheetInfo:
    kind = SHEET_KINDS[kind_id]
    return SheetInfo(kind.id, kind, kind.title, 0, "", shipped_rows(kind_id))


def volume_of(zones: Any, grounds: Any) -> dict[str, Any]:
    ground = frame([rectangle(at) for at, _ in grounds], surface=[word for _, word in grounds])
    sheets = {
        "coefficients": shipped("runoff_coefficients"),
        "rainfall": shipped("design_rainfall"),
    }
    asked = {"depth_mm": 30.0, "rules_on": None, "uncovered_coefficient": None}
    frames = {"zones": frame([rectangle(at) for at in zones]), "surfaces": ground}
    names = dict.fromkeys(frames, "layer")
    made = Given(frames=frames, layers=names, hashes=names, parameters=asked, sheets=sheets)
    return volumes(made).figures


def nested(*edges: tuple[int, int]) -> Any:
    """Square rings one inside the other, given by outer and inner half sides in units of 100 m."""
    middle = shapely.Point(EAST + 2_000, NORTH + 2_000)
    return shapely.union_all(
        [
            box(*_around(middle, outer)).difference(box(*_around(middle, inner)))
            for outer, inner in edges
        ]
    )


def _around(middle: Any, half: int) -> tuple[float, float, float, float]:
    return (
        middle.x - half * 100,
        middle.y - half * 100,
        middle.x + half * 100,
        middle.y + half * 100,
    )


def test_a_ring_in_the_hole_of_a_ring_keeps_both_holes() -> None:
    # Built-up: 16² − 12² + 8² − 4² hectares; the zone covers the western half.
    built = frame([nested((8, 6), (4, 2))])
    found = total(zones_of([((0, 0, 20, 40), "met")]), built)
    whole = (16**2 - 12**2 + 8**2 - 4**2) * 10_000
    assert found["built_up_m2"] == pytest.approx(whole, rel=1e-6)
    assert found["met_m2"] == pytest.approx(whole / 2, rel=1e-6)


def test_a_zone_with_a_hole_leaves_it_to_another() -> None:
    zones = zones_of([(nested((8, 4)), "met"), (nested((4, 0)), "not_met")])
    found = total(zones, frame([rectangle((12, 12, 16, 16))]))
    assert found["met_m2"] == pytest.approx((16**2 - 8**2) * 10_000, rel=1e-6)
    assert found["not_met_m2"] == pytest.approx(8**2 * 10_000, rel=1e-6)
    assert found["overlap_removed_m2"] == 0.0


def test_zones_that_touch_at_a_point_share_nothing() -> None:
    zones = zones_of([((0, 0, 10, 10), "met"), ((10, 10, 10, 10), "not_met")])
    result = figures(zones, frame([rectangle((0, 0, 20, 20))]))
    assert result["conflicts"] == []
    assert result["total"]["share"] == pytest.approx(0.25, rel=1e-6)


BOW_TIE = Polygon(
    [(EAST, NORTH), (EAST + 1_000, NORTH + 1_000), (EAST + 1_000, NORTH), (EAST, NORTH + 1_000)]
)


def test_a_bow_tie_built_up_area_is_refused() -> None:
    with pytest.raises(EcoAtlasError) as caught:
        total(zones_of([((0, 0, 10, 10), "met")]), frame([BOW_TIE]))
    assert caught.value.code == "invalid-polygons"
    assert "修复" in caught.value.fix.zh


def test_a_bow_tie_zone_is_refused() -> None:
    zones = zones_of([((0, 0, 10, 10), "met")])
    zones.geometry = gpd.GeoSeries([BOW_TIE], crs=4547).to_crs(4490)
    with pytest.raises(EcoAtlasError, match="无效"):
        total(zones, frame([rectangle((0, 0, 10, 10))]))


@pytest.mark.parametrize("empties", [[], [Polygon()], [None]])
def test_without_zones_all_is_without_a_zone(empties: list[Any]) -> None:
    zones = frame(
        empties,
        verdict=["met"] * len(empties),
        capture_actual=[None] * len(empties),
        capture_target=[None] * len(empties),
    )
    found = total(zones, frame([rectangle((0, 0, 10, 10))]))
    assert (found["met_m2"], found["share"]) == (0.0, 0.0)
    assert found["no_zone_m2"] == pytest.approx(1e6, rel=1e-6)


@pytest.mark.parametrize("empties", [[], [Polygon()]])
def test_without_a_built_up_area_there_is_no_share(empties: list[Any]) -> None:
    result = figures(zones_of([((0, 0, 10, 10), "met")]), frame(empties))
    assert result["total"]["share"] is None
    assert result["total"]["built_up_m2"] == 0.0
    assert result["zones"][0]["built_up_m2"] == 0.0


def test_no_surfaces_at_all_leave_every_requirement_open() -> None:
    result = volume_of([(0, 0, 10, 10)], [])
    assert result["zones"][0]["required_m3"] is None
    assert result["zones"][0]["uncovered_m2"] == pytest.approx(1e6, rel=1e-6)
