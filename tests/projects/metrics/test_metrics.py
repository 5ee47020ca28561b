"""Metric runs: checked against the declaration, kept with their origin, given again unchanged."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import LineString, box
from sqlalchemy import func, select

import geo.coverage.share
import projects.metrics.general.coverage
from geo.coverage.share import ZoneCoverage
from geo.declared import declared_in
from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor
from layers.catalogue import resolve
from layers.kinds import KINDS
from layers.kinds.rasters import is_raster
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.declaration import Metric, kinds_for
from projects.metrics.families import FAMILIES
from projects.metrics.kept import find_run, get_run, list_runs
from projects.metrics.ordering import place_order
from projects.metrics.registry import DECLARING, METRICS
from projects.metrics.results import overlap, share
from projects.metrics.run import compute, run_metric
from projects.metrics.tables import MetricRunRow
from projects.metrics.targets import Target, target_block, target_phase
from projects.metrics.zone_cache import ZoneCache
from projects.sheets import get_sheet_kind

EAST, NORTH = 499_000.0, 3_380_000.0
KM2 = 1e6
NEAR = 1e-7
INPUTS = {"zones": "zones", "cover": "cover"}


def square(west: float, south: float, east: float, north: float) -> Any:
    return box(EAST + west * 1e3, NORTH + south * 1e3, EAST + east * 1e3, NORTH + north * 1e3)


def frame(**shapes: Any) -> gpd.GeoDataFrame:
    columns = {"code": list(shapes), "name": [f"名{key}" for key in shapes]}
    return gpd.GeoDataFrame(columns, geometry=list(shapes.values()), crs=4547)


ZONES = frame(Z1=square(0, 0, 1, 1), Z2=square(1, 0, 2, 1), Z3=square(0, 5, 1, 6))
# In Z1 two rectangles overlap; the second reaches 0.2 km south of the zone.
COVER = frame(a=square(0, 0, 0.5, 1), b=square(0.25, -0.2, 0.75, 1), c=square(1.5, 0.5, 2, 1))


@pytest.fixture
def layers(sqlite_database: Database, add_layer: Callable[..., Any]) -> Database:
    add_layer(sqlite_database, "zones", "admin_division", ZONES)
    add_layer(sqlite_database, "cover", "sewage_service_area", COVER)
    return sqlite_database


def refused(call: Callable[[], object]) -> EcoAtlasError:
    with pytest.raises(EcoAtlasError) as caught:
        call()
    return caught.value


def test_coverage_counts_overlaps_once(layers: Database, store: Store) -> None:
    result = run_metric(layers, store, "coverage", INPUTS).result
    assert list(result) == [
        "metric",
        "metric_version",
        "inputs",
        "parameters",
        "measured_on",
        "zones",
        "total",
    ]
    shares = {zone["key"]: zone["share"] for zone in result["zones"]}
    assert shares == pytest.approx({"Z1": 0.75, "Z2": 0.25, "Z3": 0.0}, rel=NEAR)
    first = result["zones"][0]
    assert first["name"] == "名Z1"
    assert first["covered_m2"] == pytest.approx(0.75 * KM2, rel=NEAR)
    total = result["total"]
    assert total["area_m2"] == pytest.approx(3 * KM2, rel=NEAR)
    assert total["covered_m2"] == pytest.approx(1 * KM2, rel=NEAR)
    assert total["share"] == pytest.approx(1 / 3, rel=NEAR)
    assert total["overlap_removed_m2"] == pytest.approx(0.25 * KM2, rel=NEAR)
    assert total["outside_m2"] == pytest.approx(0.1 * KM2, rel=NEAR)


def test_what_shared_edges_overlap_by_rounding_is_no_overlap() -> None:
    assert overlap(0.0005, 133_788_271.4) == 0.0  # half a nanometre along a thousand kilometres
    assert overlap(0.0053, 133_788_271.4) == 0.0053
    assert overlap(-0.0053, 133_788_271.4) == 0.0
    assert overlap(2.0, 1e6) == 2.0


def test_a_share_is_never_above_one_by_rounding() -> None:
    assert share(1.000000001, 1.0) == 1.0
    assert share(0.0, 0.0) is None
    assert share(1.01, 1.0) == 1.01  # a fault must stay visible


def test_a_share_above_one_by_rounding_is_judged_as_one() -> None:
    target = Target("T", ">=", 100.0, None, "%", 2030, Text("比例", "share"))
    block = target_block(target, 1e9 * (1 + 5e-9), 1e9)
    assert (block["met"], block["gap_m2"]) == (True, 0.0)


def test_zones_that_overlap_count_each_place_once_in_the_total(
    sqlite_database: Database, store: Store, add_layer: Callable[..., Any]
) -> None:
    overlapping = frame(Z1=square(0, 0, 1, 1), Z2=square(0.5, 0, 1.5, 1))
    add_layer(sqlite_database, "zones", "admin_division", overlapping)
    add_layer(sqlite_database, "cover", "lake", frame(a=square(0, 0, 1, 1)))
    result = run_metric(sqlite_database, store, "coverage", INPUTS).result
    assert [zone["share"] for zone in result["zones"]] == pytest.approx([1.0, 0.5], rel=NEAR)
    assert result["total"]["area_m2"] == pytest.approx(1.5 * KM2, rel=NEAR)
    assert result["total"]["covered_m2"] == pytest.approx(1 * KM2, rel=NEAR)


def test_a_run_says_where_its_number_comes_from(layers: Database, store: Store) -> None:
    run = run_metric(layers, store, "coverage", INPUTS, by=Actor("张三", "-"))
    with layers.reading() as session:
        version = resolve(session, "zones")
        kept = get_run(session, run.id)
    assert kept is not None
    assert run.inputs[0] == {
        "role": "zones",
        "layer": "zones",
        "version": 1,
        "sha256": version.sha256,
        "features": 3,
    }
    assert (kept.by, kept.metric, kept.metric_version) == ("张三", "coverage", 2)
    assert {"shapely", "geos", "proj"} <= set(kept.software)
    assert kept.created_at.tzinfo is not None
    assert json.loads(kept.text) == kept.result == run.result


def test_equal_input_gives_the_kept_run(
    layers: Database, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run_metric(layers, store, "coverage", INPUTS, by=Actor("张三", "-"))
    monkeypatch.setattr(projects.metrics.run, "compute", None)  # computing again would fail
    again = run_metric(
        layers, store, "coverage", {"zones": "zones@1", "cover": "cover"}, by=Actor("李四", "-")
    )
    assert (first.reused, again.reused) == (False, True)
    assert (again.id, again.text, again.by) == (first.id, first.text, "张三")
    with layers.reading() as session:
        assert [run.id for run in list_runs(session, "coverage")] == [first.id]
        assert list_runs(session, "sponge_coverage") == []
        assert find_run(session, "0" * 64) is None


def test_computing_again_gives_the_same_bytes(layers: Database, store: Store) -> None:
    run = run_metric(layers, store, "coverage", INPUTS)
    with layers.reading() as session:
        order = place_order(session, store, "coverage", INPUTS, {})
    assert compute(order, store).text == run.text
    assert compute(order, store, ZoneCache(layers)).text == run.text
    assert order.input_hash == run.input_hash


def test_two_who_compute_the_same_get_the_first_result(
    layers: Database, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed = projects.metrics.run.compute

    def slow(*given: Any) -> str:
        monkeypatch.setattr(projects.metrics.run, "compute", computed)
        run_metric(
            layers, store, "coverage", INPUTS, by=Actor("快", "-")
        )  # somebody else is faster
        return computed(*given)

    monkeypatch.setattr(projects.metrics.run, "compute", slow)
    run = run_metric(layers, store, "coverage", INPUTS, by=Actor("慢", "-"))
    assert (run.by, run.reused) == ("快", True)
    with layers.reading() as session:
        assert session.scalar(select(func.count()).select_from(MetricRunRow)) == 1


def test_a_change_in_one_zone_costs_one_zone(
    layers: Database, store: Store, add_layer: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[int] = []

    def counted(*given: Any, **named: Any) -> Any:
        found = geo.coverage.share.coverage(*given, **named)
        computed.append(found.computed_zones)
        return found

    monkeypatch.setattr(projects.metrics.general.coverage, "coverage", counted)
    before = run_metric(layers, store, "coverage", INPUTS)
    changed = ZONES.copy()
    changed.loc[1, "geometry"] = square(1, 0, 2, 0.9)
    add_layer(layers, "zones", "admin_division", changed)
    after = run_metric(layers, store, "coverage", INPUTS)
    assert after.inputs[0]["version"] == 2
    assert computed == [3, 1]
    assert after.result["zones"][0] == before.result["zones"][0]
    assert after.result["zones"][1]["area_m2"] == pytest.approx(0.9 * KM2, rel=NEAR)
    assert after.result["zones"][1]["share"] == pytest.approx(0.2 / 0.9, rel=NEAR)


def test_runs_and_zones_are_kept_on_every_database(
    database: Database, store: Store, add_layer: Callable[..., Any]
) -> None:
    add_layer(database, "zones", "admin_division", ZONES)
    add_layer(database, "cover", "lake", COVER)
    run = run_metric(database, store, "coverage", INPUTS)
    again = run_metric(database, store, "coverage", INPUTS)
    assert (again.text, again.reused) == (run.text, True)
    cache = ZoneCache(database)
    assert len(cache) >= 3
    assert any(zone.area_m2 == pytest.approx(KM2, rel=NEAR) for zone in cache.values())
    assert "no such key" not in cache


def test_a_zone_that_two_computed_is_kept_once(database: Database) -> None:
    mine, theirs = ZoneCache(database), ZoneCache(database)
    for cache in (mine, theirs):
        cache["same"] = ZoneCoverage(4.0, 3.0)
        with database.transaction() as session:
            cache.keep(session)
    assert mine["same"] == ZoneCoverage(4.0, 3.0)
    assert list(mine) == ["same"]


def test_progress_reaches_its_end(layers: Database, store: Store) -> None:
    steps: list[tuple[int, int]] = []
    run_metric(layers, store, "coverage", INPUTS, progress=lambda *step: steps.append(step))
    assert steps
    assert steps[-1][0] == steps[-1][1]
    assert steps == sorted(steps)


@pytest.mark.parametrize(
    ("inputs", "parameters", "code", "said"),
    [
        ({"zones": "zones"}, {}, "missing-input", "覆盖图层"),
        (INPUTS | {"bild_up": "x"}, {}, "unknown-role", "bild_up"),
        ({"zones": "zones", "cover": "nowhere"}, {}, "unknown-layer", "nowhere"),
        ({"zones": "zones@7", "cover": "cover"}, {}, "unknown-version", "7"),
        ({"zones": "plants", "cover": "cover"}, {}, "wrong-kind", "跨界断面"),
        (INPUTS, {"cell": 5}, "unknown-parameter", "cell"),
    ],
)
def test_what_does_not_fit_the_declaration_is_refused(
    layers: Database,
    store: Store,
    add_layer: Callable[..., Any],
    inputs: dict[str, str],
    parameters: dict[str, Any],
    code: str,
    said: str,
) -> None:
    points = frame(p=square(0, 0, 1, 1)).set_geometry([square(0, 0, 1, 1).centroid], crs=4547)
    add_layer(layers, "plants", "monitoring_section", points)
    error = refused(lambda: run_metric(layers, store, "coverage", inputs, parameters))
    assert error.code == code
    assert said in error.message.zh
    assert said in error.message.en or code in ("missing-input", "wrong-kind")
    with layers.reading() as session:
        assert list_runs(session) == []


@pytest.mark.parametrize("value", ["", None])
def test_an_empty_parameter_takes_its_default(
    layers: Database, store: Store, add_layer: Callable[..., Any], value: str | None
) -> None:
    with layers.reading() as session:
        add_layer(layers, "sponge", "sponge_zone", ZONES.assign(verdict="met"))
        add_layer(layers, "built", "built_up_area", COVER)
    with layers.reading() as session:
        inputs = {"zones": "sponge", "built_up": "built"}
        order = place_order(
            session, store, "sponge_coverage", inputs, {"cell_m": value, "target": value}
        )
    assert order.parameters == {"target": None, "cell_m": 5.0}


@pytest.mark.parametrize("value", ["5 m", 0.1, 1000, "nan", [5]])
def test_a_parameter_out_of_its_limits_is_refused(
    layers: Database, store: Store, add_layer: Callable[..., Any], value: Any
) -> None:
    add_layer(layers, "sponge", "sponge_zone", ZONES.assign(verdict="met"))
    add_layer(layers, "built", "built_up_area", COVER)
    inputs = {"zones": "sponge", "built_up": "built"}
    error = refused(lambda: run_metric(layers, store, "sponge_coverage", inputs, {"cell_m": value}))
    assert error.code == "bad-parameter"


def test_a_zone_layer_without_verdicts_cannot_be_judged(
    layers: Database, store: Store, add_layer: Callable[..., Any]
) -> None:
    add_layer(layers, "sponge", "sponge_zone", ZONES)
    add_layer(layers, "built", "built_up_area", COVER)
    inputs = {"zones": "sponge", "built_up": "built"}
    error = refused(lambda: run_metric(layers, store, "sponge_coverage", inputs))
    assert error.code == "missing-field"
    assert "verdict" in error.message.zh


def test_lines_have_no_area_to_cover(
    layers: Database, store: Store, add_layer: Callable[..., Any]
) -> None:
    mixed = frame(k=square(0, 0, 1, 1), l=LineString([(EAST, NORTH), (EAST + 1000, NORTH)]))
    add_layer(layers, "corridor", "ecological_corridor", mixed)
    inputs = {"zones": "zones", "cover": "corridor"}
    error = refused(lambda: run_metric(layers, store, "coverage", inputs))
    assert error.code == "input-geometry"
    assert "l" in error.message.zh


def test_a_layer_without_crs_is_never_measured(layers: Database, store: Store) -> None:
    class Bare(Store):
        def frame(self, *given: Any, **named: Any) -> gpd.GeoDataFrame:
            return super().frame(*given, **named).set_crs(None, allow_override=True)

    assert store.local is not None
    bare = Bare(store.local)
    error = refused(lambda: run_metric(layers, bare, "coverage", INPUTS))
    assert error.code == "no-crs"


def test_an_unknown_metric_is_refused(layers: Database, store: Store) -> None:
    error = refused(lambda: run_metric(layers, store, "beauty", {}))
    assert error.code == "unknown-metric"
    assert "ecoatlas metrics list" in error.fix.zh


def test_another_target_is_another_input(
    layers: Database, store: Store, add_layer: Callable[..., Any]
) -> None:
    add_layer(layers, "sponge", "sponge_zone", ZONES.assign(verdict="met"))
    add_layer(layers, "built", "built_up_area", COVER)
    inputs = {"zones": "sponge", "built_up": "built"}
    with layers.transaction() as session:
        order = place_order(session, store, "sponge_coverage", inputs, {"target": "wedz-2023-t22"})
        assert order.target is not None
        before = order.input_hash
        changed = replace(order, target=replace(order.target, value=60.0))
        assert changed.input_hash != before
        without = place_order(session, store, "sponge_coverage", inputs, {})
        assert without.input_hash != before


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.id)
def test_a_metric_declares_all_that_its_reader_asks(metric: Any) -> None:
    assert metric.version >= 1
    for words in (metric.title, metric.summary, metric.formula, metric.source, metric.nulls):
        assert words.zh != words.en
    for role in metric.inputs:
        allowed = [KINDS[kind] for kind in kinds_for(role)]
        assert allowed
        assert all(set(role.geometry) & set(kind.geometry) for kind in allowed)
        features = [kind for kind in allowed if not is_raster(kind)]
        assert all(kind.field(field) for kind in features for field in role.fields)
        assert all(any(kind.field(field) for kind in allowed) for field in role.wanted)
    for sheet in metric.sheets:
        assert get_sheet_kind(sheet.kind).id == sheet.kind
    for parameter in metric.parameters:
        assert parameter.origin.zh
        assert parameter.type != "choice" or parameter.choices
        if parameter.type == "number":
            assert parameter.low < parameter.high
    for table in metric.tables:
        assert table.role == "" or metric.role(table.role)


def test_declared_columns_are_the_columns_of_the_result(layers: Database, store: Store) -> None:
    result = run_metric(layers, store, "coverage", INPUTS).result
    metric = METRICS["coverage"]
    assert list(result["total"]) == [column.name for column in metric.total]
    shown = [name for name in result["zones"][0] if name not in ("key", "name")]
    assert shown == [column.name for column in metric.tables[0].columns]


@pytest.mark.parametrize(
    ("year", "phase"), [(None, "ongoing"), (2025, "result"), (2026, "due"), (2030, "due")]
)
def test_a_target_whose_year_is_over_gives_a_result(year: int | None, phase: str) -> None:
    assert target_phase(year, dt.date(2026, 11, 21)) == phase


def test_every_metric_is_declared_apart_from_what_computes_it() -> None:
    """One declared elsewhere would not be found, and one that names no function could not run."""
    everywhere = [
        metric
        for family in FAMILIES
        for metric in declared_in(import_module(f"projects.metrics.{family.folder}"), Metric)
    ]
    assert {one.id for one in everywhere} == METRICS.keys()
    assert [one.id for one in everywhere if not callable(one.computation)] == []
    assert [one.id for one in everywhere if one.computed_by.split(":")[0].endswith(DECLARING)] == []
