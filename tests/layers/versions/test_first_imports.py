"""Two first imports of one layer at the same moment: the second waits, and nothing is lost."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

from layers import catalogue
from layers.catalogue import versions
from layers.storage.store import Store
from layers.system.database import Database
from tests.imported import import_file

pytestmark = pytest.mark.slow


def test_the_second_of_two_first_imports_becomes_the_second_version(
    any_database: Database,
    store: Store,
    zones: gpd.GeoDataFrame,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    came: list[Any] = []
    real = catalogue.make_live
    under_way, second_is_there = threading.Event(), threading.Event()

    def bring(name: str) -> None:
        path = tmp_path / f"{name}.gpkg"
        zones.assign(name=name).to_file(path)
        try:
            done = import_file(
                any_database, store, path, layer_id="zones", kind="sponge_zone", with_tiles=False
            )
            came.append(done.number)
        except Exception as error:  # what the thread ended with is looked at below
            came.append(error)

    def slow(*given: Any) -> Any:
        monkeypatch.setattr(catalogue, "make_live", real)
        made = real(*given)
        under_way.set()
        second_is_there.wait(60)
        # Time to run into the row that is not committed yet.
        second.join(0.5)
        return made

    def turn(session: Any, layer_id: str) -> None:
        if under_way.is_set():
            second_is_there.set()
        take_turn(session, layer_id)

    take_turn = catalogue.take_turn
    monkeypatch.setattr(catalogue, "make_live", slow)
    monkeypatch.setattr(catalogue, "take_turn", turn)
    first = threading.Thread(target=bring, args=("甲",))
    second = threading.Thread(target=lambda: under_way.wait(120) and bring("乙"))
    first.start()
    second.start()
    first.join()
    second.join()
    assert came == [1, 2]
    with any_database.reading() as session:
        assert [ref.number for ref in versions(session, "zones")] == [2, 1]
