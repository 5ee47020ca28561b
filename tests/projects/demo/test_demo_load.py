"""The demonstration loaded for real: through the same import, records and metrics as an upload."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from layers.catalogue import Version, get_layer, list_layers, resolve
from layers.storage.raster_store import holds_raster
from layers.storage.store import Store
from layers.system.database import Database, engine_for_url
from layers.system.row_access import PUBLIC as SEEN_BY_ALL
from projects.demo.load import DEMO_FOLDER, DemoLoad, load_demo, read_manifest
from projects.metrics.kept import list_runs
from projects.metrics.run import run_metric
from projects.records.changes.progress import reports_of
from projects.records.changes.records import (
    clauses_of_project,
    features_of_project,
    get_project,
    warnings_of,
)
from projects.records.model.tables import Project
from projects.records.queries.query import every_project
from projects.sections.gathering import overview
from projects.statements.kept import list_statements
from projects.targets.ledger import PUBLIC, values_of
from projects.targets.setting import set_values_of
from tests.databases import make_tables

pytestmark = pytest.mark.slow

DEMO = read_manifest()
FLAGS = ("late", "stagnant", "without_place", "open_problems")


@dataclass
class Loaded:
    """A district loaded once for the tests of this file, and what was said on the way."""

    database: Database
    store: Store
    outcome: DemoLoad
    said: list[tuple[str, int, int]] = field(default_factory=list)

    def run(self, metric: str) -> dict[str, Any]:
        with self.database.reading() as session:
            (kept,) = list_runs(session, metric)
        return kept.result


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    home: Path = tmp_path_factory.mktemp("home")
    database = Database(engine_for_url(f"sqlite:///{home / 'demo.sqlite'}"))
    make_tables(database.engine)
    store = Store(home / "store")
    said: list[tuple[str, int, int]] = []
    outcome = load_demo(database, store, lambda *step: said.append(step))
    yield Loaded(database, store, outcome, said)
    database.close()


def test_every_layer_of_the_manifest_is_imported_with_its_origin(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        assert {layer.id for layer in list_layers(session)} == {layer.id for layer in DEMO.layers}
        for layer in DEMO.layers:
            version = resolve(session, layer.id)
            assert (version.kind, version.features) == (layer.kind, layer.features)
            assert version.description == layer.description
            assert version.title == layer.title


def test_chinese_is_read_and_everything_lies_in_and_around_wuhan(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        for layer in DEMO.layers:
            version = resolve(session, layer.id)
            west, south, east, north = version.bbox
            assert 113 < west < east < 115.4
            assert 29.7 < south < north < 31.5
            if holds_raster(version):  # its rows are classes, not invented features
                continue
            names = loaded.store.frame(version.sha256, columns=["name"])["name"]
            assert all("示例" in name for name in names) is layer.illustrative


def test_whoever_is_not_signed_in_sees_classes_of_sections(loaded: Loaded) -> None:
    with loaded.database.reading(SEEN_BY_ALL) as session:
        found = overview(session, loaded.store, None, dt.date(2025, 12, 31))
    graded = [one for one in found.states if one.grade]
    assert {one.section.name for one in graded} == {f"示例断面{name}" for name in "甲乙丙丁"}
    assert {one.section.target is None for one in graded} == {False}
    assert {one.before is None for one in graded} == {False}


def test_the_crossed_outline_is_repaired_and_reported(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        manifest = loaded.store.manifest(resolve(session, "sponge_zones").sha256)
    assert "geometry-repaired" in str(manifest)


def test_projects_are_resolved_to_clauses_and_features(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        projects = every_project(session)
        assert len(projects) >= 60
        for project in projects:
            assert clauses_of_project(session, project.code)
            linked = features_of_project(session, project.code)
            assert bool(linked) is project.code.startswith("XM-")
        count = {one: len(every_project(session, **{one: True})) for one in FLAGS}
        assert all(one > 1 for one in count.values()), count
        quarters = {one.reported_on for one in reports_of(session, "XM-002")}
        assert len(quarters) == 8
        assert warnings_of(session, get_project(session, "WH-008"))


def test_the_sponge_share_is_that_of_the_zone_whose_target_it_is(loaded: Loaded) -> None:
    result = loaded.run("sponge_coverage")
    total, target = result["total"], result["target"]
    parts = ("met_m2", "not_met_m2", "not_assessed_m2", "no_zone_m2")
    assert sum(total[part] for part in parts) == pytest.approx(total["built_up_m2"], rel=1e-9)
    assert all(total[part] > 0 for part in parts)
    assert total["overlap_removed_m2"] > 0
    assert target["id"] == "WEDZ-2023-T22"
    assert (target["met"], target["gap_m2"]) == (True, 0.0)
    assert target["jurisdiction"]["boundary"] == "economic_zone@1"
    towns = {row["key"][:2] for row in result["zones"]}
    assert towns == {"ZK", "JS", "SM"}, "Caidian town and Changfu are not of the zone"


def test_overlaps_of_zones_with_other_verdicts_are_few_and_listed(loaded: Loaded) -> None:
    ledger = loaded.run("sponge_coverage")["conflicts"]
    conflicts = [one for one in ledger if len(set(one["verdicts"])) == 2 and one["area_m2"] > 0]
    drawn = [one for one in conflicts if one["area_m2"] > 10_000]
    assert 4 <= len(drawn) <= 10
    assert all(one["area_m2"] > 10 for one in conflicts)
    assert {one["counted"] for one in conflicts} == {"not_met"}


def test_part_of_the_built_up_area_is_outside_every_sewage_service_area(loaded: Loaded) -> None:
    total = loaded.run("coverage")["total"]
    assert 0.7 < total["share"] < 0.99


def test_the_share_stays_what_it_was_before_other_layers_came(loaded: Loaded) -> None:
    total = loaded.run("sponge_coverage")["total"]
    assert total["share"] == pytest.approx(0.6695885565, abs=1e-9)
    assert total["built_up_m2"] == pytest.approx(92_383_137.773, abs=1e-2)


def test_surfaces_cover_the_zones_and_give_coefficients_of_a_town(loaded: Loaded) -> None:
    result = loaded.run("sponge_volume")
    total = result["total"]
    assert total["uncovered_m2"] < 0.0001 * total["area_m2"]
    assert total["surface_overlap_m2"] < 0.0001 * total["area_m2"]
    assert all(0.4 < zone["coefficient"] < 0.75 for zone in result["zones"])
    by_zone = {zone["key"]: zone for zone in result["zones"]}
    assert by_zone["ZK-13"]["deficit_m3"] > 0
    assert 0 < total["deficit_after_m3"] < total["deficit_m3"] < 0.5 * total["required_m3"]


def test_the_planned_zones_do_not_reach_the_line_of_2030(loaded: Loaded) -> None:
    result = loaded.run("sponge_what_if")
    reached = {row["year"]: row["reached"] for row in result["milestones"]}
    assert (reached[2026], reached[2027], reached[2030]) == ("yes", "yes", "no")
    assert result["total"]["planned_share"] == pytest.approx(0.790, abs=0.001)


def test_the_invented_rain_suffices_for_design_rainfall(loaded: Loaded) -> None:
    total = loaded.run("design_rainfall")["total"]
    assert (total["years"], total["missing_days"]) == (35, 0)
    assert 20 < total["depth_mm"] < 30


def test_hits_of_every_state_are_there_to_be_looked_at(loaded: Loaded) -> None:
    bans = loaded.run("bank_bans")["hits"]
    states = {hit["feature"]: hit["state"] for hit in bans}
    assert states["QY-01"] == "review"
    assert states["QY-02"] == "existed"
    assert states["QY-03"] == "date_unknown"
    assert states["QY-04"] == "other_change"
    assert not {"QY-06", "QY-09", "QY-11"} & set(states)  # too far, or no banned sector
    assert loaded.run("protected_zone_hits")["total"]["outfalls_1_2"] == 4


def test_one_direct_outfall_is_in_use_in_the_built_up_area(loaded: Loaded) -> None:
    total = loaded.run("outfall_direct")["total"]
    assert (total["direct"], total["closed"]) == (1, 1)


def test_the_invented_land_cover_gives_corridors_a_green_share(loaded: Loaded) -> None:
    result = loaded.run("corridor_green")
    assert result["total"]["corridors"] == 9
    assert result["total"]["no_data_m2"] < 0.02 * result["total"]["area_m2"]
    shares = {row["key"]: row["green_share"] for row in result["corridors"]}
    completed = ("LD-CJ-05", "LD-CJ-06", "LD-CJ-08", "LD-HJ-01")
    planned = ("LD-CJ-01", "LD-CJ-02", "LD-CJ-04")
    assert min(shares[key] for key in completed) > max(shares[key] for key in planned)


def test_building_projects_of_every_state_are_in_the_share_with_a_record(loaded: Loaded) -> None:
    result = loaded.run("sponge_projects")
    total = result["total"]
    target = result["target"]
    assert (target["id"], target["met"]) == ("WEDZ-2023-T23", None)
    assert (total["with_record"], total["not_compliant"], total["without_record"]) == (6, 0, 2)
    assert (total["before"], total["undated"], total["other"]) == (2, 1, 1)


def test_one_statement_waits_for_its_review_and_no_second_comes(loaded: Loaded) -> None:
    load_demo(loaded.database, loaded.store, lambda *step: None)
    with loaded.database.reading() as session:
        (statement,) = list_statements(session)
    assert (statement.metric, statement.state) == ("sponge_coverage", "submitted")


def test_a_hundred_targets_and_more_have_values_of_two_years_from_many_units(
    loaded: Loaded,
) -> None:
    with loaded.database.reading() as session:
        values, sets = values_of(session), set_values_of(session)
        public = {one.id for one in values_of(session, eyes=PUBLIC)}
    assert len({one.target_id for one in values}) > 100
    assert len({one.unit for one in values}) > 20
    assert {one.period[:4] for one in values} == {"2024", "2025"}
    assert {one.status for one in values} == {"draft", "reported", "approved"}
    assert {one.id for one in values if one.status == "approved"} == public
    assert all("示例" in (one.note or "") and "示例" in (one.source or "") for one in values)
    assert len(sets) > 5
    beside = [one for one in values if (one.target_id, one.period) == ("WEDZ-2023-T22", "2025")]
    assert [one.value for one in beside] == [51.2]


def test_progress_tells_of_every_stage_to_its_end(loaded: Loaded) -> None:
    last = {stage: (done, of) for stage, done, of in loaded.said}
    assert len(last) == 7
    assert all(done == of for done, of in last.values())


def test_loading_again_adds_nothing_and_keeps_what_people_changed(loaded: Loaded) -> None:
    with loaded.database.transaction() as session:
        project = session.get(Project, "XM-001")
        assert project is not None
        project.note = "已核对"
    again = load_demo(loaded.database, loaded.store, lambda *step: None)
    assert again == DemoLoad((), (), loaded.outcome.figures)
    with loaded.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Version)) == len(DEMO.layers)
        kept = session.get(Project, "XM-001")
        assert kept is not None
        assert kept.note == "已核对"


def test_an_interrupted_load_goes_on_where_it_stopped(loaded: Loaded, tmp_path: Path) -> None:
    database = Database(engine_for_url(f"sqlite:///{tmp_path / 'half.sqlite'}"))
    make_tables(database.engine)
    reached: list[str] = []

    def stop(stage: str, done: int, total: int) -> None:
        reached.append(stage)
        if len(reached) == 2:
            raise KeyboardInterrupt

    store = Store(tmp_path / "store")
    with pytest.raises(KeyboardInterrupt):
        load_demo(database, store, stop)
    first = [layer.id for layer in DEMO.layers[:1]]
    with database.reading() as session:
        assert sorted(layer.id for layer in list_layers(session)) == sorted(first)
        assert get_layer(session, first[0]).live_version == 1
        assert session.scalar(select(func.count()).select_from(Project)) == 0
    database.close()


def test_the_manifest_lies_where_it_is_looked_for() -> None:
    assert (DEMO_FOLDER / "manifest.toml").is_file()


def test_loading_again_makes_no_statement_of_a_figure_of_the_office(loaded: Loaded) -> None:
    inputs = {"zones": "sponge_zones", "built_up": "built_up_area"}
    own = run_metric(loaded.database, loaded.store, "sponge_coverage", inputs, {"cell_m": 20.0})
    load_demo(loaded.database, loaded.store, lambda *_step: None)
    with loaded.database.reading() as session:
        assert own.id not in {one.run_id for one in list_statements(session)}
