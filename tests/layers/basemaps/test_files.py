"""Files of pictures: one tile at a time, and what is no such file told in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from pmtiles.tile import TileType

from geo.errors import EcoAtlasError
from layers.basemaps.declared import DEEPEST_ZOOM
from layers.basemaps.files import checked_file, files_in, path_of, picture_at, take_in
from layers.settings import Settings

Make = Callable[..., Path]


def refusal(path: Path) -> str:
    with pytest.raises(EcoAtlasError) as refused:
        checked_file(path)
    assert path.name in refused.value.message.zh
    return refused.value.code


def test_a_tile_of_mbtiles_lies_where_it_is_asked_for(mbtiles: Make, png: bytes) -> None:
    path = mbtiles(format="png", minzoom="3", maxzoom="5", bounds="90,0,135,41")
    assert checked_file(path) == (3, 5)
    assert picture_at(path, (3, 6, 3)) == png
    assert picture_at(path, (3, 6, 4)) is None
    assert checked_file(mbtiles("无说明.mbtiles")) == (3, 3)


def test_a_tile_of_pmtiles_too(pmtiles: Make, png: bytes) -> None:
    path = pmtiles()
    assert checked_file(path) == (3, 3)
    assert picture_at(path, (3, 6, 3)) == png
    assert picture_at(path, (3, 0, 0)) is None
    assert picture_at(path, (2, 9, 0)) is None


def test_what_is_no_file_of_pictures(mbtiles: Make, pmtiles: Make, tmp_path: Path) -> None:
    text = tmp_path / "文字.mbtiles"
    text.write_text("not a database, not an archive")
    assert refusal(text) == "basemap-file-unknown"
    assert refusal(mbtiles("矢量.mbtiles", format="pbf")) == "basemap-file-vector"
    assert refusal(mbtiles("压缩.mbtiles", b"\x1f\x8b\x08")) == "basemap-file-vector"
    assert refusal(pmtiles("矢量.pmtiles", TileType.MVT)) == "basemap-file-vector"
    assert refusal(mbtiles("字.mbtiles", b"<html>")) == "basemap-file-damaged"
    assert refusal(mbtiles("数.mbtiles", 7)) == "basemap-file-damaged"
    assert refusal(mbtiles("大.mbtiles", b"0" * (4 * 1024 * 1024 + 1))) == "basemap-file-damaged"


def test_one_picture_vouches_for_no_other_tile(mbtiles: Make, png: bytes) -> None:
    path = mbtiles(minzoom="9" * 300, maxzoom="30")
    assert checked_file(path) == (DEEPEST_ZOOM, DEEPEST_ZOOM)
    with sqlite3.connect(path) as file:
        for row, tile in enumerate((b"<script>", b"\x1f\x8b\x08", b"")):
            file.execute("INSERT INTO tiles VALUES (3, 0, ?, ?)", (row, tile))
    file.close()
    for row, code in ((7, "basemap-file-damaged"), (6, "basemap-file-vector")):
        with pytest.raises(EcoAtlasError) as refused:
            picture_at(path, (3, 0, row))
        assert refused.value.code == code
    assert picture_at(path, (3, 0, 5)) == b""
    assert picture_at(path, (3, 6, 3)) == png


def test_what_was_copied_by_half(mbtiles: Make, pmtiles: Make) -> None:
    for path in (pmtiles(), mbtiles()):
        whole = path.read_bytes()
        for kept in (130, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:kept])
            if path.suffix == ".pmtiles" or kept < len(whole) - 1:
                assert refusal(path) == "basemap-file-damaged"
    broken = pmtiles("目录.pmtiles")
    whole = broken.read_bytes()
    broken.write_bytes(whole[:127] + b"\0" * 8 + whole[135:])
    assert refusal(broken) == "basemap-file-damaged"


def test_a_view_that_never_ends_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "视图.mbtiles"
    with sqlite3.connect(path) as file:
        file.execute(
            "CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
            "SELECT i AS zoom_level, 0 AS tile_column, 0 AS tile_row, x'' AS tile_data FROM n "
            "WHERE i < 0"
        )
    file.close()
    assert refusal(path) == "basemap-file-damaged"


def test_only_names_of_the_folder_lead_to_a_file(mbtiles: Make, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    outside = mbtiles("外面.mbtiles")
    assert take_in(settings, outside) == "外面.mbtiles"
    kept = settings.resolved_home / "basemaps"
    assert take_in(settings, kept / "外面.mbtiles") == "外面.mbtiles"
    assert files_in(settings) == ["外面.mbtiles"]
    assert path_of(settings, "外面.mbtiles").read_bytes() == outside.read_bytes()
    (kept / "链接.mbtiles").symlink_to(outside)
    for name, code in [
        ("../外面.mbtiles", "basemap-file-name"),
        ("/etc/passwd", "basemap-file-name"),
        ("..\\外面.mbtiles", "basemap-file-name"),
        (".隐藏.mbtiles", "basemap-file-name"),
        ("链接.mbtiles", "basemap-file-name"),
        ("没有.mbtiles", "basemap-file-missing"),
    ]:
        with pytest.raises(EcoAtlasError) as refused:
            path_of(settings, name)
        assert refused.value.code == code, name
    with pytest.raises(EcoAtlasError) as taken:
        take_in(settings, outside)
    assert taken.value.code == "basemap-file-taken"
