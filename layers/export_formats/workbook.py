"""The attributes of a version as an Excel workbook that people read, measured on the ellipsoid."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from openpyxl import Workbook

from geo import measure
from geo.errors import EcoAtlasError, Problem
from layers.content import columns_of
from layers.export_errors import CELL_CUT, SHAPES_LEFT_OUT, TOO_MANY_ROWS
from layers.export_fields import ExportField, export_fields
from layers.export_formats import about
from layers.export_formats.job import Job
from layers.progress import counted
from layers.sheets import MOST_ROWS, add_sheet

AREA, LENGTH = "椭球面积 Area（m²）", "椭球长度 Length（m）"
DEGREES = ("经度 Longitude（°）", "纬度 Latitude（°）")
METRES = ("东坐标 Easting（m）", "北坐标 Northing（m）")
CELL_CHARACTERS = 32_767
# Excel counts in binary floats: longer whole numbers lose their last digits.
EXACT = 10**15
EXCEL_BEGINS = dt.date(1900, 3, 1)


def write_workbook(job: Job) -> list[Problem]:
    """Three sheets: features with Chinese titles and wording, fields, and what this is.

    Points have their coordinates, areas their size in m², lines their length in m; other shapes
    are left out, and that is told. Text that looks like a formula stays text. Raises
    `too-many-rows`.
    """
    frame = job.frame
    if len(frame) > MOST_ROWS:
        raise EcoAtlasError(TOO_MANY_ROWS, count=len(frame))
    fields = export_fields(job.kind, columns_of(frame))
    notes = [note for field in fields for note in _cut(frame, field)]
    measured = dict(_measured(frame))
    if not (frame.geom_type.dropna() == "Point").all():
        notes.append(Problem(SHAPES_LEFT_OUT))
    book = Workbook(write_only=True)
    head = [_heading(field) for field in fields] + list(measured)
    columns = [[_plain(value, field) for value in frame[field.name]] for field in fields]
    rows = zip(*columns, *measured.values(), strict=True)
    add_sheet(book, "要素 Features", head, counted(rows, job.progress, "write", len(frame)))
    head = ["名称 Name", "中文 Chinese", "英文 English", "单位 Unit", "代码 Codes"]
    add_sheet(book, "字段 Fields", head, (_field_row(field) for field in fields))
    add_about(book, job.about, [*job.notes, *notes])
    book.save(job.out)
    return notes


def add_about(book: Workbook, said: dict[str, Any], notes: Iterable[Problem]) -> None:
    """The sheet that says what this is."""
    rows = about.lines(said) + [(about.NOTES, one) for one in about.sentences(notes)]
    add_sheet(book, "说明 About", ["项目 Item", "内容 Content"], rows)


def _heading(field: ExportField) -> str:
    return f"{field.title.zh}（{field.unit}）" if field.unit else field.title.zh


def _measured(frame: gpd.GeoDataFrame) -> Iterator[tuple[str, list[float | None]]]:
    """What a table can say of the shapes: place of points, area, length."""
    shapes = frame.geometry
    dimensions = shapely.get_dimensions(shapes.to_numpy())
    if (shapes.geom_type == "Point").any():
        points = shapes.where(shapes.geom_type == "Point")
        names = DEGREES if frame.crs.is_geographic else METRES
        yield names[0], _numbers(points.x)
        yield names[1], _numbers(points.y)
    if (dimensions == 2).any():
        yield AREA, _numbers(pd.Series(measure.area_m2(shapes)).where(dimensions == 2))
    if (dimensions == 1).any():
        yield LENGTH, _numbers(pd.Series(measure.length_m(shapes)).where(dimensions == 1))


def _numbers(values: pd.Series) -> list[float | None]:
    return [None if math.isnan(value) else value for value in values.tolist()]


def _cut(frame: gpd.GeoDataFrame, field: ExportField) -> list[Problem]:
    column = frame[field.name]
    if not pd.api.types.is_string_dtype(column):
        return []
    long = column.str.len().fillna(0) > CELL_CHARACTERS
    if not long.any():
        return []
    frame.loc[long, field.name] = column[long].str.slice(0, CELL_CHARACTERS)
    return [Problem(CELL_CUT, {"field": field.name, "count": int(long.sum())})]


def _plain(value: Any, field: ExportField) -> Any:
    """A value as a person reads it: codes in words, nothing for nothing."""
    if pd.isna(value):
        return None
    if isinstance(value, str):
        return field.codes[value].zh if value in field.codes else value
    plain = value.item() if hasattr(value, "item") else value
    return plain if _fits(plain) else str(plain)


def _fits(value: Any) -> bool:
    """Whether Excel can hold the value as what it is: not every number or date."""
    if isinstance(value, dt.datetime):
        return value.tzinfo is None and value.date() >= EXCEL_BEGINS
    if isinstance(value, dt.date):
        return value >= EXCEL_BEGINS
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or abs(value) < EXACT


def _field_row(field: ExportField) -> tuple[str, ...]:
    return (field.name, field.title.zh, field.title.en, field.unit, field.code_list)
