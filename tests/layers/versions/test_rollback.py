"""Making an earlier version live again: who sees the layer changes only when somebody said so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.audit.tables import AuditEntry
from layers.catalogue import Description, Layer, Version, VersionRef, resolve, versions
from layers.reading.files import ReadLayer
from layers.reading.report import CheckReport
from layers.storage.feature_table import FeatureTable
from layers.storage.store import Store
from layers.system.database import Database
from layers.system.row_access import PUBLIC, Sight
from layers.versions.importing import ImportResult
from tests.imported import import_layer, rollback

pytestmark = pytest.mark.slow

LI = Actor("li", "10.0.0.7")
Bring = Callable[..., ImportResult]


@pytest.fixture
def bring(database: Database, store: Store, tmp_path: Path, zones: gpd.GeoDataFrame) -> Bring:
    """Import the zones with another name for the first; the same name is the same content."""
    original = tmp_path / "zones.geojson"
    original.write_text("{}")

    def do(name: str, secrecy: str = "internal", **options: Any) -> ImportResult:
        frame = zones.copy()
        frame.loc[0, "name"] = name
        accepted = frozenset(options.pop("accept", ()))
        read = ReadLayer(
            FeatureTable.of(frame), "code", CheckReport("zones.geojson", accepted=accepted), {}
        )
        return import_layer(
            database, store, read, original=original, layer_id="zones", kind="sponge_zone",
            description=Description(secrecy=secrecy), with_tiles=False, **options,
        )  # fmt: skip

    return do


def live(database: Database) -> VersionRef:
    with database.reading() as session:
        return resolve(session, "zones")


def told(database: Database) -> list[tuple[str, str | None, Any]]:
    """Who, what and details of the entries about it."""
    with database.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "layer-rolled-back")
        return [(one.actor, one.subject, one.details) for one in session.scalars(query)]


def test_an_earlier_version_is_live_again_and_nothing_is_copied(
    database: Database, bring: Bring
) -> None:
    first, _second = bring("一"), bring("二")
    done = rollback(database, "zones", 1, LI)
    assert (done.changed, done.previous, done.version.live) == (True, 2, True)
    assert live(database).sha256 == first.sha256
    with database.reading() as session:
        assert [ref.number for ref in versions(session, "zones")] == [2, 1]
    ((who, subject, details),) = told(database)
    assert (who, subject, details["from"], details["to"]) == ("li", "zones@1", 2, 1)


def test_the_live_version_stays_live_and_nothing_is_recorded(
    database: Database, bring: Bring
) -> None:
    bring("一")

    def never(_session: Session, _layer: Layer, _version: Version) -> None:
        raise AssertionError("nothing goes live")

    assert not rollback(database, "zones", 1, LI, before_live=never).changed
    assert told(database) == []


@pytest.mark.parametrize(
    ("layer", "number", "code"),
    [
        ("nothing", 1, "unknown-layer"),
        ("zones", 9, "unknown-version"),
        ("zones", 0, "unknown-version"),
    ],
)
def test_what_is_not_there_cannot_be_made_live(
    database: Database, bring: Bring, layer: str, number: int, code: str
) -> None:
    bring("一")
    with pytest.raises(EcoAtlasError, match=code):
        rollback(database, layer, number)


@pytest.mark.parametrize(
    ("old", "new", "asks"),
    [
        ("public", "internal", True),
        ("internal", "restricted", True),
        ("public", "restricted", True),
        ("restricted", "internal", False),
        ("internal", "internal", False),
    ],
)
def test_a_lower_grade_is_asked_about_first(
    database: Database, bring: Bring, old: str, new: str, asks: bool
) -> None:
    bring("一", old)
    bring("二", new)
    if not asks:
        assert rollback(database, "zones", 1).changed
        return
    with pytest.raises(EcoAtlasError) as refused:
        rollback(database, "zones", 1, LI)
    assert refused.value.code == "secrecy-would-drop"
    assert refused.value.status == 409
    assert live(database).number == 2
    assert told(database) == []
    rollback(database, "zones", 1, LI, accept=["secrecy-would-drop"])
    assert live(database).number == 1
    assert told(database)[0][2]["accepted"] == ["secrecy-would-drop"]


def test_an_objection_leaves_everything_as_it_was(database: Database, bring: Bring) -> None:
    bring("一")
    bring("二")
    asked: list[tuple[int | None, int]] = []

    def object_(_session: Session, layer: Layer, version: Version) -> None:
        asked.append((layer.live_version, version.number))
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        rollback(database, "zones", 1, LI, before_live=object_)
    assert asked == [(2, 1)]
    assert live(database).number == 2
    assert told(database) == []


def test_a_version_beyond_ones_sight_is_not_there(database: Database, bring: Bring) -> None:
    bring("一", "restricted")
    bring("二", "public")
    with pytest.raises(EcoAtlasError, match="unknown-version"):
        rollback(database.seen_by(PUBLIC), "zones", 1)
    named = Sight(frozenset({"public"}), frozenset({"zones"}))
    assert rollback(database.seen_by(named), "zones", 1).changed


def test_an_import_of_an_earlier_content_cannot_lower_the_grade_unnoticed(
    database: Database, bring: Bring
) -> None:
    """It comes back with the grade it had, whatever is said of it now."""
    bring("一", "public")
    bring("二", "restricted")
    with pytest.raises(EcoAtlasError, match="secrecy-would-drop"):
        bring("一", "restricted")
    assert live(database).number == 2
    again = bring("一", "restricted", accept=["secrecy-would-drop"])
    assert (again.number, again.created, live(database).secrecy) == (1, False, "public")


def test_an_import_asks_before_its_version_is_live(database: Database, bring: Bring) -> None:
    bring("一")
    asked: list[tuple[int | None, str]] = []

    def object_(_session: Session, layer: Layer, version: Version) -> None:
        asked.append((layer.live_version, version.sha256))
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        bring("二", before_live=object_)
    assert live(database).number == 1
    made = bring("二")
    assert asked == [(1, made.sha256)]
    assert live(database).number == 2
