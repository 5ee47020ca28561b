"""GDAL with nothing in it that follows a file to another file, host or program.

GDAL sniffs content: a virtual-format text under the name of a shapefile opens whatever it points
to. So every driver that is not needed is left out before GDAL is loaded, and canaries that such a
driver would open are tried before anything else is read.
"""

from __future__ import annotations

import json
import os
import secrets
import zipfile
from collections.abc import Collection, Iterable
from pathlib import Path

from layers.reading.intake.formats import DRIVERS

# The drivers of GDAL 3.12 that are never needed; `unwanted_drivers` finds those of other builds.
SKIPPED = (
    "VRT OGR_VRT GDALG HTTP WFS OAPIF OGCAPI CSW EEDA EEDAI PLSCENES PLMOSAIC NGW Carto AmigoCloud"
    " Elasticsearch WMS WMTS WCS DAAS STACIT STACTA ADBC AIVector AVCBin AVCE00 CSV DGN EDIGEO"
    " GML GMLAS GPSBabel GPX GTFS GeoRSS Idrisi JML JSONFG KML LIBKML LVBAG"
    " MBTiles MVT MapML MiraMonVector ODS OGR_GMT OGR_PDS OSM PCIDSK PDF PDS4 PGDUMP"
    " PMTiles PostgreSQL PostgreSQLRaster MySQL MSSQLSpatial ODBC OCI HANA S57 SQLite SXF Selafin"
    " TopoJSON VDV VFK VICAR WAsP XLSX XLS Parquet Arrow GTI DERIVED ZarrV3 Zarr netCDF"
)
COMMA_SKIPPED = ("MapInfo File",)
RASTER_DRIVERS = frozenset({"GTiff"})
# What a raster is stored with; it reads nothing but what it has written.
RASTER_WRITERS = frozenset({"COG"})
CANARY_POINT = {"type": "Point", "coordinates": [114.0, 30.0]}


def gdal_skip(allowed: Collection[str] = DRIVERS, extra: Iterable[str] = ()) -> str:
    """Value of GDAL_SKIP; commas, because some names of drivers hold blanks.

    allowed: the drivers that this process needs, of those that are ever needed.
    """
    unneeded = sorted(DRIVERS - set(allowed))
    return ",".join([*SKIPPED.split(), *COMMA_SKIPPED, *unneeded, *extra])


def unwanted_drivers(allowed: Collection[str] = DRIVERS) -> list[str]:
    """Drivers still there that are not on the list of those needed."""
    import pyogrio

    found = set(pyogrio.list_drivers())
    if RASTER_DRIVERS & set(allowed):
        found |= _raster_drivers()
    return sorted(found - set(allowed) - RASTER_WRITERS)


def _raster_drivers() -> set[str]:
    """rasterio brings a GDAL of its own, with drivers of its own."""
    import rasterio

    with rasterio.Env() as gdal:
        return set(gdal.drivers())


def canary_that_opens(folder: Path, allowed: Collection[str] = ()) -> str | None:
    """The name of the first canary that GDAL opens, None when all is well.

    Each canary points to a real little layer, so that it opens where the driver is there.
    """
    target = folder / f"{secrets.token_hex(8)}.geojson"
    target.write_text(json.dumps(CANARY_POINT))
    for name, text in _canaries(target).items():
        path = folder / f"{secrets.token_hex(4)}{name}"
        path.write_text(text)
        packed = folder / f"{secrets.token_hex(8)}.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(path, path.name)
        for canary in (str(path), f"/vsizip/{packed}/{path.name}"):
            if _opens(canary):
                return name
    return _raster_canary(folder) if RASTER_DRIVERS & set(allowed) else None


def _raster_canary(folder: Path) -> str | None:
    """A virtual raster over a real one, under the name of a GeoTIFF."""
    import rasterio
    from rasterio.errors import RasterioError

    target = folder / f"{secrets.token_hex(8)}.tif"
    profile = {"driver": "GTiff", "width": 1, "height": 1, "count": 1, "dtype": "uint8"}
    with rasterio.open(target, "w", **profile):
        pass
    band = f"<SimpleSource><SourceFilename>{target}</SourceFilename></SimpleSource>"
    canary = folder / f"{secrets.token_hex(8)}-vrt.tif"
    canary.write_text(
        '<VRTDataset rasterXSize="1" rasterYSize="1">'
        f'<VRTRasterBand dataType="Byte" band="1">{band}</VRTRasterBand></VRTDataset>'
    )
    try:
        rasterio.open(canary).close()
    except RasterioError:
        return None
    return "-vrt.tif"


def _canaries(target: Path) -> dict[str, str]:
    vrt = (
        f'<OGRVRTDataSource><OGRVRTLayer name="{target.stem}">'
        f"<SrcDataSource>{target}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    )
    gdalg = json.dumps(
        {"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline ! read {target}"}
    )
    texts = {"vrt": vrt, "gdalg": gdalg}
    names = (".shp", ".geojson", ".gpkg", ".kml", ".dxf", ".fgb", ".csv")
    return {f"-{key}{name}": text for key, text in texts.items() for name in names}


def _opens(path: str) -> bool:
    import pyogrio

    try:
        pyogrio.list_layers(path)
    except Exception:  # any refusal, of whatever kind, is what is hoped for
        return False
    return True


def environment(allowed: Collection[str] = DRIVERS) -> dict[str, str]:
    """Environment of the reading process: nothing of ours but what GDAL, PROJ and Python need.

    allowed: the drivers of GDAL that the process may load.
    """
    kept = ("PATH", "LANG", "LC_ALL", "TMPDIR", "PROJ_DATA", "GDAL_DATA", "LD_LIBRARY_PATH")
    own = {name: os.environ[name] for name in kept if name in os.environ}
    return own | {
        "GDAL_SKIP": gdal_skip(allowed),
        "GDAL_HTTP_TIMEOUT": "1",
        "GDAL_PAM_ENABLED": "NO",
        "PROJ_NETWORK": "OFF",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }
