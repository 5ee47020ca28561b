"""Zipped shapefiles as offices send them: GBK, Chinese field names, Esri projections.

The attribute table is written here: GDAL cuts Chinese field names after ten bytes of UTF-8, three
characters, while the format allows ten bytes of GBK, five. Dates inside the files are fixed, so
that the same content gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import struct
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
from pyproj import CRS

FIELD_BYTES = 10  # a DBF cuts column names here
STAMP = (2024, 12, 31, 8, 0, 0)
LANGUAGE_GBK = 0x4D


@dataclass(frozen=True, slots=True)
class Packing:
    """How a file is packed: member name, CRS, and which of the side files are there."""

    stem: str
    epsg: int = 4526
    cpg: str | None = None
    prj: bool = True
    language_byte: int = LANGUAGE_GBK
    folder: str = ""


class _GbkName(zipfile.ZipInfo):
    """A member whose name is stored as GBK bytes without the UTF-8 flag, as Windows tools do."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 (zipfile's own name)
        return self.filename.encode("gbk"), self.flag_bits


def write_zip(frame: gpd.GeoDataFrame, path: Path, packing: Packing) -> None:
    """Write one layer as a zipped shapefile; column names must fit ten GBK bytes."""
    shapes = gpd.GeoDataFrame({"id": range(len(frame))}, geometry=frame.geometry.to_list())
    shapes = shapes.set_crs(frame.crs).to_crs(packing.epsg)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "layer.shp"
        pyogrio.write_dataframe(shapes, plain, driver="ESRI Shapefile")
        members = {end: plain.with_suffix(end).read_bytes() for end in (".shp", ".shx")}
    members[".dbf"] = dbf(frame.drop(columns=frame.geometry.name), packing.language_byte)
    if packing.prj:
        members[".prj"] = CRS.from_epsg(packing.epsg).to_wkt("WKT1_ESRI").encode()
    if packing.cpg:
        members[".cpg"] = packing.cpg.encode()
    start = f"{packing.folder}/{packing.stem}" if packing.folder else packing.stem
    _zip({start + end: content for end, content in members.items()}, path)


@dataclass(frozen=True, slots=True)
class _Column:
    """A DBF column: name, type letter, width and decimals, and its cells as bytes."""

    name: bytes
    letter: str
    width: int
    decimals: int
    cells: list[bytes]

    @property
    def descriptor(self) -> bytes:
        fields = (self.name, self.letter.encode(), self.width, self.decimals)
        return struct.pack("<11sc4xBB14x", *fields)


def dbf(table: Any, language_byte: int = LANGUAGE_GBK) -> bytes:
    """A dBase III table in GBK. Text, whole numbers, decimals and dates; empty cells are blank."""
    columns = [_column(name, table[name].to_list()) for name in table.columns]
    head = 32 + 32 * len(columns) + 1
    width = 1 + sum(column.width for column in columns)
    year, month, day = STAMP[:3]
    start = (3, year - 1900, month, day, len(table), head, width, language_byte)
    rows = zip(*(column.cells for column in columns), strict=True)
    return b"".join(
        [
            struct.pack("<BBBBIHH17xB2x", *start),
            *(column.descriptor for column in columns),
            b"\r",
            *(b" " + b"".join(row) for row in rows),
            b"\x1a",
        ]
    )


def _column(name: str, values: Sequence[Any]) -> _Column:
    encoded = name.encode("gbk")
    if len(encoded) > FIELD_BYTES:
        raise ValueError(f"field name longer than {FIELD_BYTES} bytes: {name}")
    filled = [value for value in values if not _is_empty(value)]
    if filled and all(isinstance(value, dt.date) for value in filled):
        return _Column(encoded, "D", 8, 0, [_cell(v, "%Y%m%d").ljust(8) for v in values])
    if filled and all(isinstance(value, (int, float)) for value in filled):
        decimals = 0 if all(value == int(value) for value in filled) else 3
        return _Column(
            encoded, "N", 16, decimals, [_cell(v, f".{decimals}f").rjust(16) for v in values]
        )
    texts = [_cell(value, "") for value in values]
    width = max(8, *(len(text) for text in texts))
    return _Column(encoded, "C", width, 0, [text.ljust(width) for text in texts])


def _is_empty(value: Any) -> bool:
    return value is None or value != value or value == ""


def _cell(value: Any, form: str) -> bytes:
    return b"" if _is_empty(value) else format(value, form).encode("gbk")


def _zip(members: dict[str, bytes], path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            member = _GbkName(name, STAMP)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            archive.writestr(member, content, compresslevel=9)
