"""Basemaps of the office: kept in order, recorded without keys, seen by whom they are for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from geo.errors import EcoAtlasError
from layers.audit import Actor, AuditEntry
from layers.settings import Settings
from layers.system.database import Database
from layers.system.row_access import PUBLIC, Sight
from projects.basemaps.keeping import (
    Given,
    add_basemap,
    basemaps,
    basemaps_seen,
    change_basemap,
    move_basemap,
    remove_basemap,
)

KEY = "0123456789abcdef0123456789abcdef"
ADMIN = Actor("管理员", "试验")
TIANDITU = Given("天地图", "tianditu", "天地图 审图号", layer="vec", key=KEY)
ADDRESS = Given("内网影像", "address", "市测绘院", template="https://a.cn/{z}/{x}/{y}?token=geheim",
                zooms="3-16", secrecy="internal")  # fmt: skip


def test_added_changed_moved_and_removed_with_entries_that_tell_no_key(
    database: Database, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path)
    with database.transaction() as session:
        first = add_basemap(session, settings, TIANDITU, ADMIN)
        second = add_basemap(session, settings, ADDRESS, ADMIN)
    assert (first.id, second.id, second.zooms) == ("b1", "b2", (3, 16))
    with database.transaction() as session:
        move_basemap(session, "b2", -1, ADMIN)
        move_basemap(session, "b2", -1, ADMIN)  # it is the first already
        changed = replace(TIANDITU, title="天地图矢量", key="", opacity=60)
        assert change_basemap(session, settings, "b1", changed, ADMIN).key == KEY
        other = KEY[::-1]
        change_basemap(session, settings, "b1", replace(changed, key=other), ADMIN)
    with database.reading() as session:
        assert [(one.id, one.opacity) for one in basemaps(session)] == [("b2", 100), ("b1", 60)]
        everybody = basemaps_seen(session, PUBLIC)
        assert [one.id for one in everybody] == ["b1"]
        assert len(basemaps_seen(session, Sight(frozenset({"public", "internal"})))) == 2
    with database.transaction() as session:
        remove_basemap(session, "b2", ADMIN)
        # An address of a map that names b2 never means another basemap.
        assert add_basemap(session, settings, ADDRESS, ADMIN).id == "b3"
    with database.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action.startswith("basemap-"))
        entries = session.scalars(query.order_by(AuditEntry.number))
        told = [(one.action.removeprefix("basemap-"), one.details) for one in entries]
    actions = ["added", "added", "changed", "changed", "changed", "removed", "added"]
    assert [action for action, _ in told] == actions
    said = str(told)
    assert KEY not in said
    assert KEY[::-1] not in said
    assert "geheim" not in said
    assert told[4][1]["key_changed"] is True


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (replace(TIANDITU, key=""), "basemap-value-missing"),
        (replace(TIANDITU, layer="sat"), "basemap-value-missing"),
        (replace(TIANDITU, key="中文"), "basemap-key-invalid"),
        (replace(ADDRESS, title="\u202e "), "basemap-value-missing"),
        (replace(ADDRESS, attribution=""), "basemap-value-missing"),
        (replace(ADDRESS, zooms="9-3"), "basemap-zooms-invalid"),
        (replace(ADDRESS, zooms="a-b"), "basemap-zooms-invalid"),
        (replace(ADDRESS, zooms="1-99"), "basemap-zooms-invalid"),
        (Given("文件", "file", "甲"), "basemap-value-missing"),
        (Given("文件", "file", "甲", file="../a.mbtiles"), "basemap-file-name"),
        (replace(ADDRESS, title="天地图"), "basemap-title-taken"),
    ],
)
def test_what_cannot_be_a_basemap(
    sqlite_database: Database, tmp_path: Path, given: Given, code: str
) -> None:
    settings = Settings(home=tmp_path)
    with sqlite_database.transaction() as session:
        add_basemap(session, settings, TIANDITU, ADMIN)
        with pytest.raises(EcoAtlasError) as refused:
            add_basemap(session, settings, given, ADMIN)
        assert refused.value.code == code
        with pytest.raises(EcoAtlasError) as unknown:
            remove_basemap(session, "b9", ADMIN)
    assert unknown.value.code == "unknown-basemap"


def test_no_more_than_can_be_chosen_from(sqlite_database: Database, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with sqlite_database.transaction() as session:
        for number in range(20):
            add_basemap(session, settings, replace(ADDRESS, title=f"第{number}个"), None)
        with pytest.raises(EcoAtlasError) as refused:
            add_basemap(session, settings, ADDRESS, None)
    assert refused.value.code == "basemaps-too-many"
