"""Rasters of cells beside the central meridian 114°E, as layers, and metrics run on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from numpy.typing import NDArray
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from layers.catalogue import VersionRef, resolve
from layers.reading.files import ReadLayer
from layers.reading.formats.raster_handover import RasterCells
from layers.reading.intake.staging import Source
from layers.reading.rasters import raster_answer
from layers.reading.report import CheckReport
from layers.reading.request import Request
from layers.storage.arrow_parts import read_arrow
from layers.storage.store import Store
from layers.system.database import Database
from tests.imported import import_layer

# There an area in EPSG:4547 equals the area on the ellipsoid to 1e-7.
EAST, NORTH, CELL = 500_000.0, 3_380_000.0, 10.0
PutRaster = Callable[..., VersionRef]


@pytest.fixture
def put_raster(sqlite_database: Database, store: Store, tmp_path: Path) -> PutRaster:
    """Cells (rows from the north) as the live version of a layer; their south-west corner is
    (EAST, NORTH) unless said otherwise. Read in this process: the child is tested elsewhere."""

    def put(
        layer: str,
        cells: NDArray[Any],
        *,
        legend: str = "esa_worldcover",
        nodata: int | None = 0,
        crs: int = 4547,
        west: float = EAST,
        south: float = NORTH,
        cell: float = CELL,
    ) -> VersionRef:
        path = tmp_path / f"{layer}.tif"
        place = Affine(cell, 0, west, 0, -cell, south + len(cells) * cell)
        about = {"count": 1, "dtype": "uint8", "crs": f"EPSG:{crs}", "nodata": nodata}
        size = {"height": cells.shape[0], "width": cells.shape[1]}
        with rasterio.open(path, "w", driver="GTiff", transform=place, **size, **about) as out:
            out.write(cells.astype(np.uint8), 1)
        source = Source("geotiff", layer, path, path.name)
        frame = tmp_path / f"{layer}.feather"
        request = Request(
            path.name, (source,), "land_cover", mapping={"legend": legend}, frame_path=frame
        )
        answer = raster_answer(source, request)
        assert answer["frame"], answer["findings"]
        read = ReadLayer(
            read_arrow(frame),
            "code",
            CheckReport(path.name),
            answer["decisions"],
            RasterCells(tmp_path / "raster.tif"),
        )
        import_layer(
            sqlite_database,
            store,
            read,
            original=path,
            layer_id=layer,
            kind="land_cover",
            with_tiles=False,
        )
        with sqlite_database.reading() as session:
            return resolve(session, layer)

    return put


@pytest.fixture(scope="session")
def metres() -> Callable[[float, float, float, float], BaseGeometry]:
    """West, south, east, north in metres from the south-west corner of the cells."""

    def of(west: float, south: float, east: float, north: float) -> BaseGeometry:
        return box(EAST + west, NORTH + south, EAST + east, NORTH + north)

    return of
