"""Small files of pictures."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer


@pytest.fixture(scope="session")
def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), (10, 200, 30)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def mbtiles(tmp_path: Path, png: bytes) -> Callable[..., Path]:
    """One tile at 3/6/3, rows counted from the south."""

    def make(name: str = "底图.mbtiles", tile: Any = None, **about: str) -> Path:
        path = tmp_path / name
        with sqlite3.connect(path) as file:
            file.execute("CREATE TABLE metadata (name text, value text)")
            file.executemany("INSERT INTO metadata VALUES (?, ?)", about.items())
            file.execute(
                "CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)"
            )
            file.execute("INSERT INTO tiles VALUES (3, 6, 4, ?)", (png if tile is None else tile,))
        file.close()
        return path

    return make


@pytest.fixture
def pmtiles(tmp_path: Path, png: bytes) -> Callable[..., Path]:
    def make(name: str = "底图.pmtiles", kind: TileType = TileType.PNG) -> Path:
        path = tmp_path / name
        with path.open("wb") as file:
            writer: Any = Writer(file)
            writer.write_tile(zxy_to_tileid(3, 6, 3), png)
            about = {"tile_type": kind, "tile_compression": Compression.NONE}
            around = {"min_lon_e7": 900000000, "min_lat_e7": 0, "max_lon_e7": 1350000000}
            writer.finalize(about | around | {"max_lat_e7": 410000000, "center_zoom": 3}, {})
        return path

    return make
