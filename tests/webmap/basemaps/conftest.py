"""An office of its own with zones on the map, for tests that enter basemaps."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from layers.basemaps.files import folder_of

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="session")
def green() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (256, 256), (20, 160, 40)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def office(
    opened: Callable[[Path], Any],
    own_layer: Callable[..., None],
    tmp_path_factory: pytest.TempPathFactory,
    green: bytes,
) -> Iterator[Any]:
    """With a file of pictures of the whole world at level 0, in its folder."""
    folder = tmp_path_factory.mktemp("basemaps")
    site = opened(folder / "home")
    own_layer(site, folder)
    files = folder_of(site.settings)
    files.mkdir()
    with sqlite3.connect(files / "世界.mbtiles") as file:
        file.execute("CREATE TABLE metadata (name text, value text)")
        file.execute(
            "CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)"
        )
        file.execute("INSERT INTO tiles VALUES (0, 0, 0, ?)", (green,))
    file.close()
    yield site
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()
