"""The parts of a shapefile written byte by byte, as no library writes them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import geopandas as gpd

Column = tuple[bytes, str, int]
PRJ = gpd.GeoSeries([], crs=4490).crs.to_wkt("WKT1_ESRI").encode()
CODE: Column = (b"code", "C", 8)
NAME: Column = (b"name", "C", 10)


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], deleted: int = -1) -> bytes:
    """A dBASE III table; numbers without decimals, text in GBK."""
    width = 1 + sum(column[2] for column in columns)
    head = struct.pack("<B3xLHH20x", 3, len(rows), 33 + 32 * len(columns), width)
    named = b"".join(
        name.ljust(11, b"\0") + kind.encode() + bytes([0, 0, 0, 0, wide, 0]) + bytes(14)
        for name, kind, wide in columns
    )
    body = b""
    for at, row in enumerate(rows):
        body += b"*" if at == deleted else b" "
        for (_, kind, wide), value in zip(columns, row, strict=True):
            raw = value.encode("gbk")
            body += raw.rjust(wide) if kind == "N" else raw.ljust(wide)
    return head + named + b"\r" + body + b"\x1a"


def points(places: Sequence[tuple[float, float]]) -> tuple[bytes, bytes]:
    """A .shp of points and its .shx."""
    records = [struct.pack("<i2d", 1, *place) for place in places]
    shp = b"".join(struct.pack(">2i", at + 1, 10) + raw for at, raw in enumerate(records))
    shx = b"".join(struct.pack(">2i", 50 + 14 * at, 10) for at in range(len(records)))

    def head(size: int) -> bytes:
        words = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 50 + size // 2)
        return words + struct.pack("<2i8d", 1000, 1, 113, 29, 116, 32, 0, 0, 0, 0)

    return head(len(shp)) + shp, head(len(shx)) + shx


def polygon(rings: Sequence[Sequence[tuple[float, float]]]) -> tuple[bytes, bytes]:
    """A .shp of one polygon, its rings as they are given, and the .shx."""
    places = [place for ring in rings for place in ring]
    starts = [sum(len(ring) for ring in rings[:at]) for at in range(len(rings))]
    raw = struct.pack("<i4d2i", 5, 114, 30, 115, 31, len(rings), len(places))
    raw += struct.pack(f"<{len(rings)}i", *starts)
    raw += b"".join(struct.pack("<2d", *place) for place in places)

    def head(size: int) -> bytes:
        words = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 50 + size // 2)
        return words + struct.pack("<2i8d", 1000, 5, 114, 30, 115, 31, 0, 0, 0, 0)

    record = struct.pack(">2i", 1, len(raw) // 2) + raw
    return head(len(record)) + record, head(8) + struct.pack(">2i", 50, len(raw) // 2)


def parts(columns: Sequence[Column], rows: Sequence[Sequence[str]], **how: Any) -> dict[str, bytes]:
    """Points side by side near Wuhan with these rows, as the entries of a zip."""
    shp, shx = points([(114.0 + 0.1 * at, 30.5) for at in range(len(rows))])
    dbf = table(columns, rows, **how)
    return {"厂.shp": shp, "厂.shx": shx, "厂.dbf": dbf, "厂.prj": PRJ, "厂.cpg": b"GBK"}
