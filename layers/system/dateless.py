"""Files that say nothing of the moment they were written: equal content gives equal bytes."""

from __future__ import annotations

import datetime as dt
import os
import re
import sqlite3
import zipfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_CORE

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip can hold."""
# Offsets in the head of a SQLite file: the change counter, for which value of it the version holds,
# and that version, of the SQLite that wrote last.
COUNTERS = {24: 1, 92: 1, 96: 3_040_000}
MOMENTS = (("gpkg_contents", "last_change"), ("gpkg_metadata_reference", "timestamp"))
BLOCK = 1 << 20
DATES = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)


def entry(name: str) -> zipfile.ZipInfo:
    """A packed member of a zip without a moment."""
    made = zipfile.ZipInfo(name, EPOCH)
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


class _Archive(zipfile.ZipFile):
    """A zip whose members have no moment, as openpyxl fills it."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *rest: Any, **named: Any) -> None:
        if zinfo_or_arcname == ARC_CORE:
            data = DATES.sub(b"", data)
        super().writestr(entry(str(zinfo_or_arcname)), data, *rest, **named)

    def write(self, filename: Any, arcname: Any = None, *_rest: Any, **_named: Any) -> None:
        with (
            Path(filename).open("rb") as part,
            self.open(entry(str(arcname)), "w", force_zip64=True) as packed,
        ):
            while block := part.read(BLOCK):
                packed.write(block)


def save_book(book: Workbook, out: Any) -> None:
    """Write a workbook to a path or an open file; it says neither when it was made nor saved."""
    with _Archive(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(book, archive).save()


def repack(packed: IO[bytes], out: Any) -> None:
    """Write a zip anew, its members without a moment."""
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            new.writestr(entry(one.filename), old.read(one))


def date_geopackage(out: Path, made: dt.datetime) -> None:
    """Have a written GeoPackage say that it was made at this moment (UTC)."""
    said = f"{made:%Y-%m-%dT%H:%M:%S}.000Z"
    with closing(sqlite3.connect(out)) as file:
        file.execute("PRAGMA synchronous=OFF")  # it waits for the disk once, below
        for table, column in _there(file):
            file.execute(f"UPDATE {table} SET {column} = ?", (said,))  # noqa: S608  # nosec B608
        file.commit()
        file.execute("VACUUM")  # free pages hold whatever was there before
    with out.open("r+b") as raw:
        # How many transactions it took is not the same every time: SQLite counts them in its head.
        for place, value in COUNTERS.items():
            raw.seek(place)
            raw.write(value.to_bytes(4, "big"))
        raw.flush()
        os.fsync(raw.fileno())


def _there(file: sqlite3.Connection) -> Iterable[tuple[str, str]]:
    tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master")}
    return (one for one in MOMENTS if one[0] in tables)
