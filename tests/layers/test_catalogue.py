"""The catalogue: numbering of versions, names of versions, and what cannot change about a layer."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from sqlalchemy.exc import IntegrityError

from geo.errors import EcoAtlasError
from layers import catalogue
from layers.catalogue import Description, Layer, Version, resolve
from layers.identity import check_identity
from layers.system.database import Database
from layers.system.row_access import highest_grade


def add(database: Database, sha256: str, layer_id: str = "zones") -> tuple[int, bool]:
    """Make a content the live version of a layer, as an import does."""
    version = Version(
        sha256=sha256 * 64, features=3, bbox=[114.0, 30.0, 114.5, 30.5], crs="EPSG:4547",
        secrecy="internal", date=dt.date(2025, 6, 30), manifest={"features": 3},
    )  # fmt: skip
    with database.transaction() as session:
        layer = session.get(Layer, layer_id) or Layer(
            id=layer_id, kind="sponge_zone", title_zh="示例", title_en="Example", key_field="code"
        )
        live, created = catalogue.make_live(session, layer, version)
        return live.number, created


def ask(database: Database, name: str) -> catalogue.VersionRef:
    with database.reading() as session:
        return resolve(session, name)


def test_versions_are_numbered_and_the_newest_is_live(any_database: Database) -> None:
    assert [add(any_database, sha) for sha in "abc"] == [(1, True), (2, True), (3, True)]
    assert ask(any_database, "zones").label == "zones@3"
    assert ask(any_database, "zones").live
    second = ask(any_database, "zones@2")
    assert (second.number, second.sha256, second.live) == (2, "b" * 64, False)
    assert second.description == Description(date=dt.date(2025, 6, 30))
    assert second.bbox == (114.0, 30.0, 114.5, 30.5)
    assert second.created_at.tzinfo is dt.UTC


def test_the_same_content_is_the_same_version_and_live_again(any_database: Database) -> None:
    for sha in "ab":
        add(any_database, sha)
    assert add(any_database, "a") == (1, False)
    assert ask(any_database, "zones").number == 1
    with any_database.reading() as session:
        assert [ref.number for ref in catalogue.versions(session, "zones")] == [2, 1]


@pytest.mark.parametrize("name", ["zones@2", "zones@0", "zones@-1", "zones@x", "zones@99999999999"])
def test_a_version_that_is_not_there_is_refused(any_database: Database, name: str) -> None:
    add(any_database, "a")
    with pytest.raises(EcoAtlasError) as caught:
        ask(any_database, name)
    assert (caught.value.code, caught.value.status) == ("unknown-version", 404)


def test_a_layer_that_is_not_there_is_refused(database: Database) -> None:
    with pytest.raises(EcoAtlasError, match="absent") as caught:
        ask(database, "absent")
    assert caught.value.code == "unknown-layer"


def test_lists_hold_live_layers_of_the_kind_asked_for(any_database: Database) -> None:
    add(any_database, "a", "z2")
    add(any_database, "b", "z1")
    with any_database.transaction() as session:
        session.add(Layer(id="z0", kind="lake", title_zh="湖", title_en="Lake", key_field="code"))
    with any_database.reading() as session:
        assert [layer.id for layer in catalogue.list_layers(session)] == ["z1", "z2"]
        assert [layer.id for layer in catalogue.list_layers(session, "lake")] == []
        assert [ref.label for ref in catalogue.live_versions(session)] == ["z1@1", "z2@1"]


@pytest.mark.parametrize("layer_id", ["", "排水分区", "a b", "a@1", "../etc", "-a", "x" * 65])
def test_an_id_that_cannot_be_one_is_refused(database: Database, layer_id: str) -> None:
    with database.reading() as session, pytest.raises(EcoAtlasError) as caught:
        check_identity(session, layer_id, "lake", "code")
    assert caught.value.code == "layer-id-invalid"


@pytest.mark.parametrize(
    ("kind", "key", "code"),
    [("lake", "code", "kind-changed"), ("sponge_zone", "name", "key-changed")],
)
def test_kind_and_key_of_a_layer_stay(database: Database, kind: str, key: str, code: str) -> None:
    add(database, "a")
    with database.reading() as session, pytest.raises(EcoAtlasError) as caught:
        check_identity(session, "zones", kind, key)
    assert caught.value.code == code


def test_a_transaction_that_fails_leaves_nothing(any_database: Database) -> None:
    add(any_database, "a")

    def interrupted() -> None:
        with any_database.transaction() as session:
            catalogue.get_layer(session, "zones").live_version = None
            session.flush()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert ask(any_database, "zones").number == 1


def test_reading_leaves_nothing_behind(database: Database) -> None:
    add(database, "a")
    with database.reading() as session:
        catalogue.get_layer(session, "zones").title_zh = "改名"
        session.flush()
    assert ask(database, "zones").title.zh == "示例"


def test_references_to_layers_are_kept_by_the_database(any_database: Database) -> None:
    orphan = Version(
        layer_id="nowhere", number=1, sha256="a" * 64, features=1, bbox=[0, 0, 1, 1],
        crs="EPSG:4490", secrecy="public", manifest={},
    )  # fmt: skip
    with pytest.raises(IntegrityError), any_database.transaction() as session:
        session.add(orphan)


def test_two_imports_at_once_get_two_numbers(any_database: Database) -> None:
    add(any_database, "a")
    numbers: list[int] = []
    threads = [
        threading.Thread(target=lambda sha=sha: numbers.append(add(any_database, sha)[0]))
        for sha in "bcdef"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [2, 3, 4, 5, 6]


def test_who_reads_before_writing_is_not_overtaken(database: Database) -> None:
    add(database, "a")
    other = threading.Thread(target=lambda: add(database, "b"))
    with database.transaction() as session:
        layer = catalogue.get_layer(session, "zones")
        other.start()
        other.join(0.3)  # it waits for us; had it written, our own write would be refused
        layer.title_zh = "改名"
    other.join()
    assert (ask(database, "zones").number, ask(database, "zones").title.zh) == (2, "改名")


def test_a_reader_sees_one_state_while_a_version_goes_live(any_database: Database) -> None:
    add(any_database, "a")
    with any_database.reading() as session:
        assert resolve(session, "zones").number == 1
        add(any_database, "b")
        assert resolve(session, "zones").number == 1 or any_database.engine.name == "postgresql"
    assert ask(any_database, "zones").number == 2


def test_the_highest_grade_wins() -> None:
    assert highest_grade(["public", "restricted", "internal"]) == "restricted"
    assert highest_grade([]) == "public"
    with pytest.raises(EcoAtlasError) as caught:
        Description(secrecy="secret")
    assert caught.value.code == "unknown-secrecy"


def test_a_moment_without_a_zone_is_not_stored(database: Database) -> None:
    add(database, "a")
    with pytest.raises(Exception, match="time zone"), database.transaction() as session:
        catalogue.get_layer(session, "zones").created_at = dt.datetime(2025, 1, 1)


def test_live_versions_are_read_once_by_who_only_reads(database: Database) -> None:
    add(database, "a")
    with database.reading() as session:
        first = catalogue.live_versions(session)
        first.clear()  # what one caller does with his list is nothing to the next
        add(database, "b")
        assert [ref.number for ref in catalogue.live_versions(session)] == [1]
    with database.transaction() as session:
        assert [ref.number for ref in catalogue.live_versions(session)] == [2]
        catalogue.get_layer(session, "zones").live_version = 1
        assert [ref.number for ref in catalogue.live_versions(session)] == [1]
        assert session.get_one(Version, ("zones", 1)).manifest == {"features": 3}
