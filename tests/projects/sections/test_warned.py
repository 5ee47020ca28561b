"""Readings of a year become warnings; nothing of a layer that is not public goes with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor
from layers.catalogue import Description
from layers.storage.store import Store
from layers.system.database import Database
from layers.system.row_access import PUBLIC
from projects.metrics.hits.hits import decide, hits_of
from projects.metrics.run import run_metric
from projects.sections.warned import kept_inputs, section_layers, warned_layers
from projects.sheets import get_sheet
from projects.water.batches import take_in, withdraw
from projects.water.correcting import correct
from projects.water.kept import list_batches
from projects.water.readings import Asked
from tests.imported import import_file

pytestmark = pytest.mark.slow

LI = Actor("li", "test")
HEAD = "断面名称,监测时间,氨氮(mg/L),总磷(mg/L)"


@pytest.fixture
def places(database: Database, store: Store, tmp_path: Path) -> None:
    for layer, key, name, secrecy in (
        ("open", "A", "甲", "public"), ("shut", "S", "密", "restricted"),
    ):  # fmt: skip
        feature = {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [114.0, 30.5]},
            "properties": {"code": key, "name": name, "target_class": "III"},
        }
        path = tmp_path / f"{layer}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
        import_file(
            database, store, path, layer_id=layer, kind="monitoring_section",
            title=Text(layer, layer), key="code", crs="EPSG:4490", accept=("crs-missing",),
            description=Description(source="试验", secrecy=secrecy),
        )  # fmt: skip


def take(database: Database, store: Store, path: Path, *rows: str) -> int:
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    with database.transaction() as session:
        return take_in(session, store, path, Asked(), LI).batch.id


@pytest.mark.usefixtures("places")
def test_a_year_is_looked_at_decided_on_and_looked_at_again(
    database: Database, store: Store, tmp_path: Path
) -> None:
    days = [f"甲,2024-03-{day:02d},{0.2 + day % 3 / 100:.2f},0.1" for day in range(1, 31)]
    days[14] = "甲,2024-03-15,5.00,0.1"
    take(database, store, tmp_path / "open.csv", *days)
    take(database, store, tmp_path / "shut.csv", "密,2024-03-05,0.9,0.09")

    def look() -> int:
        with database.transaction() as session:
            inputs = kept_inputs(session, store, "open", 2024, LI)
        return run_metric(database, store, "section_warnings", inputs, {"year": 2024.0}, by=LI).id

    first = look()
    with database.transaction() as session:
        assert section_layers(session) == ["open", "shut"]
        found = {one.layer: one for one in warned_layers(session, 2024)}
        assert (found["open"].hits, found["open"].still_open) == (2, 2)
        assert found["shut"].run is None
        run = found["open"].run
        assert run is not None
        assert [hit.row["sort"] for hit in hits_of(session, run)] == ["constant", "jump"]
        decide(session, run, "1", "justified", "仪器恒定，已核对", LI)
        for sheet in ("section-months-2024", "odd-readings-2024"):
            assert {row["section"] for row in get_sheet(session, sheet).rows} == {"A"}
        correct(session, store, "甲", "2024-03-15", "NH3-N", 0.21, "抄错", LI)
    assert look() != first
    with database.reading() as session:
        (again, _) = warned_layers(session, 2024)
        assert (again.hits, again.still_open) == (1, 0)
    with database.transaction() as session, pytest.raises(EcoAtlasError) as caught:
        kept_inputs(session, store, "open", 2023, LI)
    assert caught.value.code == "water-year-empty"


@pytest.mark.usefixtures("places")
def test_a_batch_of_a_hidden_layer_is_not_listed_once_it_is_taken_back(
    database: Database, store: Store, tmp_path: Path
) -> None:
    own = take(database, store, tmp_path / "open.csv", "甲,2024-03-05,0.1,0.1")
    hidden = take(database, store, tmp_path / "shut.csv", "密,2024-03-05,0.1,0.1")
    with database.transaction() as session:
        for batch in (own, hidden):
            withdraw(session, store, batch, "送错了", LI)
        assert {one.id for one in list_batches(session)} == {own, hidden}
    with database.reading(PUBLIC) as session:
        assert [one.id for one in list_batches(session)] == [own]
