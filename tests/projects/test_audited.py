"""What people do to records, layers and figures stands in the audit log, and only what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from geo.errors import EcoAtlasError
from layers.audit import Actor, AuditEntry, AuditQuery, record, search_entries, verify
from layers.catalogue import VersionRef
from layers.export.writing import export
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.run import run_metric
from projects.records.changes import records
from projects.records.files.exporting import export_projects
from projects.records.files.importing import import_projects
from tests.imported import import_file

pytestmark = pytest.mark.slow

LI = Actor("li", "10.0.0.3")
CLAUSE = "WEDZ-2023-09-03"
AddLayer = Callable[..., VersionRef]
Told = list[tuple[str, str | None, dict[str, Any]]]


def told(database: Database, skip: int = 0) -> Told:
    """What the log says, the earliest first; all of it was li, and the chain holds."""
    with database.reading() as session:
        found: Sequence[AuditEntry] = search_entries(session, AuditQuery(), limit=100)[0]
        assert {entry.actor for entry in found} <= {"li"}
        assert verify(session).ok
        said = [(entry.action, entry.subject, entry.details) for entry in reversed(found)]
    return said[skip:]


@pytest.fixture
def zones(database: Database, add_layer: AddLayer) -> VersionRef:
    return add_layer(database, "zones", "sponge_zone", squares(3))


def squares(count: int) -> gpd.GeoDataFrame:
    codes = [f"P{number}" for number in range(count)]
    boxes = [shapely.box(114.2 + n / 100, 30.4, 114.21 + n / 100, 30.41) for n in range(count)]
    return gpd.GeoDataFrame(
        {"code": codes, "name": codes, "verdict": "met"}, geometry=boxes, crs=4490
    )


def test_a_change_keeps_the_fields_that_differ_before_and_after(
    database: Database, zones: VersionRef, store: Store
) -> None:
    with database.transaction() as session:
        given = {"code": "A", "name": "甲", "status": "在建", "start_date": "2024-01-01"}
        records.add_project(session, given, by=LI)
        changed = {"status": "停工", "name": "甲", "other_item_ids": [CLAUSE], "start_date": ""}
        records.update_project(session, "A", changed, by=LI)
        records.update_project(session, "A", {"name": "甲"}, by=LI)
        records.link(session, "A", "zones", ["P0", "P2"], store=store, by=LI)
        records.link(session, "A", "zones", ["P0"], store=store, by=LI)
        records.unlink(session, "A", "zones", ["P0", "P9"], by=LI)
        records.unlink(session, "A", "zones", ["P9"], by=LI)
    new = {"code": "A", "name": "甲", "status": "building", "start_date": "2024-01-01"}
    assert told(database) == [
        ("project-added", "A", {"after": new}),
        (
            "project-changed",
            "A",
            {
                "before": {"status": "building", "other_item_ids": [], "start_date": "2024-01-01"},
                "after": {"status": "stopped", "other_item_ids": [CLAUSE], "start_date": None},
            },
        ),
        ("project-linked", "A", {"layer": "zones", "features": 2, "keys": ["P0", "P2"]}),
        ("project-unlinked", "A", {"layer": "zones", "features": 1, "keys": ["P0"]}),
    ]


def test_a_refused_change_leaves_no_entry(database: Database) -> None:
    for values in ({"code": "A"}, {"code": "A", "name": "甲", "status": "fertig"}):
        with database.transaction() as session, pytest.raises(EcoAtlasError):
            records.add_project(session, values, by=LI)
    assert told(database) == []


def test_a_spreadsheet_has_an_entry_for_each_project_that_it_changes(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    with database.transaction() as session:
        for code in ("A", "B", "C"):
            given = {"code": code, "name": code, "status": "在建", "note": "旧"}
            records.add_project(session, given, by=LI)
        export_projects(session, path, by=LI)
        records.update_project(session, "B", {"note": "新"}, by=LI)
        session.delete(records.get_project(session, "C"))
    with database.transaction() as session:
        import_projects(session, path, name="台账.xlsx", by=LI)
    assert told(database, skip=3)[0] == ("projects-exported", "out.xlsx", {"count": 3})
    changed, added, summary = told(database)[-3:]
    sides = {"before": {"note": "新"}, "after": {"note": "旧"}}
    assert changed == ("project-changed", "B", {**sides, "file": "台账.xlsx"})
    assert (added[0], added[1], added[2]["file"]) == ("project-added", "C", "台账.xlsx")
    counts = {"added": 1, "changed": 1, "unchanged": 1}
    assert summary == ("projects-imported", "台账.xlsx", counts)


def test_imports_and_exports_name_version_content_and_file(
    database: Database, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "分区.geojson"
    squares(3).to_file(path)
    for _ in range(2):
        result = import_file(
            database, store, path, layer_id="zones", kind="sponge_zone", key="code",
            crs="EPSG:4490", accept=("crs-missing",), by=LI, with_tiles=False,
        )  # fmt: skip
    export(database, store, "zones", "xlsx", tmp_path / "x.xlsx", by=LI)
    about = {"sha256": result.sha256, "secrecy": "internal"}
    imported = {**about, "features": 3, "file": "分区.geojson"}
    first, again, taken = told(database)
    assert first == ("layer-imported", "zones@1", {**imported, "created": True})
    assert again == ("layer-imported", "zones@1", {**imported, "created": False})
    assert taken[:2] == ("layer-exported", "zones@1")
    assert taken[2].items() >= {**about, "format": "xlsx"}.items()


def test_a_figure_has_one_entry_however_often_it_is_asked_for(
    database: Database, store: Store, zones: VersionRef, add_layer: AddLayer
) -> None:
    add_layer(database, "cover", "built_up_area", squares(2))
    inputs = {"zones": "zones", "cover": "cover@1"}
    first = run_metric(database, store, "coverage", inputs, by=LI)
    again = run_metric(database, store, "coverage", inputs, by=LI)
    assert (first.reused, again.reused, first.by) == (False, True, "li")
    ((action, subject, details),) = told(database)
    assert (action, subject) == ("metric-run", f"coverage#{first.id}")
    assert details["versions"] == {"zones": "zones@1", "cover": "cover@1"}


def test_an_import_that_fails_at_the_end_leaves_neither_version_nor_entry(
    database: Database, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from layers.versions import publishing

    def fail(*arguments: Any, **named: Any) -> None:
        record(*arguments, **named)
        raise KeyboardInterrupt

    path = tmp_path / "zones.geojson"
    squares(3).to_file(path)
    monkeypatch.setattr(publishing, "record", fail)
    with pytest.raises(KeyboardInterrupt):
        import_file(
            database, store, path, layer_id="zones", kind="sponge_zone", key="code",
            crs="EPSG:4490", accept=("crs-missing",), by=LI, with_tiles=False,
        )  # fmt: skip
    assert told(database) == []
    with database.reading() as session, pytest.raises(EcoAtlasError):
        records.resolve(session, "zones")
