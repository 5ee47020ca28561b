"""A raster version as a GeoTIFF, in the reference system it came in: nothing is resampled."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path

import rasterio

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.catalogue import VersionRef
from layers.export.formats.declaration import ExportFormat
from layers.export.selection import Selection
from layers.storage.raster_store import CLOSED, epsg_of, local_raster
from layers.storage.store import Store
from layers.system.media_types import TIFF

ONLY_GEOTIFF = declare(
    "raster-export-format",
    "error",
    Text(
        "“{layer}”是栅格图层，没有要素可写成“{format}”。",
        "“{layer}” is a raster: there are no features to write as “{format}”.",
    ),
    Text(
        "栅格请导出为 GeoTIFF（tif）；类别面积表请导出为 xlsx。",
        "Export a raster as GeoTIFF (tif), its table of classes as xlsx.",
    ),
)
NOT_A_RASTER = declare(
    "export-not-a-raster",
    "error",
    Text(
        "“{layer}”是矢量图层，不能导出为 GeoTIFF。",
        "“{layer}” holds features; it cannot be exported as GeoTIFF.",
    ),
    Text("请选 gpkg、shp 等矢量格式。", "Choose gpkg, shp or another format of features."),
)
KEEPS_ITS_CRS = declare(
    "raster-keeps-crs",
    "error",
    Text(
        "栅格按原坐标系 EPSG:{own} 导出，不能换成 EPSG:{crs}：重采样会改变类别边界。",
        "A raster is exported in its own system EPSG:{own}, not in EPSG:{crs}: resampling would "
        "move the borders of classes.",
    ),
    Text("请去掉坐标系选项。", "Leave the reference system out."),
)
NO_PART = declare(
    "raster-export-whole",
    "error",
    Text("栅格只能整个导出，不能只导出几类。", "A raster is exported whole, not class by class."),
    Text("请去掉筛选条件。", "Leave the conditions out."),
)


def own_system(store: Store, version: VersionRef, crs: int | str | None) -> int:
    """The EPSG code of the cells; raises `raster-keeps-crs` where another one is asked for."""
    own = epsg_of(store, version.sha256)
    if crs not in (None, 4490, "4490", own, str(own)):
        raise EcoAtlasError(KEEPS_ITS_CRS, own=own, crs=crs)
    return own


def write_raster(
    store: Store,
    version: VersionRef,
    out: Path,
    crs: int | str | None = None,
    chosen: Selection | None = None,
) -> int:
    """Write the cells to `out` with what is said about them; the EPSG code of the file.

    crs: EPSG:4490, which every form offers first, stands for the raster's own. Raises
    `raster-keeps-crs`, `raster-export-whole`.
    """
    own = own_system(store, version, crs)
    if chosen is not None:
        raise EcoAtlasError(NO_PART)
    with local_raster(store, version.sha256) as path:
        shutil.copyfile(path, out)
    _say_origin(version, out)
    return own


def _say_origin(version: VersionRef, out: Path) -> None:
    said = version.description
    tags = {
        "ECOATLAS_LAYER": version.label,
        "ECOATLAS_TITLE": version.title.zh,
        "ECOATLAS_SHA256": version.sha256,
        "ECOATLAS_SECRECY": version.secrecy,
        "ECOATLAS_SOURCE": said.source or "",
        "ECOATLAS_DATE": said.date.isoformat() if said.date else "",
        "ECOATLAS_LICENCE": said.licence or "",
    }
    with warnings.catch_warnings(), rasterio.Env(**CLOSED):
        warnings.simplefilter("ignore")
        with rasterio.open(out, "r+", driver="GTiff", IGNORE_COG_LAYOUT_BREAK="YES") as dataset:
            dataset.update_tags(**tags)


GEOTIFF_FORMAT = ExportFormat(
    "tif",
    Text("GeoTIFF 栅格", "GeoTIFF raster"),
    TIFF,
    place=70,
    write=None,
    rate=None,
    other_suffixes=("tiff",),
    of_raster=True,
)
