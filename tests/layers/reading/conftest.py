"""Files as offices send them, made on the spot, and the reader run without its child process."""

from __future__ import annotations

import json
import secrets
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

import layers.reading.files
from layers.reading.limits import Limits
from layers.reading.perform import perform
from layers.reading.request import Request, request_from_json

WEST, SOUTH = 114.05, 30.45


def squares(count: int = 3) -> list[shapely.Polygon]:
    """Squares of 0.01° side by side, west of Wuhan, in degrees."""
    return [
        shapely.box(WEST + 0.02 * i, SOUTH, WEST + 0.02 * i + 0.01, SOUTH + 0.01)
        for i in range(count)
    ]


@pytest.fixture
def zones() -> gpd.GeoDataFrame:
    """Three drainage zones with the field names of an office, in CGCS2000 zone 38."""
    table = {
        "编号": ["HN-1", "HN-2", "CD-1"],
        "名称": ["纱帽", "东荆", "蔡甸"],
        "是否达标": ["达标", "未达标", "未评估"],
    }
    return gpd.GeoDataFrame(table, geometry=squares(), crs=4490).to_crs(4526)


@pytest.fixture
def zipped(tmp_path: Path) -> Callable[..., Path]:
    """Write a frame as a zipped shapefile. `without` drops parts, `replace` puts other bytes."""

    def write(
        frame: gpd.GeoDataFrame,
        *,
        name: str = "分区",
        encoding: str = "GBK",
        without: Iterable[str] = (),
        replace: dict[str, bytes] | None = None,
        folder: str = "",
        **how: Any,
    ) -> Path:
        place = tmp_path / secrets.token_hex(4)
        place.mkdir()
        frame.to_file(place / f"{name}.shp", encoding=encoding, **how)
        target = place / f"{name}.zip"
        parts = {p.suffix: p.read_bytes() for p in place.iterdir()} | (replace or {})
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for suffix, content in parts.items():
                if suffix not in without:
                    archive.writestr(f"{folder}{name}{suffix}", content)
        return target

    return write


@pytest.fixture
def pack(tmp_path: Path) -> Callable[..., Path]:
    """A zip of the given entries."""

    def write(entries: dict[str, bytes], name: str = "packed.zip") -> Path:
        target = tmp_path / name
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, content in entries.items():
                archive.writestr(entry, content)
        return target

    return write


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the child's work here: for tests of what is found, not of the process that finds it."""

    def run(request: Request, folder: Path, limits: Limits, *_: Any) -> dict[str, Any]:
        asked = request_from_json(json.loads(json.dumps(request.as_json())))
        answer: dict[str, Any] = json.loads(json.dumps(perform(asked)))
        return answer

    monkeypatch.setattr(layers.reading.files, "run", run)
