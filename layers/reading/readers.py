"""Which module reads which format. Only the one that is needed is loaded."""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import Protocol, cast

from layers.reading.formats import TABLES, Format
from layers.reading.listing import Listing
from layers.reading.raw import RawLayer
from layers.reading.request import Request
from layers.reading.staging import Source

MODULES: dict[Format, str] = {
    "shapefile": "layers.reading.shapefile",
    "gpkg": "layers.reading.container",
    "geojson": "layers.reading.container",
    "geojsonseq": "layers.reading.container",
    "esrijson": "layers.reading.container",
    "flatgeobuf": "layers.reading.container",
    "filegdb": "layers.reading.container",
    "parquet": "layers.reading.geoparquet",
    "kml": "layers.reading.kml",
    "dxf": "layers.reading.dxf",
    "csv": "layers.reading.tables.csv_file",
    "xlsx": "layers.reading.tables.workbook",
    "geotiff": "layers.reading.geotiff",
}


class Reader(Protocol):
    """What a module offers that reads a format. Both raise `EcoAtlasError` with one reason."""

    def layers_of(self, source: Source, request: Request) -> Listing:
        """The layers inside, by name, without reading their features where that can be helped."""

    def read(self, source: Source, name: str, request: Request) -> RawLayer:
        """One of these layers."""


def reader_of(format_: Format) -> Reader:
    return cast(Reader, importlib.import_module(MODULES[format_]))


def without_coordinates(request: Request) -> Request:
    """The request as the later steps see it: which columns hold coordinates is settled by then."""
    if not any(source.format in TABLES for source in request.sources):
        return request
    from layers.reading.tables.coordinates import TOLD

    mapping = {ours: theirs for ours, theirs in request.mapping.items() if ours not in TOLD}
    return replace(request, mapping=mapping)
