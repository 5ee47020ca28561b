"""Who answers for a feature that no project is built on: those of the zone that it lies in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
from openpyxl import load_workbook
from shapely.geometry import Point, box
from sqlalchemy import event

from layers.catalogue import VersionRef, resolve
from layers.export.selection import Selection
from layers.export.writing import export
from layers.storage.store import Store
from layers.system.database import Database
from projects.records.changes.records import add_project, link
from projects.records.queries.responsible import responsible_for, units_beside, units_of


def test_a_feature_without_a_project_is_of_the_unit_of_its_zone(
    database: Database, store: Store, add_layer: Callable[..., Any], tmp_path: Path
) -> None:
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    names = {"code": ["Z1", "Z2"], "name": ["甲区", "乙区"], "verdict": ["met", "met"]}
    shapes = [box(114.0, 30.0, 114.1, 30.1), box(114.1, 30.0, 114.2, 30.1)]
    add_layer(database, "zones", "sponge_zone", gpd.GeoDataFrame(names, geometry=shapes, crs=4490))
    points = [Point(114.05, 30.05), Point(114.15, 30.05), Point(115, 31)]
    plants = {"code": ["P1", "P2", "P3"], "name": ["甲厂", "乙厂", "丙厂"]}
    add_layer(
        database, "plants", "sewage_plant", gpd.GeoDataFrame(plants, geometry=points, crs=4490)
    )
    with database.transaction() as session:
        for code, unit, layer, key in (
            ("A", "区住建局", "zones", "Z1"),
            ("B", "区水务湖泊局", "plants", "P2"),
        ):
            values = {"code": code, "name": code, "status": "在建", "lead_unit": unit}
            add_project(session, values)
            link(session, code, layer, [key], store=store)
        ref = resolve(session, "plants")
        answers = responsible_for(session, store, ref, ["P1", "P2", "P3"])
        found = {key: [(one.unit, one.through.zh) for one in some] for key, some in answers.items()}
        asked.clear()
        many = units_of(session, store, ref, ["P1", "P2", "P3"])
    assert many == {"P1": ("区住建局",), "P2": ("区水务湖泊局",)}
    assert len(asked) <= 2
    assert found["P2"] == [("区水务湖泊局", "项目 B")]
    assert found["P1"][0][0] == "区住建局"
    assert "Z1" in found["P1"][0][1]
    assert "P3" not in found
    _taken_along(database, store, ref, tmp_path)


def _taken_along(database: Database, store: Store, ref: VersionRef, folder: Path) -> None:
    """A file has the units as a column where that is asked for, in every format."""
    beside = units_beside(database, store, ref)
    for name in ("gpkg", "geojson", "shp"):
        suffix = "zip" if name == "shp" else name
        told = folder / f"with-{name}.{suffix}"
        export(database, store, ref, name, told, beside=beside)
        frame = gpd.read_file(told)
        column = "RESP_UNIT" if name == "shp" else "responsible_unit"
        units = dict(zip(frame["code" if "code" in frame else "CODE"], frame[column], strict=True))
        assert (units["P1"], units["P2"]) == ("区住建局", "区水务湖泊局")
        assert units["P3"] in (None, "") or units["P3"] != units["P3"]
    book = folder / "with.xlsx"
    chosen = Selection(["P2", "P3"], "示例")
    export(database, store, ref, "xlsx", book, beside=beside, chosen=chosen)
    head, *rows = load_workbook(book).worksheets[0].iter_rows(values_only=True)
    assert [row[head.index("责任单位")] for row in rows] == ["区水务湖泊局", None]
    plain = folder / "plain.geojson"
    export(database, store, ref, "geojson", plain)
    assert "responsible_unit" not in plain.read_text(encoding="utf-8")


def test_what_lies_in_no_zone_is_of_the_unit_of_the_nearest_section_of_its_water(
    database: Database, store: Store, add_layer: Callable[..., Any]
) -> None:
    sections = {"code": ["S1", "S2", "S3"], "name": ["上", "下", "别"],
                "river": ["通顺河", "通顺河", "东荆河"]}  # fmt: skip
    places = [Point(114.0, 30.0), Point(114.5, 30.0), Point(114.31, 30.0)]
    add_layer(database, "sections", "monitoring_section",
              gpd.GeoDataFrame(sections, geometry=places, crs=4490))  # fmt: skip
    outfalls = {"code": ["O1", "O2"], "name": ["甲口", "乙口"], "receiving_water": ["通顺河", None]}
    shapes = [Point(114.3, 30.0), Point(114.3, 30.1)]
    add_layer(
        database, "outfalls", "outfall", gpd.GeoDataFrame(outfalls, geometry=shapes, crs=4490)
    )
    with database.transaction() as session:
        for code, unit, key in (("A", "区住建局", "S1"), ("B", "区水务湖泊局", "S3")):
            values = {"code": code, "name": code, "status": "在建", "lead_unit": unit}
            add_project(session, values)
            link(session, code, "sections", [key], store=store)
        ref = resolve(session, "outfalls")
        answers = responsible_for(session, store, ref, ["O1", "O2"])
        assert list(answers) == ["O1"]
        (found,) = answers["O1"]
        assert (found.unit, "S1" in found.through.zh) == ("区住建局", True)
        add_project(session, {"code": "C", "name": "C", "status": "在建", "lead_unit": "区发改局"})
        link(session, "C", "sections", ["S2"], store=store)
        (nearer,) = responsible_for(session, store, ref, ["O1"])["O1"]
        assert nearer.unit == "区发改局"
