"""A small district whose zones have two versions, and facilities that came one after the other."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from layers.catalogue import Description
from tests.imported import import_file

# West and south of a square of 0.02°, verdict and share: A and B stand in both versions.
SQUARES = {"A": (114.0, 30.48), "B": (114.02, 30.48), "C": (114.0, 30.5), "D": (114.02, 30.5)}
SHARES = {"A": 0.5, "B": 0.7, "C": 0.72, "D": 0.9}


def zone(key: str, verdict: str) -> dict[str, Any]:
    west, south = SQUARES[key]
    east, north = west + 0.02, south + 0.02
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    about = {"code": key, "name": key, "verdict": verdict, "capture_actual": SHARES[key]}
    return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": about}  # fmt: skip # noqa: E501


def facility(key: str, at: float, day: str | None, volume: float | None) -> dict[str, Any]:
    about = {"code": key, "name": key, "type": "pond", "completed_on": day, "volume_m3": volume}
    point = {"type": "Point", "coordinates": [at, 30.49]}
    return {"type": "Feature", "geometry": point, "properties": about}


@pytest.fixture(scope="module")
def dated_site(
    opened: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("viewing")
    site = opened(folder / "home")
    first = [zone("A", "not_met"), zone("B", "not_met")]
    second = [zone("A", "met"), zone("B", "not_met"), zone("C", "met"), zone("D", "not_assessed")]
    built = [
        facility("F1", 114.005, "2021-03-05", 10),
        facility("F2", 114.01, "2023-06-01", 20),
        facility("F3", 114.015, None, 900),
        facility("F4", 114.018, None, None),
    ]
    for layer, kind, day, features in (
        ("zones", "sponge_zone", "2021-06-30", first),
        ("zones", "sponge_zone", "2024-12-31", second),
        ("facilities", "sponge_facility", "2024-12-31", built),
    ):
        path = folder / f"{layer}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        about = Description(source="试验数据", date=dt.date.fromisoformat(day), secrecy="public")
        import_file(
            site.database, site.store, path, layer_id=layer, kind=kind, key="code",
            crs="EPSG:4490", accept=("crs-missing",), description=about,
        )  # fmt: skip
    yield site
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()
