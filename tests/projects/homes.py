"""A small home whose files and rows are damaged on purpose: a layer of polygons and a raster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from affine import Affine

from layers.audit import Actor
from layers.catalogue import resolve
from layers.export.writing import export
from layers.reading.files import ReadLayer
from layers.reading.formats.raster_handover import RasterCells
from layers.reading.intake.staging import Source
from layers.reading.rasters import raster_answer
from layers.reading.report import CheckReport
from layers.reading.request import Request
from layers.settings import Settings
from layers.storage.arrow_parts import read_arrow
from layers.storage.feature_table import FeatureTable
from layers.storage.store import Store
from layers.system.database import Database, engine_for
from projects.metrics.ordering import place_order
from projects.metrics.run import compute, run_metric
from projects.policy.register import load_policy
from projects.statements.making import make_statement
from projects.units.register import load_units
from tests.databases import make_tables
from tests.imported import import_layer

LI = Actor("li", "-")
ZONES, CELLS, SERVED = "zones", "cover", "served"
RUNS = {
    ZONES: ("coverage", {"zones": ZONES, "cover": "built_up"}),
    SERVED: ("sewage_blank_areas", {"built_up": "built_up", "service_areas": SERVED}),
    CELLS: ("corridor_green", {"corridors": "ways", "cover": CELLS}),
}


class Home:
    def __init__(self, folder: Path) -> None:
        self.settings = Settings(home=folder / "home")
        engine = engine_for(self.settings)
        make_tables(engine)
        self.database, self.store = Database(engine), Store(self.settings.resolved_store_url)
        with self.database.transaction() as session:
            load_policy(session)
            load_units(session)
        self.folder = folder
        self.kept: dict[str, int] = {}

    def sha256(self, layer: str) -> str:
        with self.database.reading() as session:
            return resolve(session, layer).sha256

    def place(self, layer: str) -> Path:
        sha256 = self.sha256(layer)
        assert self.store.local is not None
        return self.store.local / sha256[:2] / sha256

    def run(self, layer: str) -> str:
        """A figure on the layer, computed and not remembered."""
        with self.database.reading() as session:
            order = place_order(session, self.store, *RUNS[layer], {})
        return compute(order, self.store).text

    def state(self, layer: str) -> str:
        """A statement on the figure that was computed when all was well."""
        with self.database.transaction() as session:
            return make_statement(session, self.store, self.kept[layer]).code

    def export(self, layer: str) -> Path:
        format_ = "tif" if layer == CELLS else "geojson"
        return export(self.database, self.store, layer, format_, self.folder / "out").path


def polygons(count: int, width: float) -> gpd.GeoDataFrame:
    west = 114.2 + np.arange(count) * width
    names = [f"示例{number}" for number in range(count)]
    frame = {"code": [f"P{number}" for number in range(count)], "name": names}
    return gpd.GeoDataFrame(frame, geometry=shapely.box(west, 30.4, west + width, 30.5), crs=4490)


def add(home: Home, layer: str, kind: str, frame: gpd.GeoDataFrame) -> None:
    path = home.folder / f"{layer}.geojson"
    path.write_text(frame.to_json(), encoding="utf-8")
    read = ReadLayer(FeatureTable.of(frame), "code", CheckReport(path.name), {})
    import_layer(home.database, home.store, read, original=path, layer_id=layer, kind=kind)


def add_raster(home: Home) -> None:
    path, frame = home.folder / "cover.tif", home.folder / "cover.feather"
    about = {"count": 1, "dtype": "uint8", "crs": "EPSG:4490", "nodata": 0, "height": 64}
    place = Affine(0.001, 0, 114.2, 0, -0.001, 30.5)
    with rasterio.open(path, "w", driver="GTiff", width=64, transform=place, **about) as out:
        out.write(np.tile(np.array([10, 20, 30, 40], np.uint8), (64, 16)), 1)
    source = Source("geotiff", CELLS, path, path.name)
    request = Request(
        path.name, (source,), "land_cover", mapping={"legend": "esa_worldcover"}, frame_path=frame
    )
    answer = raster_answer(source, request)
    read = ReadLayer(
        read_arrow(frame), "code", CheckReport(path.name), answer["decisions"],
        RasterCells(home.folder / "raster.tif"),
    )  # fmt: skip
    import_layer(home.database, home.store, read, original=path, layer_id=CELLS, kind="land_cover")


def filled(folder: Path) -> Home:
    """Everything in it, computed once."""
    made = Home(folder)
    add(made, ZONES, "sponge_zone", polygons(20, 0.01).assign(verdict="met"))
    add(made, "built_up", "built_up_area", polygons(1, 0.1))
    add(made, "ways", "ecological_corridor", polygons(1, 0.05).assign(status="completed"))
    add(made, SERVED, "sewage_service_area", polygons(1, 0.05))
    add_raster(made)
    for layer, asked in RUNS.items():
        made.kept[layer] = run_metric(made.database, made.store, *asked, by=LI).id
    return made


@contextmanager
def turned(path: Path, byte: int, bit: int) -> Iterator[None]:
    whole = path.read_bytes()
    changed = bytearray(whole)
    changed[byte] ^= 1 << bit
    path.write_bytes(changed)
    try:
        yield
    finally:
        path.write_bytes(whole)
