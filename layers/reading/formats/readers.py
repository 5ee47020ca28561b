"""Which module reads which format. Only the one that is needed is loaded."""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import Protocol, cast

from layers.reading.intake.formats import TABLES, Format
from layers.reading.intake.staging import Source
from layers.reading.listing import Listing
from layers.reading.raw import RawLayer
from layers.reading.request import Request

MODULES: dict[Format, str] = {
    "shapefile": "layers.reading.formats.shapefile",
    "gpkg": "layers.reading.formats.container",
    "geojson": "layers.reading.formats.container",
    "geojsonseq": "layers.reading.formats.container",
    "esrijson": "layers.reading.formats.container",
    "flatgeobuf": "layers.reading.formats.container",
    "filegdb": "layers.reading.formats.container",
    "parquet": "layers.reading.formats.geoparquet",
    "kml": "layers.reading.formats.kml",
    "dxf": "layers.reading.formats.dxf",
    "csv": "layers.reading.formats.tables.csv_file",
    "xlsx": "layers.reading.formats.tables.workbook",
    "geotiff": "layers.reading.formats.geotiff",
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
    from layers.reading.formats.tables.coordinates import TOLD

    mapping = {ours: theirs for ours, theirs in request.mapping.items() if ours not in TOLD}
    return replace(request, mapping=mapping)
