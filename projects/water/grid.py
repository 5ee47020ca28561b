"""The table of a file of readings: its first lines, and its columns as text, each cell as written.

A workbook holds fifty thousand rows at most and is read as sheets are; a CSV may hold millions and
is read by columns.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv

from geo.errors import EcoAtlasError
from projects.sheets.files import ENCODINGS, NO_RESULT, ZIP, read_lines
from projects.water.errors import FILE_TOO_LARGE, NOT_READ

FIRST_LINES = 12
MAX_CSV_BYTES = 512 * 2**20
PIECE = 2**22

Texts = Sequence[str]


@dataclass(frozen=True, slots=True)
class Grid:
    """first: lines from the top, as they are shown. `below(n, columns)` are the columns, by place,
    of everything below line n."""

    first: Sequence[Texts]
    below: Callable[[int, Sequence[int]], dict[int, pa.Array]]


def read_grid(path: Path, name: str) -> Grid:
    """Raises `water-file-too-large`, `water-file-unreadable`, `sheet-file-…`."""
    with path.open("rb") as file:
        is_zip = file.read(len(ZIP)) == ZIP
    if is_zip:
        return _of_lines([tuple(map(_shown, line)) for line in read_lines(path, name)])
    if path.stat().st_size > MAX_CSV_BYTES:
        raise EcoAtlasError(FILE_TOO_LARGE, name=name, limit=f"{MAX_CSV_BYTES >> 20} MB")
    return _of_csv(path, name)


def _shown(value: Any) -> str:
    if value is None or value is NO_RESULT:
        return "" if value is None else "="
    if isinstance(value, dt.datetime):
        exact = value.hour or value.minute
        return value.isoformat(" ", "minutes") if exact else value.date().isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value)


def _of_lines(lines: Sequence[Texts]) -> Grid:
    def below(head: int, columns: Sequence[int]) -> dict[int, pa.Array]:
        rest = lines[head:]
        return {
            at: pa.array([line[at] if at < len(line) else "" for line in rest], pa.string())
            for at in columns
        }

    return Grid(lines[:FIRST_LINES], below)


def _of_csv(path: Path, name: str) -> Grid:
    encoding = _encoding(path, name)
    with path.open(encoding=encoding, newline="") as file:
        delimiter = max(",", "\t", ";", key=file.readline().count)
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter)
        first, ends = [], []
        for line in islice(reader, FIRST_LINES):
            first.append(tuple(line))
            ends.append(reader.line_num)

    def below(head: int, columns: Sequence[int]) -> dict[int, pa.Array]:
        width = max(map(len, first))
        try:
            table = _columns(path, encoding, delimiter, ends[head - 1], width, columns)
        except pa.ArrowInvalid:  # rows of several lengths
            return _of_lines(_every_line(path, encoding, delimiter, name)).below(head, columns)
        found = {}
        for at in columns:  # a column at a time, so that no two copies of the table are held
            found[at] = table.column(f"c{at}").combine_chunks()
            table = table.drop_columns([f"c{at}"])
        return found

    return Grid(first, below)


def _columns(
    path: Path, encoding: str, delimiter: str, skipped: int, width: int, columns: Sequence[int]
) -> pa.Table:
    names = [f"c{at}" for at in range(width)]
    wanted = [f"c{at}" for at in columns]
    return pacsv.read_csv(
        path,
        read_options=pacsv.ReadOptions(
            column_names=names, skip_rows=skipped, encoding=encoding.replace("-sig", "")
        ),
        parse_options=pacsv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
        ),
        convert_options=pacsv.ConvertOptions(
            include_columns=wanted,
            column_types=dict.fromkeys(wanted, pa.string()),
            strings_can_be_null=False,
        ),
    )


def _every_line(path: Path, encoding: str, delimiter: str, name: str) -> list[Texts]:
    text = path.read_bytes().decode(encoding)
    try:
        return [tuple(line) for line in csv.reader(io.StringIO(text, newline=""),
                                                   delimiter=delimiter)]  # fmt: skip
    except csv.Error as error:
        raise EcoAtlasError(NOT_READ, name=name, row="?") from error


def _encoding(path: Path, name: str) -> str:
    for encoding in ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while piece := file.read(PIECE):
                    if "\0" in decoder.decode(piece):
                        raise EcoAtlasError(NOT_READ, name=name, row=1)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise EcoAtlasError(NOT_READ, name=name, row=1)
