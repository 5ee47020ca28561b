"""What is remembered of how the file of a live version was read."""

from __future__ import annotations

from typing import Any

from layers.catalogue import Layer, Version
from layers.system.database import Database
from layers.versions.manifest import read_as

SHAPEFILE: dict[str, Any] = {
    "crs": {"used": 4526, "shifted": None},
    "encoding": {"used": "GB18030"},
    "mapping": {"code": "编号", "district": ""},
}
RASTER: dict[str, Any] = {"crs": {"used": 4547}, "mapping": {}}


def test_the_live_version_tells_how_its_file_was_read(any_database: Database) -> None:
    with any_database.transaction() as session:
        for layer, decided in (("rivers", SHAPEFILE), ("cover", RASTER), ("edited", None)):
            keep(session, layer, 1, {"crs": {"used": 4490}})
            keep(session, layer, 2, decided)
    with any_database.reading() as session:
        found = read_as(session)
    assert found == {
        "rivers": {
            "crs": "EPSG:4526",
            "shifted": None,
            "encoding": "GB18030",
            "mapping": {"code": "编号", "district": ""},
        },
        "cover": {"crs": "EPSG:4547", "shifted": None, "encoding": None, "mapping": {}},
    }


def keep(session: Any, layer: str, number: int, decided: dict[str, Any] | None) -> None:
    kept = session.get(Layer, layer) or Layer(
        id=layer, kind="river", key_field="code", title_zh=layer, title_en=layer
    )
    session.add(kept)
    session.flush()
    manifest = {} if decided is None else {"decisions": decided}
    session.add(
        Version(
            layer_id=layer,
            number=number,
            sha256=f"{layer}{number}",
            features=1,
            bbox=[0, 0, 1, 1],
            crs="EPSG:4490",
            secrecy="public",
            manifest=manifest,
        )
    )
    session.flush()
    kept.live_version = number
