"""Receiving: pieces follow on each other, nothing is taken twice, several files become one zip."""

from __future__ import annotations

import datetime as dt
import io
import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.settings import Settings
from layers.system.database import Database, engine_for, now
from layers.uploads import receiving
from layers.uploads.receiving import Upload
from layers.uploads.tables import UploadRow
from tests.databases import make_tables

LI = Actor("li", "10.0.0.3")


@pytest.fixture
def settings(private_home: Path) -> Settings:
    return Settings(home=private_home, upload_mb=1)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    engine = engine_for(settings)
    make_tables(engine)
    yield Database(engine)
    engine.dispose()


def started(database: Database, settings: Settings, *files: tuple[str, int]) -> Upload:
    with database.transaction() as session:
        return receiving.start_upload(session, settings, files, LI)


def again(database: Database, settings: Settings, upload: Upload) -> Upload:
    with database.reading() as session:
        return receiving.get_upload(session, settings, upload.id, "li")


def give(settings: Settings, upload: Upload, number: int, offset: int, data: bytes) -> int:
    return receiving.receive(settings, upload, number, offset, io.BytesIO(data))


def test_pieces_make_the_file(database: Database, settings: Settings, tmp_path: Path) -> None:
    upload = started(database, settings, ("分区.zip", 6))
    assert give(settings, upload, 0, 0, b"abc") == 3
    assert again(database, settings, upload).received == 3
    assert give(settings, upload, 0, 3, b"def") == 6
    upload = again(database, settings, upload)
    assert upload.complete
    path = receiving.entry(settings, upload, tmp_path)
    assert path.name == "分区.zip"
    assert path.read_bytes() == b"abcdef"


def test_a_piece_sent_twice_or_too_early_is_refused_and_tells_where_to_go_on(
    database: Database, settings: Settings
) -> None:
    upload = started(database, settings, ("a.gpkg", 6))
    give(settings, upload, 0, 0, b"abc")
    for offset in (0, 2, 5):
        with pytest.raises(EcoAtlasError) as refused:
            give(settings, upload, 0, offset, b"xyz")
        assert refused.value.code == "upload-offset"
        assert refused.value.problem.values["received"] == 3
    assert again(database, settings, upload).received == 3


def test_more_than_was_announced_is_refused_and_what_was_there_stays(
    database: Database, settings: Settings
) -> None:
    upload = started(database, settings, ("a.gpkg", 4))
    give(settings, upload, 0, 0, b"abc")
    with pytest.raises(EcoAtlasError) as refused:
        give(settings, upload, 0, 3, b"de")
    assert refused.value.code == "upload-overflow"
    assert again(database, settings, upload).received == 3


def test_a_piece_that_is_too_long_is_taken_back_whole(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also the blocks of it that were written before the end was seen."""
    monkeypatch.setattr(receiving, "BLOCK_BYTES", 2)
    upload = started(database, settings, ("a.gpkg", 6))
    give(settings, upload, 0, 0, b"ab")
    with pytest.raises(EcoAtlasError) as refused:
        give(settings, upload, 0, 2, b"cdefg")
    assert refused.value.code == "upload-overflow"
    assert again(database, settings, upload).received == 2
    assert give(settings, upload, 0, 2, b"cdef") == 6


def test_several_files_become_one_zip_with_their_folders(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    upload = started(database, settings, ("数据/区.dbf", 1), ("数据/区.shp", 2))
    give(settings, upload, 0, 0, b"d")
    give(settings, upload, 1, 0, b"sh")
    path = receiving.entry(settings, again(database, settings, upload), tmp_path)
    assert path.name == "区.zip"
    with zipfile.ZipFile(path) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "数据/区.dbf": b"d",
            "数据/区.shp": b"sh",
        }


def test_an_unfinished_file_is_not_read(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    upload = started(database, settings, ("a.gpkg", 4))
    with pytest.raises(EcoAtlasError) as refused:
        receiving.entry(settings, upload, tmp_path)
    assert refused.value.code == "upload-unfinished"


@pytest.mark.parametrize(
    "name",
    ["../a.shp", "a/../../b.shp", "..\\a.shp", "", "/", "a\x00.shp", "a\u202egpj.shp", "x" * 201],
)
def test_names_that_are_tricks_are_refused(
    database: Database, settings: Settings, name: str
) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        started(database, settings, (name, 1))
    assert refused.value.code == "upload-name"
    assert not (settings.resolved_home / "uploads").exists()


def test_duplicates_nothing_too_much_and_too_many_are_refused(
    database: Database, settings: Settings
) -> None:
    cases = {
        "upload-name": [("a.shp", 1), ("A.SHP", 1)],
        "upload-no-files": [],
        "upload-too-large": [("a.zip", 2 * 1024 * 1024)],
        "upload-too-many-files": [(f"{n}.shp", 1) for n in range(2001)],
    }
    for code, files in cases.items():
        with pytest.raises(EcoAtlasError) as refused:
            started(database, settings, *files)
        assert refused.value.code == code


def test_an_upload_of_somebody_else_is_not_there(database: Database, settings: Settings) -> None:
    upload = started(database, settings, ("a.gpkg", 4))
    with database.reading() as session:
        assert receiving.list_uploads(session, settings, "wang") == []
        assert [one.id for one in receiving.list_uploads(session, settings, "li")] == [upload.id]
        with pytest.raises(EcoAtlasError) as refused:
            receiving.get_upload(session, settings, upload.id, "wang")
        assert refused.value.code == "unknown-upload"


def test_old_uploads_and_stray_folders_go_and_fresh_ones_stay(
    database: Database, settings: Settings
) -> None:
    old = started(database, settings, ("a.gpkg", 4))
    fresh = started(database, settings, ("b.gpkg", 4))
    stray, begun = (receiving.folder(settings, name) for name in ("stray", "begun"))
    for one in (stray, begun):
        one.mkdir()
    long_ago = time.time() - 2 * receiving.BEGUN_WITHIN_S
    os.utime(stray, (long_ago, long_ago))
    with database.transaction() as session:
        row = session.get(UploadRow, old.id)
        assert row is not None
        row.touched_at = now() - dt.timedelta(days=8)
    with database.transaction() as session:
        assert receiving.discard_old(session, settings) == 2
    # The row of an upload that somebody begins this moment cannot be seen yet.
    left = {path.name for path in (settings.resolved_home / "uploads").iterdir()}
    assert left == {fresh.id, begun.name}
