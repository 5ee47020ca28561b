"""A zipped shapefile that says its encoding and CRS, and can be imported again."""

from __future__ import annotations

import csv
import io
import tempfile
import warnings
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import EcoAtlasError, Problem
from layers.content import columns_of
from layers.export_errors import (
    DIGITS_CUT,
    FIELDS_RENAMED,
    MIXED_GEOMETRY,
    NOT_ENCODABLE,
    SHAPEFILE_TOO_LARGE,
    TEXT_CUT,
    UNKNOWN_ENCODING,
)
from layers.export_fields import ExportField, export_fields
from layers.export_formats.about import readme
from layers.export_formats.job import Job
from layers.sheets import csv_value

ENCODINGS = ("UTF-8", "GB18030", "GBK")
DBF_TEXT_BYTES = 254
DBF_DECIMALS = 15
# ArcGIS and QGIS open larger parts only sometimes.
LARGEST_PART = 2**31 - 1
# The byte of a .dbf that names its code page, for programs that do not read the .cpg.
CODE_PAGE_AT, CODE_PAGES = 29, {"GBK": 0x4D}
FAMILIES = {"Polygon": "polygon", "LineString": "line", "Point": "point", "LinearRing": "line"}
TABLE_HEAD = (
    "短名 short_name",
    "字段 name",
    "中文 title_zh",
    "英文 title_en",
    "单位 unit",
    "代码 codes",
)
FIELDS_TABLE, README = "字段对照.csv", "说明.txt"
# The same content gives the same zip, whenever it is made.
EPOCH = (1980, 1, 1, 0, 0, 0)


def write_shapefile(job: Job) -> list[Problem]:
    """Write the zip; returns notes on what was cut or renamed.

    Raises `unknown-export-encoding`, `mixed-geometry`, `not-encodable`, `shapefile-too-large`.
    """
    encoding = known_encoding(job.encoding)
    _require_one_family(job.frame)
    fields = export_fields(job.kind, columns_of(job.frame))
    notes = [note for field in fields for note in _fit(job.frame, field, encoding)]
    if any(field.name != field.short_name for field in fields):
        notes.append(Problem(FIELDS_RENAMED))
    short = job.frame.rename(columns={field.name: field.short_name for field in fields})
    with tempfile.TemporaryDirectory(dir=job.out.parent) as name:
        folder = Path(name)
        _write(short, folder / f"{job.name}.shp", encoding)
        _require_size(folder)
        (folder / FIELDS_TABLE).write_bytes(fields_table(fields))
        about = {**job.about, "encoding": encoding}
        (folder / README).write_bytes(readme(about, [*job.notes, *notes]))
        _zip(folder, job.out)
    return notes


def known_encoding(name: str) -> str:
    """One of ENCODINGS, however it is written; raises `unknown-export-encoding`."""
    plain = {known.replace("-", ""): known for known in ENCODINGS}
    known = plain.get(name.upper().replace("-", "").replace("_", ""))
    if known is None:
        raise EcoAtlasError(UNKNOWN_ENCODING, encoding=name, known=", ".join(ENCODINGS))
    return known


def _require_one_family(frame: gpd.GeoDataFrame) -> None:
    types = set(frame.geom_type.dropna().str.removeprefix("Multi"))
    if len({FAMILIES.get(one, one) for one in types}) > 1:
        raise EcoAtlasError(MIXED_GEOMETRY, types=", ".join(sorted(types)))


def _require_size(folder: Path) -> None:
    for part in folder.iterdir():
        size = part.stat().st_size
        if size > LARGEST_PART:
            size_gb = round(size / 2**30, 1)
            raise EcoAtlasError(SHAPEFILE_TOO_LARGE, part=part.suffix, size_gb=size_gb)


def _fit(frame: gpd.GeoDataFrame, field: ExportField, encoding: str) -> list[Problem]:
    """What the table cannot hold of a column: cut and told, or refused."""
    column = frame[field.name]
    if pd.api.types.is_float_dtype(column):
        return _digits(column, field)
    if not pd.api.types.is_string_dtype(column):
        return []
    texts = column.dropna()
    written = [_encoded(text, field, encoding) for text in texts]
    long = {
        row: text[:DBF_TEXT_BYTES].decode(encoding, errors="ignore")
        for row, text in zip(texts.index, written, strict=True)
        if len(text) > DBF_TEXT_BYTES
    }
    if long:
        frame.loc[list(long), field.name] = list(long.values())
    return [Problem(TEXT_CUT, {"field": field.name, "count": len(long)})] if long else []


def _digits(column: pd.Series, field: ExportField) -> list[Problem]:
    """Numbers so small that fifteen decimals hold little or nothing of them."""
    values = column.to_numpy(dtype=float, na_value=np.nan)
    lost = np.abs(np.round(values, DBF_DECIMALS) - values) > np.abs(values) * 1e-9
    count = int(lost.sum())
    return [Problem(DIGITS_CUT, {"field": field.name, "count": count})] if count else []


def _encoded(text: str, field: ExportField, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        raise EcoAtlasError(
            NOT_ENCODABLE, field=field.name, value=text, encoding=encoding
        ) from None


def _write(frame: gpd.GeoDataFrame, path: Path, encoding: str) -> None:
    with warnings.catch_warnings():
        # Column widths and cut texts are our own business; we have told of both.
        warnings.simplefilter("ignore")
        frame.to_file(path, driver="ESRI Shapefile", encoding=encoding, use_arrow=True)
    path.with_suffix(".cpg").write_text(encoding, encoding="ascii")
    if encoding in CODE_PAGES:
        with path.with_suffix(".dbf").open("r+b") as table:
            table.seek(CODE_PAGE_AT)
            table.write(bytes([CODE_PAGES[encoding]]))


def fields_table(fields: list[ExportField]) -> bytes:
    """Short name and what it stands for, as a CSV that a spreadsheet opens with Chinese intact."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(TABLE_HEAD)
    for field in fields:
        title = field.title
        row = (field.short_name, field.name, title.zh, title.en, field.unit, field.code_list)
        writer.writerow([csv_value(cell) for cell in row])
    return table.getvalue().encode("utf-8-sig")


def _zip(folder: Path, out: Path) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(file.name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with file.open("rb") as part, archive.open(entry, "w", force_zip64=True) as packed:
                while block := part.read(1 << 20):
                    packed.write(block)
