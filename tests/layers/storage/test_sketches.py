"""Outlines of a handful of corners are known without decoding them."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from layers.storage.content import canonical
from layers.storage.sketches import is_sketched
from layers.storage.store import Store


@pytest.mark.parametrize(("quarter_turns", "sketched"), [(1, True), (16, False)])
def test_half_of_the_shapes_decide(tmp_path: Path, quarter_turns: int, sketched: bool) -> None:
    spots = [shapely.Point(114.0 + 0.01 * n, 30.5) for n in range(5)]
    shapes = [spot.buffer(0.004, quad_segs=quarter_turns) for spot in spots]
    codes = list("abcde")
    frame = gpd.GeoDataFrame({"code": codes, "name": codes}, geometry=shapes, crs=4490)
    store = Store(tmp_path / "store")
    content = canonical(frame, kind="lake", key_field="code")
    assert is_sketched(store, store.put(content)) is sketched
