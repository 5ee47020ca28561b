"""The one way to the live version: whoever comes by it, the old one is live or the new whole."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit.tables import AuditEntry
from layers.catalogue import Description, VersionRef, resolve, versions
from layers.reading.files import ReadLayer
from layers.reading.report import CheckReport
from layers.storage.feature_table import FeatureTable
from layers.storage.integrity import is_whole
from layers.storage.store import Store
from layers.system.database import Database, engine_for_url
from layers.system.row_access import Sight
from layers.versions import publishing
from layers.versions.editing import Edit, edit_feature
from layers.versions.importing import Wanted, import_layer
from layers.versions.publishing import Publishing
from layers.versions.rollback import rollback
from tests.forks import code_of

pytestmark = pytest.mark.slow

INTERNAL = Sight(frozenset({"public", "internal"}))
Way = Callable[[Publishing], object]
KILLED = 9


def taken(frame: gpd.GeoDataFrame, folder: Path, name: str, secrecy: str = "internal") -> Way:
    """An import of the zones with another name for the first."""
    frame, original = frame.copy(), folder / "zones.geojson"
    frame.loc[0, "name"] = name
    original.write_text("{}")
    read = ReadLayer(FeatureTable.of(frame), "code", CheckReport("zones.geojson"), {})
    wanted = Wanted("zones", "sponge_zone", description=Description(secrecy=secrecy))
    return lambda terms: import_layer(terms, read, original, wanted)


def edited(base: int, name: str) -> Way:
    edit = Edit("zones", base, "P0", {"name": name}, "现场核实")
    return lambda terms: edit_feature(terms, edit)


def live(database: Database) -> VersionRef:
    with database.reading() as session:
        return resolve(session, "zones")


def actions(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)))


@pytest.fixture
def two(database: Database, store: Store, tmp_path: Path, zones: gpd.GeoDataFrame) -> Database:
    """Two versions, “一” and “二”; the second is live."""
    for name in ("一", "二"):
        taken(zones, tmp_path, name)(Publishing(database, store))
    return database


def all_ways(zones: gpd.GeoDataFrame, folder: Path) -> dict[str, Way]:
    return {
        "layer-imported": taken(zones, folder, "三"),
        "layer-edited": edited(2, "三"),
        "layer-rolled-back": lambda terms: rollback(terms, "zones", 1),
    }


@pytest.fixture
def ways(tmp_path: Path, zones: gpd.GeoDataFrame) -> dict[str, Way]:
    return all_ways(zones, tmp_path)


def die(step: str, way: str, url: str, folder: str, frame: str) -> None:
    """In a process of its own: go this way over the same office, and end at this step."""
    setattr(publishing, step, lambda *_args, **_named: os._exit(KILLED))
    database, store = Database(engine_for_url(url)), Store(folder)
    tiles = publishing.tiles_at_once(database, store)
    found = all_ways(gpd.read_parquet(frame), Path(frame).parent)[way]
    found(Publishing(database, store, tiles=tiles))
    os._exit(0)


@pytest.mark.parametrize("way", ["layer-imported", "layer-edited", "layer-rolled-back"])
@pytest.mark.parametrize("step", ["write_data", "record", "ensure_tiles"])
def test_a_process_that_is_killed_leaves_the_old_or_the_new_version_whole(
    two: Database,
    store: Store,
    zones: gpd.GeoDataFrame,
    tmp_path: Path,
    ways: dict[str, Way],
    way: str,
    step: str,
) -> None:
    zones.to_parquet(tmp_path / "zones.parquet")
    before, log = live(two), actions(two)
    url = two.engine.url.render_as_string(hide_password=False)
    two.engine.dispose()
    assert store.local is not None
    stores_nothing = (way, step) == ("layer-rolled-back", "write_data")
    done = code_of(die, step, way, url, str(store.local), str(tmp_path / "zones.parquet"))
    assert done == (0 if stores_nothing else KILLED)
    again = Store(store.local)
    now = live(two)
    assert is_whole(again, now.sha256)
    if step == "ensure_tiles" or stores_nothing:
        assert (now.sha256 != before.sha256, actions(two)) == (True, [*log, way])
    else:
        assert (now.sha256, actions(two)) == (before.sha256, log)
        # The same again goes through, and makes the next version.
        ways[way](Publishing(two, again))
        assert actions(two) == [*log, way]


@pytest.mark.parametrize("way", ["layer-imported", "layer-edited", "layer-rolled-back"])
def test_each_way_asks_the_same_and_tells_the_same(
    two: Database, store: Store, ways: dict[str, Way], way: str
) -> None:
    heard: list[Any] = []

    def refuse(_session: Session) -> None:
        raise EcoAtlasError(publishing.catalogue.UNKNOWN_LAYER, layer="before")

    with pytest.raises(EcoAtlasError, match="before"):
        ways[way](Publishing(two, store, before=refuse))
    assert live(two).number == 2
    ways[way](
        Publishing(
            two,
            store,
            before=lambda _session: heard.append("before"),
            before_live=lambda _session, layer, _version: heard.append(layer.live_version),
            after=lambda _session, version: heard.append(version.number),
            tiles=lambda ref: heard.append(ref.label),
            progress=lambda step, done, _total: heard.append((step, done)),
        )
    )
    new = live(two)
    assert new.number != 2
    kept = [one for one in heard if not isinstance(one, tuple) or one[0] == "live"]
    assert kept == [("live", 0), "before", 2, new.number, ("live", 1), new.label]


def test_a_version_gets_its_number_among_those_that_its_maker_does_not_see(
    two: Database, store: Store, tmp_path: Path, zones: gpd.GeoDataFrame
) -> None:
    """A third, restricted version was given up again; an editor sees the first two."""
    whole = Publishing(two, store, accept=("secrecy-would-drop",))
    taken(zones, tmp_path, "密", "restricted")(whole)
    rollback(whole, "zones", 2)
    editor = Publishing(two.seen_by(INTERNAL), store)
    edited(2, "三")(editor)
    taken(zones, tmp_path, "四")(editor)
    with two.reading() as session:
        assert [ref.number for ref in versions(session, "zones")] == [5, 4, 3, 2, 1]
    assert live(two.seen_by(INTERNAL)).number == 5


def test_what_is_not_seen_is_not_there(
    two: Database, store: Store, tmp_path: Path, zones: gpd.GeoDataFrame, ways: dict[str, Way]
) -> None:
    taken(zones, tmp_path, "密", "restricted")(Publishing(two, store))
    editor = Publishing(two.seen_by(INTERNAL), store)
    for way in (ways["layer-imported"], edited(3, "三"), ways["layer-rolled-back"]):
        with pytest.raises(EcoAtlasError, match="unknown-layer"):
            way(editor)
    assert live(two).number == 3


def test_an_edit_back_to_an_earlier_content_cannot_lower_the_grade_unnoticed(
    database: Database, store: Store, tmp_path: Path, zones: gpd.GeoDataFrame
) -> None:
    """It is that version again, with the grade that version has."""
    terms = Publishing(database, store)
    taken(zones, tmp_path, "一", "public")(terms)
    taken(zones, tmp_path, "二", "restricted")(terms)
    with pytest.raises(EcoAtlasError, match="secrecy-would-drop"):
        edited(2, "一")(terms)
    assert live(database).secrecy == "restricted"
