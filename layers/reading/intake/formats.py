"""The formats that are read: by which names they come, and which driver of GDAL opens them, if any.

A format without a driver is read without GDAL. A driver is loaded only in a process that has a file
of its format to read, and must then be the one that opens it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from geo.words import Text

Format = Literal[
    "shapefile",
    "gpkg",
    "geojson",
    "geojsonseq",
    "esrijson",
    "parquet",
    "flatgeobuf",
    "filegdb",
    "kml",
    "dxf",
    "csv",
    "xlsx",
    "geotiff",
]


@dataclass(frozen=True, slots=True)
class FileFormat:
    """One format. `suffixes` are in lower case; the first is the usual one."""

    id: Format
    title: Text
    suffixes: tuple[str, ...]
    driver: str | None = None


FORMATS: dict[Format, FileFormat] = {
    found.id: found
    for found in (
        FileFormat(
            "shapefile",
            Text("Shapefile（.shp）", "a shapefile (.shp)"),
            (".shp", ".dbf", ".shx"),
            "ESRI Shapefile",
        ),
        FileFormat("gpkg", Text("GeoPackage", "a GeoPackage"), (".gpkg",), "GPKG"),
        FileFormat("geojson", Text("GeoJSON", "GeoJSON"), (".geojson", ".json"), "GeoJSON"),
        FileFormat(
            "geojsonseq",
            Text("GeoJSON 序列（每行一个要素）", "a sequence of GeoJSON features"),
            (".geojsonl", ".geojsons", ".geojsonseq", ".ndjson", ".jsonl"),
            "GeoJSONSeq",
        ),
        # Known by what is inside; its files are called .json as well.
        FileFormat("esrijson", Text("Esri JSON", "Esri JSON"), (), "ESRIJSON"),
        FileFormat("parquet", Text("GeoParquet", "a GeoParquet file"), (".parquet", ".geoparquet")),
        FileFormat("flatgeobuf", Text("FlatGeobuf", "a FlatGeobuf file"), (".fgb",), "FlatGeobuf"),
        FileFormat(
            "filegdb",
            Text("文件地理数据库（.gdb）", "a file geodatabase (.gdb)"),
            (".gdb",),
            "OpenFileGDB",
        ),
        FileFormat("kml", Text("KML", "KML"), (".kml",)),
        FileFormat("dxf", Text("DXF", "a DXF drawing"), (".dxf",), "DXF"),
        FileFormat("csv", Text("CSV 表", "a CSV table"), (".csv", ".tsv")),
        FileFormat("xlsx", Text("Excel 工作簿（.xlsx）", "an Excel workbook (.xlsx)"), (".xlsx",)),
        FileFormat("geotiff", Text("GeoTIFF 栅格", "a GeoTIFF raster"), (".tif", ".tiff"), "GTiff"),
    )
}
# All of them may be called .json, and are told apart by what is inside.
JSON: frozenset[Format] = frozenset({"geojson", "geojsonseq", "esrijson"})
# In a zip, tables often lie beside the layer they describe: they count where nothing else is.
TABLES: frozenset[Format] = frozenset({"csv", "xlsx"})
# So do pictures; a raster is meant only where there is no layer of features.
BESIDE: frozenset[Format] = frozenset({*TABLES, "geotiff"})
BY_SUFFIX: dict[str, Format] = {
    suffix: found.id for found in FORMATS.values() for suffix in found.suffixes
}
# What SQLite keeps beside a database that is open: the newest rows may be in there.
GPKG_LOGS = frozenset({".gpkg-wal", ".gpkg-shm", ".gpkg-journal"})
# Needed by every process: memory layers, and the little layer that a canary points to.
ALWAYS = frozenset({"MEM", "GeoJSON"})
DRIVERS = frozenset(found.driver for found in FORMATS.values() if found.driver) | ALWAYS


def drivers_for(formats: Iterable[Format]) -> frozenset[str]:
    """The drivers that a process needs to read files of these formats, and no others."""
    needed = (FORMATS[name].driver for name in formats)
    return ALWAYS | {driver for driver in needed if driver}
