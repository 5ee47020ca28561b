"""Alterations of a statement as GeoPackage: each is found, or the file is a copy saved again."""

from __future__ import annotations

import sqlite3
import struct
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.projects.statements.altering import Alter, Alteration, Exported

pytestmark = pytest.mark.slow

ALTERED, AGAIN = "altered", "saved-again"
NOW = "strftime('%Y-%m-%dT%H:%M:%fZ','now')"


def opened(change: Callable[[sqlite3.Connection], object]) -> Alter:
    """A change of the database; triggers of the index want functions that SQLite has not."""

    def alter(content: bytes) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "x.gpkg")
            path.write_bytes(content)
            with closing(sqlite3.connect(path)) as database:
                kept = list(database.execute("SELECT name, sql FROM sqlite_master WHERE type = "
                                             "'trigger' AND tbl_name = 'zones'"))  # fmt: skip
                for name, _ in kept:
                    database.execute(f'DROP TRIGGER "{name}"')
                change(database)
                for _, said in kept:
                    database.execute(said)
                database.commit()
            return path.read_bytes()

    return alter


def sql(*said: str) -> Alter:
    return opened(lambda database: [database.execute(one) for one in said])


def shape(at: int, value: bytes) -> Alter:
    """Some bytes of the first shape."""

    def change(database: sqlite3.Connection) -> None:
        ((blob,),) = database.execute("SELECT geom FROM zones WHERE fid = 1").fetchall()
        written = blob[:at] + value + blob[at + len(value) :]
        database.execute("UPDATE zones SET geom = ? WHERE fid = 1", (written,))

    return opened(change)


LAYER = (
    "CREATE TABLE falsch (fid INTEGER PRIMARY KEY, met_m2 REAL)",
    "INSERT INTO falsch VALUES (1, 9e9)",
)
LISTED = f"INSERT INTO gpkg_contents VALUES ('falsch','attributes','f','',{NOW},0,0,0,0,0)"
CASES = (
    Alteration("figure", sql("UPDATE zones SET met_m2 = 1 WHERE key = 'P2'"), ALTERED, "P2"),
    Alteration("eleventh digit",
               sql("UPDATE zones SET met_m2 = met_m2 * 1.00000000001 WHERE key = 'P0'"), ALTERED,
               "met_m2"),
    Alteration("text", sql("UPDATE zones SET name = '戊区' WHERE key = 'P1'"), ALTERED, "戊区"),
    Alteration("key", sql("UPDATE zones SET key = 'P7' WHERE key = 'P1'"), ALTERED, "P7"),
    Alteration("row taken out", sql("DELETE FROM zones WHERE key = 'P3'"), ALTERED, "P3"),
    Alteration("row put in", sql("INSERT INTO zones (key) VALUES ('P9')"), ALTERED, "P9"),
    Alteration("rows exchanged",
               sql("UPDATE zones SET fid = 90 WHERE key = 'P0'"), ALTERED, "P1 → P0"),
    Alteration("vertex moved", shape(80, struct.pack("<d", 114.2001)), ALTERED, "geom"),
    Alteration("shape taken out", sql("UPDATE zones SET geom = NULL WHERE fid = 2"), ALTERED,
               "geom"),
    Alteration("what is said", sql("UPDATE statement SET value = '已签署' WHERE item = '办理状态'"),
               ALTERED, "已签署"),
    Alteration("content inside",
               sql("UPDATE ecoatlas_envelope SET text = replace(text, '532852', '632852')"),
               ALTERED, "文件内嵌内容"),
    Alteration("reference system of the layer",
               sql("UPDATE gpkg_contents SET srs_id = 0 WHERE table_name = 'zones'"), ALTERED,
               "gpkg_contents zones.srs_id"),
    Alteration("reference system of the shapes",
               sql("UPDATE gpkg_geometry_columns SET srs_id = 4326"), ALTERED,
               "gpkg_geometry_columns zones.srs_id"),
    Alteration("reference system of one shape", shape(4, struct.pack("<i", 4326)), ALTERED,
               "@4326"),
    Alteration("definition of the reference system",
               sql("UPDATE gpkg_spatial_ref_sys SET definition = replace(definition, '6378137', "
                   "'6378000') WHERE srs_id = 4490"), ALTERED, "4490.definition"),
    Alteration("name of the reference system",
               sql("UPDATE gpkg_spatial_ref_sys SET srs_name = 'WGS 84' WHERE srs_id = 4490"),
               ALTERED, "WGS 84"),
    Alteration("bounds", sql("UPDATE gpkg_contents SET max_x = 120 WHERE table_name = 'zones'"),
               ALTERED, "max_x"),
    Alteration("title", sql("UPDATE gpkg_contents SET identifier = '已审定' WHERE "
                            "table_name = 'zones'"), ALTERED, "已审定"),
    Alteration("description", sql("UPDATE gpkg_contents SET description = '终稿' WHERE "
                                  "table_name = 'zones'"), ALTERED, "终稿"),
    Alteration("trigger that deletes",
               sql("CREATE TRIGGER gone AFTER UPDATE ON statement BEGIN DELETE FROM zones; END"),
               AGAIN, "触发器、视图或索引：gone"),
    Alteration("trigger taken out", lambda content: dropped(content), AGAIN, "触发器"),
    Alteration("view", sql("CREATE VIEW falsch AS SELECT 9e9 AS met_m2"), AGAIN, "falsch"),
    Alteration("index", sql("CREATE INDEX falsch ON zones (key)"), AGAIN, "falsch"),
    Alteration("layer beside", sql(*LAYER, LISTED), ALTERED, "falsch"),
    Alteration("table that is not listed", sql(*LAYER), ALTERED, "falsch"),
    Alteration("column beside", sql("ALTER TABLE zones ADD COLUMN met2 REAL DEFAULT 9e9"), ALTERED,
               "met2"),
    Alteration("empty column", sql("ALTER TABLE zones ADD COLUMN remark TEXT"), AGAIN,
               "表的定义：zones"),
    Alteration("number as text",
               sql("UPDATE zones SET met_m2 = '0 m²' WHERE key = 'P2'"), ALTERED, "0 m²"),
    Alteration("figure emptied", sql("UPDATE zones SET met_m2 = NULL WHERE key = 'P0'"), ALTERED,
               "P0"),
    Alteration("index that finds nothing", sql("DELETE FROM rtree_zones_geom"), ALTERED,
               "rtree_zones_geom"),
    Alteration("number of features", sql("UPDATE gpkg_ogr_contents SET feature_count = 9 WHERE "
                                         "table_name = 'zones'"), ALTERED, "feature_count"),
    Alteration("kind of shapes",
               sql("UPDATE gpkg_geometry_columns SET geometry_type_name = 'POINT'"), ALTERED,
               "geometry_type_name"),
    Alteration("extension",
               sql("INSERT INTO gpkg_extensions VALUES ('zones', NULL, 'x', 'y', 'read-write')"),
               ALTERED, "gpkg_extensions"),
    Alteration("style of a layer",
               sql("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleQML TEXT)",
                   "INSERT INTO layer_styles VALUES (1, '<qgis/>')"), ALTERED, "layer_styles"),
    Alteration("packed anew", opened(lambda d: d.commit() or d.execute("VACUUM")), AGAIN,
               "内部构造"),
    Alteration("bytes behind it", lambda content: content + b"\0" * 4096, AGAIN, "内部构造"),
    Alteration("moment of the last change",
               sql(f"UPDATE gpkg_contents SET last_change = {NOW}"), AGAIN, "内部构造"),
)  # fmt: skip


def dropped(content: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.gpkg")
        path.write_bytes(content)
        with closing(sqlite3.connect(path)) as database:
            names = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in names.fetchall():
                database.execute(f'DROP TRIGGER "{name}"')
            database.commit()
        return path.read_bytes()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_alteration_is_found_or_graded(altered: Exported, case: Alteration) -> None:
    altered.hold(case, "gpkg")
