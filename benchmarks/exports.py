"""A layer of a million features as a file of every format: seconds and peak memory of each.

    python -m benchmarks.exports [--features 1000000] [--shape footprints|cells|points]
        [--formats gpkg,gpkg:4526,…] [--check] [--json F]

Each file is written by the command line, in a process of its own, over a home of its own; its
memory is the sum over its processes, shared pages once. With --check the file that was written is
read again as an upload would be: what the check of its format takes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from benchmarks.footprints import footprints
from benchmarks.tiles import tessellation
from benchmarks.uploads import CLI, LAYER, memory_mb
from layers.export.registry import get_format
from layers.reading.files import ReadLayer
from layers.reading.report import CheckReport
from layers.settings import Settings
from layers.storage.feature_table import FeatureTable
from layers.storage.store import Store
from layers.system.database import Database, engine_for
from layers.versions.importing import Wanted, import_layer
from layers.versions.publishing import Publishing

EVERY_S = 0.1
FORMATS = "gpkg,gpkg:4526,shp:4526,geojson,parquet,parquet:4526,kml,xlsx"
# What the tables of these formats do not say themselves.
TOLD = {"xlsx": ("--crs", "EPSG:4490")}


def points(features: int) -> gpd.GeoDataFrame:
    """The middles of the invented buildings."""
    frame = footprints(features)
    return frame.set_geometry(shapely.centroid(frame.geometry.to_numpy()), crs=frame.crs)


SHAPES = {"footprints": footprints, "cells": tessellation, "points": points}


def put(home: Path, features: int, shape: str) -> None:
    """The features as the only layer of a new home."""
    env = os.environ | {"ECOATLAS_HOME": str(home)}
    subprocess.run([*CLI, "init"], env=env, check=True, stdout=subprocess.DEVNULL)
    settings = Settings(home=home)
    database, store = Database(engine_for(settings)), Store(settings.resolved_store_url)
    original = home / "invented.txt"
    original.write_text(f"{features} {shape}")
    table = FeatureTable.of(SHAPES[shape](features))
    read = ReadLayer(table, "key", CheckReport(original.name), {})
    wanted = Wanted(LAYER, "sponge_zone")
    import_layer(Publishing(database, store), read, original, wanted)
    database.close()


def measured(home: Path, *arguments: str) -> tuple[float, float, int]:
    """Seconds, peak MB and return code of a command."""
    start, peak = time.perf_counter(), 0.0
    process = subprocess.Popen(
        [*CLI, *arguments],
        env=os.environ | {"ECOATLAS_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while process.poll() is None:
        peak = max(peak, memory_mb(process.pid))
        time.sleep(EVERY_S)
    return time.perf_counter() - start, peak, process.returncode


def one(home: Path, asked: str, check: bool) -> dict[str, Any]:
    """A file of one format, `gpkg` or `gpkg:4526`; removed again."""
    format_, _, crs = asked.partition(":")
    out = home / f"out.{get_format(format_).file_suffix}"
    more = ("--crs", crs) if crs else ()
    load = os.getloadavg()[0]
    seconds, peak, code = measured(
        home, "layers", "export", LAYER, "--format", format_, "--out", str(out), *more
    )
    if code:
        raise RuntimeError(f"the export to {asked} ended with {code}")
    found = {"load": load, "s": seconds, "peak_mb": peak, "file_mb": out.stat().st_size / 1e6}
    if check:
        seconds, peak, code = measured(home, "layers", "check", str(out), *TOLD.get(format_, ()))
        found |= {"check_s": seconds, "check_peak_mb": peak, "check_code": code}
    out.unlink()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--features", type=int, default=1_000_000)
    parser.add_argument("--shape", choices=SHAPES, default="footprints")
    parser.add_argument("--formats", default=FORMATS)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    result: dict[str, Any] = {"features": asked.features, "shape": asked.shape}
    with tempfile.TemporaryDirectory() as name:
        home = Path(name, "home")
        put(home, asked.features, asked.shape)
        for format_ in asked.formats.split(","):
            found = result[format_] = one(home, format_, asked.check)
            print(format_, {key: round(value, 1) for key, value in found.items()}, flush=True)
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
