"""A version as a zipped shapefile that says its encoding and CRS, and can be imported again."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import warnings
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.errors import EcoAtlasError, Problem
from layers.catalogue import VersionRef
from layers.content import columns_of
from layers.export_errors import FIELDS_RENAMED, MIXED_GEOMETRY, NOT_ENCODABLE, TEXT_CUT
from layers.export_fields import ExportField, export_fields, looks_like_formula

DBF_TEXT_BYTES = 254
FAMILIES = {"Polygon": "polygon", "LineString": "line", "Point": "point", "LinearRing": "line"}
TABLE_HEAD = ("short_name", "name", "title_zh", "title_en", "unit", "codes")


def write_shapefile_zip(
    frame: gpd.GeoDataFrame, version: VersionRef, about: dict[str, Any], out: Path, encoding: str
) -> list[Problem]:
    """Write the zip; returns notes on what was cut or renamed.

    Raises `mixed-geometry`, `not-encodable`.
    """
    _require_one_family(frame)
    fields = export_fields(version.kind, columns_of(frame))
    notes = [note for field in fields for note in _fit(frame, field, encoding)]
    if any(field.name != field.short_name for field in fields):
        notes.append(Problem(FIELDS_RENAMED))
    short = frame.rename(columns={field.name: field.short_name for field in fields})
    with tempfile.TemporaryDirectory(dir=out.parent) as name:
        folder = Path(name)
        _write(short, folder / f"{version.layer_id}.shp", encoding)
        (folder / "fields.csv").write_bytes(fields_table(fields))
        text = json.dumps(about, ensure_ascii=False, indent=1)
        (folder / "about.txt").write_text(text, encoding="utf-8")
        _zip(folder, out)
    return notes


def _require_one_family(frame: gpd.GeoDataFrame) -> None:
    types = set(frame.geom_type.dropna().str.removeprefix("Multi"))
    if len({FAMILIES.get(one, one) for one in types}) > 1:
        raise EcoAtlasError(MIXED_GEOMETRY, types=", ".join(sorted(types)))


def _fit(frame: gpd.GeoDataFrame, field: ExportField, encoding: str) -> list[Problem]:
    """Cut texts at the last whole character that fits; refuse what the encoding cannot write."""
    column = frame[field.name]
    if not pd.api.types.is_string_dtype(column):
        return []
    texts = column.dropna()
    for text in texts:
        if not _encodable(text, encoding):
            raise EcoAtlasError(NOT_ENCODABLE, field=field.name, value=text, encoding=encoding)
    long = texts[[len(text.encode(encoding)) > DBF_TEXT_BYTES for text in texts]]
    for row, text in long.items():
        cut = text.encode(encoding)[:DBF_TEXT_BYTES].decode(encoding, errors="ignore")
        frame.loc[row, field.name] = cut
    return [Problem(TEXT_CUT, {"field": field.name, "count": len(long)})] if len(long) else []


def _encodable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _write(frame: gpd.GeoDataFrame, path: Path, encoding: str) -> None:
    with warnings.catch_warnings():
        # Column widths and cut texts are our own business; we have told of both.
        warnings.simplefilter("ignore")
        frame.to_file(path, driver="ESRI Shapefile", encoding=encoding, use_arrow=False)
    path.with_suffix(".cpg").write_text(encoding, encoding="ascii")


def fields_table(fields: list[ExportField]) -> bytes:
    """Short name and what it stands for, as a CSV that a spreadsheet opens with Chinese intact."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(TABLE_HEAD)
    for field in fields:
        row = (
            field.short_name,
            field.name,
            field.title.zh,
            field.title.en,
            field.unit,
            field.code_list,
        )
        writer.writerow([f"'{cell}" if looks_like_formula(cell) else cell for cell in row])
    return table.getvalue().encode("utf-8-sig")


def _zip(folder: Path, out: Path) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
