"""A check says which layer it waits for, even where its metric takes that layer as one of many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from layers.system.database import Database
from projects.metrics.checks.readiness import standings

CHECK = "SC-OUTFALL-IN-DWSPZ"


def test_outfalls_in_zones_wait_for_the_outfalls(
    put: Callable[..., Any], ground: Any, sqlite_database: Database
) -> None:
    def awaits() -> list[str]:
        with sqlite_database.reading() as session:
            return [title.en for title in standings(session, [CHECK])[CHECK].awaits]

    assert awaits() == ["Protected waters and source protection zones", "Sewage outfalls"]
    put("zones", "protected_water", [("Z1", ground.box(0, 0, 1, 1), {"grade": "source_1"})])
    assert awaits() == ["Sewage outfalls"]
    put("outfalls", "outfall", [("W1", ground.point(0.5, 0.5), {})])
    assert awaits() == []
