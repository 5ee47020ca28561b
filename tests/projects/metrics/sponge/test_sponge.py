"""Sponge coverage against areas worked by hand.

Everything lies within two kilometres of the central meridian 114°E, where an area in EPSG:4547
equals the area on the ellipsoid to 1e-7; figures below are therefore the sides multiplied.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import Polygon, box

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.kept import MetricRun
from projects.metrics.run import run_metric

EAST, NORTH = 499_000.0, 3_380_000.0
KM2 = 1e6
NEAR = 1e-7
TARGET = "WEDZ-2023-T22"
Zone = tuple[str, str | None, Polygon]
Parts = Callable[..., dict[str, Any]]


def rectangle(west: float, south: float, east: float, north: float) -> Polygon:
    """A rectangle in EPSG:4547 with its sides in km from the corner of the built-up square."""
    return box(EAST + west * 1e3, NORTH + south * 1e3, EAST + east * 1e3, NORTH + north * 1e3)


A: Zone = ("A", "met", rectangle(-1, 0, 1, 2))  # 4 km², 2 of them built-up
B: Zone = ("B", "not_met", rectangle(1, 0, 2, 1))  # 1 km², all built-up
C: Zone = ("C", None, rectangle(1, 1, 1.5, 2))  # 0.5 km², all built-up
FAR: Zone = ("F", "met", rectangle(0, 3, 1, 4))  # 1 km², none built-up
SQUARE = (rectangle(0, 0, 1.2, 2), rectangle(0.8, 0, 2, 2))  # together 2 km x 2 km


def zone_frame(zones: Sequence[Zone]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "code": [code for code, _, _ in zones],
            "name": [f"{code}区" for code, _, _ in zones],
            "verdict": [verdict for _, verdict, _ in zones],
        },
        geometry=[shape for _, _, shape in zones],
        crs=4547,
    )


def built_up_frame(shapes: Sequence[Polygon] = SQUARE) -> gpd.GeoDataFrame:
    columns = {"code": [f"J{i}" for i in range(len(shapes))], "name": ["建成区"] * len(shapes)}
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=4547)


@pytest.fixture
def run(
    sqlite_database: Database,
    store: Store,
    add_layer: Callable[..., Any],
    territory: Callable[[], Any],
) -> Callable[..., MetricRun]:
    """Sponge coverage of zones (and built-up shapes), through store and catalogue."""

    def compute(
        zones: Sequence[Zone] = (A, B, C, FAR),
        built_up: Sequence[Polygon] = SQUARE,
        **parameters: Any,
    ) -> MetricRun:
        add_layer(sqlite_database, "zones", "sponge_zone", zone_frame(zones))
        add_layer(sqlite_database, "built", "built_up_area", built_up_frame(built_up))
        inputs = {"zones": "zones", "built_up": "built"}
        territory()
        return run_metric(
            sqlite_database, store, "sponge_coverage", inputs, parameters, by=Actor("审核员", "-")
        )

    return compute


def test_the_four_parts_of_a_square_are_its_rectangles(run: Callable[..., MetricRun]) -> None:
    total = run().result["total"]
    assert total["built_up_m2"] == pytest.approx(4 * KM2, rel=NEAR)
    assert total["met_m2"] == pytest.approx(2 * KM2, rel=NEAR)
    assert total["not_met_m2"] == pytest.approx(1 * KM2, rel=NEAR)
    assert total["not_assessed_m2"] == pytest.approx(0.5 * KM2, rel=NEAR)
    assert total["no_zone_m2"] == pytest.approx(0.5 * KM2, rel=NEAR)
    assert total["overlap_removed_m2"] == 0.0
    assert total["built_up_overlap_m2"] == pytest.approx(0.8 * KM2, rel=NEAR)
    assert total["share"] == pytest.approx(0.5, rel=NEAR)
    parts = ("met_m2", "not_met_m2", "not_assessed_m2", "no_zone_m2")
    assert sum(total[part] for part in parts) == pytest.approx(total["built_up_m2"], rel=1e-12)


def test_the_answer_has_the_agreed_shape(run: Callable[..., MetricRun]) -> None:
    result = run(target=TARGET).result
    assert list(result) == [
        "metric",
        "metric_version",
        "inputs",
        "parameters",
        "measured_on",
        "total",
        "bounds",
        "zones",
        "target",
        "districts",
        "conflicts",
        "cross_check",
        "second_method",
        "notes",
    ]
    assert [one["role"] for one in result["inputs"]] == ["zones", "built_up", "boundary"]
    assert set(result["inputs"][0]) == {"role", "layer", "version", "sha256", "features"}
    assert result["measured_on"] == "CGCS2000 ellipsoid"
    assert result["parameters"] == {"target": TARGET, "cell_m": 5.0}
    agreed = {"id", "comparator", "value", "unit", "year", "met", "gap_m2"}
    assert agreed <= set(result["target"])


def test_a_zone_says_what_of_it_is_built_up_and_what_counts(run: Callable[..., MetricRun]) -> None:
    zones = {zone["key"]: zone for zone in run().result["zones"]}
    assert list(zones) == ["A", "B", "C", "F"]
    assert zones["A"]["name"] == "A区"
    assert zones["A"]["area_m2"] == pytest.approx(4 * KM2, rel=NEAR)
    assert zones["A"]["built_up_m2"] == pytest.approx(2 * KM2, rel=NEAR)
    assert zones["A"]["met_m2"] == pytest.approx(2 * KM2, rel=NEAR)
    assert zones["B"]["built_up_m2"] == pytest.approx(1 * KM2, rel=NEAR)
    assert (zones["B"]["met_m2"], zones["B"]["verdict"]) == (0.0, "not_met")


def test_a_zone_without_built_up_area_is_listed_with_nothing(run: Callable[..., MetricRun]) -> None:
    far = run().result["zones"][-1]
    assert far["area_m2"] == pytest.approx(1 * KM2, rel=NEAR)
    assert (far["built_up_m2"], far["met_m2"], far["verdict"]) == (0.0, 0.0, "met")


def test_an_empty_verdict_is_not_assessed_and_said_so(run: Callable[..., MetricRun]) -> None:
    result = run().result
    assert result["zones"][2]["verdict"] == "not_assessed"
    said = next(one for one in result["notes"] if one["code"] == "verdict-empty")
    assert (said["count"], said["keys"]) == (1, "C")
    assert "1 个分区没有填写评估结论" in said["zh"]


def test_the_share_lies_between_met_and_met_with_all_that_nobody_assessed(
    run: Callable[..., MetricRun],
) -> None:
    bounds = run().result["bounds"]
    assert bounds["lower"] == pytest.approx(0.5, rel=NEAR)
    # A half of a square kilometre is not assessed, another one lies in no zone.
    assert bounds["upper"] == pytest.approx(0.75, rel=NEAR)


def test_where_verdicts_differ_the_worse_counts_and_the_pair_is_listed(
    run: Callable[..., MetricRun],
) -> None:
    # E overlaps A (same verdict) and B (worse) with half a square kilometre each.
    result = run((A, B, C, ("E", "met", rectangle(0.5, 0, 1.5, 1)))).result
    total = result["total"]
    assert total["met_m2"] == pytest.approx(2 * KM2, rel=NEAR)
    assert total["not_met_m2"] == pytest.approx(1 * KM2, rel=NEAR)
    assert total["overlap_removed_m2"] == pytest.approx(1 * KM2, rel=NEAR)
    assert [(pair["zones"], pair["verdicts"], pair["counted"]) for pair in result["conflicts"]] == [
        (["A", "E"], ["met", "met"], "met"),
        (["B", "E"], ["not_met", "met"], "not_met"),
    ]
    for pair in result["conflicts"]:
        assert pair["area_m2"] == pytest.approx(0.5 * KM2, rel=NEAR)


@pytest.mark.parametrize(
    ("verdicts", "counted", "share"),
    [
        (("met", "not_assessed"), "not_assessed", 0.0),
        (("not_assessed", "not_met"), "not_met", 0.0),
        (("met", "not_met"), "not_met", 0.0),
    ],
)
def test_not_met_is_worse_than_not_assessed_is_worse_than_met(
    run: Callable[..., MetricRun], verdicts: tuple[str, str], counted: str, share: float
) -> None:
    whole = rectangle(0, 0, 2, 2)
    result = run([("X", verdicts[0], whole), ("Y", verdicts[1], whole)]).result
    assert result["total"]["share"] == pytest.approx(share, abs=1e-9)
    assert result["total"][f"{counted}_m2"] == pytest.approx(4 * KM2, rel=NEAR)
    assert [pair["counted"] for pair in result["conflicts"]] == [counted]


def test_edges_drawn_twice_are_counted_and_not_listed(run: Callable[..., MetricRun]) -> None:
    # Four strips of not met, each over the edge of a met one by 0.4 mm along 2 km: 0.8 m² each.
    zones: list[Zone] = []
    for strip in range(4):
        west, middle, east = strip * 0.5, strip * 0.5 + 0.25, strip * 0.5 + 0.5
        zones.append((f"G{strip}", "met", rectangle(west, 0, middle + 4e-7, 2)))
        zones.append((f"N{strip}", "not_met", rectangle(middle, 0, east, 2)))
    result = run(zones).result
    assert result["conflicts"] == []
    said = next(one for one in result["notes"] if one["code"] == "slivers")
    assert said["count"] >= 4
    assert said["area_m2"] == pytest.approx(3.2, abs=0.1)
    assert result["total"]["share"] == pytest.approx(0.5, rel=NEAR)


def test_a_missed_target_says_how_much_area_is_missing(run: Callable[..., MetricRun]) -> None:
    # 1.8 of 4 km² are met, 50 % are asked for: 0.2 km² are missing.
    zones = [("A", "met", rectangle(0, 0, 0.9, 2)), ("B", "not_met", rectangle(0.9, 0, 2, 2))]
    result = run(zones, target=TARGET).result
    assert result["total"]["share"] == pytest.approx(0.45, rel=NEAR)
    target = result["target"]
    assert (target["comparator"], target["value"], target["unit"], target["year"]) == (
        ">=",
        50,
        "%",
        2025,
    )
    assert target["met"] is False
    assert target["gap_m2"] == pytest.approx(0.2 * KM2, rel=1e-6)


def test_a_target_that_is_met_leaves_no_gap(run: Callable[..., MetricRun]) -> None:
    target = run([("A", "met", rectangle(0, 0, 1.1, 2))], target=TARGET).result["target"]
    assert (target["met"], target["gap_m2"]) == (True, 0.0)


def test_without_a_target_nothing_is_judged(run: Callable[..., MetricRun]) -> None:
    assert run().result["target"] is None


def test_a_target_of_another_kind_is_refused(run: Callable[..., MetricRun]) -> None:
    with pytest.raises(EcoAtlasError) as caught:
        run(target="WEDZ-2023-T23")
    assert caught.value.code == "wrong-subject"
    assert "建设项目落实海绵城市要求" in caught.value.message.zh
    assert "海绵城市达标面积" in caught.value.message.zh
    with pytest.raises(EcoAtlasError) as caught:
        run(target="WEDZ-2023-T99")
    assert caught.value.code == "unknown-target"


def test_cells_counted_by_the_second_method_agree(run: Callable[..., MetricRun]) -> None:
    result = run().result
    check = result["cross_check"]
    assert (check["method"], check["cell_m"]) == ("raster", 5.0)
    # The edges fall between cells: at most one row of 5 m along each side of 2 km.
    assert check["built_up_m2"] == pytest.approx(4 * KM2, abs=4 * 2000 * 5)
    assert check["met_m2"] == pytest.approx(2 * KM2, abs=6 * 1000 * 5)
    assert check["share"] == pytest.approx(result["total"]["share"], abs=0.005)
    difference = (check["share"] - result["total"]["share"]) * 100
    assert check["difference_points"] == pytest.approx(difference, abs=1e-9)


def test_coarser_cells_are_asked_for_by_parameter(run: Callable[..., MetricRun]) -> None:
    assert run(cell_m="20").result["cross_check"]["cell_m"] == 20.0


def test_holes_and_separate_parts_of_the_built_up_area_are_kept(
    run: Callable[..., MetricRun],
) -> None:
    ring = rectangle(0, 0, 2, 2).difference(rectangle(0.5, 0.5, 1.5, 1.5))  # 3 km²
    total = run((A, B), (ring, rectangle(0, 3, 1, 4))).result["total"]
    assert total["built_up_m2"] == pytest.approx(4 * KM2, rel=NEAR)
    assert total["met_m2"] == pytest.approx(1.5 * KM2, rel=NEAR)
    assert total["not_met_m2"] == pytest.approx(0.75 * KM2, rel=NEAR)
    assert total["no_zone_m2"] == pytest.approx(1.75 * KM2, rel=NEAR)


def test_a_word_that_is_no_verdict_is_refused(run: Callable[..., MetricRun]) -> None:
    with pytest.raises(EcoAtlasError) as caught:
        run((A, ("Z", "大概达标", rectangle(1, 0, 2, 2))))
    assert caught.value.code == "unknown-verdict"
    assert "Z" in caught.value.message.zh
    assert "大概达标" in caught.value.message.zh


def test_order_of_features_changes_nothing(run: Callable[..., MetricRun]) -> None:
    first = run((A, B, C, FAR))
    again = run((FAR, C, A, B))
    assert again.input_hash == first.input_hash
    assert again.reused
