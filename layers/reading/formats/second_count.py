"""The features of a FlatGeobuf and of a table of a geodatabase, counted in the bytes of the file.

GDAL reads a file that broke off as if it ended there. Layouts: the FlatGeobuf specification, and
https://github.com/rouault/dump_gdbtable/wiki/FGDB-Spec for the geodatabase.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyogrio.raw

from geo.words import Text
from layers.reading.formats.shapefile import GDAL_ERRORS
from layers.reading.raw import Counted, Uncounted

BY_HEADER = Text("文件头", "the header")
BY_BUFFERS = Text("逐个要素的记录", "the records of its features, one by one")
BY_INDEX = Text("行的索引（.gdbtablx）", "the index of its rows (.gdbtablx)")
NO_TABLE = Text(
    "地理数据库的目录没有说明该图层存放在哪个文件里。",
    "The catalogue of the geodatabase does not say which file holds the layer.",
)
OTHER_TABLE = Text(
    "该表是另一版本的格式，其行数的位置未公开。",
    "The table is of another version, and where it states its rows is not published.",
)
_MAGIC_BYTES = 8
# Of the fields of a FlatGeobuf header, the one for the number of features.
_COUNT_FIELD = 8
_KNOWN_TABLE = 3
_ROWS_IN_BLOCK, _INDEX_HEADER_BYTES = 1024, 16


def count_flatgeobuf(path: Path) -> Counted:
    """As the header says; where it says nothing there is no index, and features are counted."""
    with path.open("rb") as file:
        file.seek(_MAGIC_BYTES)
        header = file.read(_length(file))
        try:
            stated = _stated(header)
        except struct.error:
            stated = 0
        return Counted(stated, BY_HEADER) if stated else Counted(_buffers(file), BY_BUFFERS)


def _stated(header: bytes) -> int:
    """A number of 8 bytes in the table of a flatbuffer; 0 where it is left out."""
    (table,) = struct.unpack_from("<I", header)
    fields = table - struct.unpack_from("<i", header, table)[0]
    place = 4 + 2 * _COUNT_FIELD
    if place >= struct.unpack_from("<H", header, fields)[0]:
        return 0
    (offset,) = struct.unpack_from("<H", header, fields + place)
    return int(struct.unpack_from("<Q", header, table + offset)[0]) if offset else 0


def _buffers(file: BinaryIO) -> int:
    """Features from here to the end, each after its length; one that broke off counts."""
    count = 0
    while length := _length(file):
        file.seek(length, 1)
        count += 1
    return count


def _length(file: BinaryIO) -> int:
    raw = file.read(4)
    return int(struct.unpack("<I", raw)[0]) if len(raw) == 4 else 0


def count_geodatabase(folder: Path, layer: str) -> Counted | Uncounted:
    """Rows that the header of the table states (deleted ones are not among them), or where it
    states none the rows that its index points to."""
    number = _number(folder, layer)
    table = folder / f"a{number:08x}.gdbtable"
    if not number or not table.exists():
        return Uncounted(NO_TABLE)
    with table.open("rb") as file:
        head = file.read(8)
    version, rows = struct.unpack("<ii", head) if len(head) == 8 else (0, 0)
    if version != _KNOWN_TABLE:
        return Uncounted(OTHER_TABLE)
    return Counted(rows, BY_HEADER) if rows > 0 else _indexed(table.with_suffix(".gdbtablx"))


def _number(folder: Path, layer: str) -> int:
    """Tables are numbered as the catalogue lists them; 0 where it does not."""
    try:
        _, numbers, _, (names,) = pyogrio.raw.read(
            folder,
            layer="GDB_SystemCatalog",
            columns=["Name"],
            read_geometry=False,
            return_fids=True,
            LIST_ALL_TABLES="YES",
        )
    except (*GDAL_ERRORS, ValueError):
        return 0
    return next((int(n) for n, name in zip(numbers, names, strict=True) if name == layer), 0)


def _indexed(path: Path) -> Counted | Uncounted:
    """Places in the table that are not zero, as those of deleted rows are."""
    raw = path.read_bytes() if path.exists() else b""
    try:
        version, blocks, _, width = struct.unpack_from("<iiii", raw)
    except struct.error:
        return Uncounted(NO_TABLE)
    if version != _KNOWN_TABLE or width not in (4, 5, 6):
        return Uncounted(OTHER_TABLE)
    size = blocks * _ROWS_IN_BLOCK * width
    places = np.frombuffer(raw[_INDEX_HEADER_BYTES:][:size], np.uint8)
    rows = places[: len(places) // width * width].reshape(-1, width)
    return Counted(int(rows.any(axis=1).sum()), BY_INDEX)
