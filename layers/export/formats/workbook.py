"""The attributes of a version as an Excel workbook that people read, measured on the ellipsoid."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import geopandas as gpd
import pandas as pd
import pyproj
import shapely
from openpyxl import Workbook

from geo.errors import EcoAtlasError, Problem
from geo.measure import ellipsoid as measure
from geo.words import Text
from layers.export.errors import CELL_CUT, SHAPES_LEFT_OUT, TOO_MANY_ROWS
from layers.export.features import Features
from layers.export.fields import ExportField, export_fields
from layers.export.formats import about
from layers.export.formats.declaration import ExportFormat, Rate
from layers.export.formats.job import Job
from layers.export.formats.types_held import TypesHeld, types_held
from layers.system.dateless import save_book
from layers.system.media_types import XLSX
from layers.system.xlsx import MOST_ROWS, add_sheet

AREA, LENGTH = "椭球面积 Area（m²）", "椭球长度 Length（m）"
DEGREES = ("经度 Longitude（°）", "纬度 Latitude（°）")
METRES = ("东坐标 Easting（m）", "北坐标 Northing（m）")
CELL_CHARACTERS = 32_767
# Excel counts in binary floats: longer whole numbers lose their last digits.
EXACT = 10**15
EXCEL_BEGINS = dt.date(1900, 3, 1)
Measures = list[tuple[str, Callable[[gpd.GeoSeries], pd.Series]]]


def write_workbook(job: Job) -> list[Problem]:
    """Three sheets: features with Chinese titles and wording, fields, and what this is.

    Points have their coordinates, areas their size in m², lines their length in m; other shapes
    are left out, and that is told. Text that looks like a formula stays text. Raises
    `too-many-rows`.
    """
    count = job.features.count
    if count > MOST_ROWS:
        raise EcoAtlasError(TOO_MANY_ROWS, count=count)
    fields = export_fields(job.kind, job.features.columns)
    held = types_held(job)
    measures = _measures(held, job.features)
    cut: Counter[str] = Counter()
    book = Workbook(write_only=True)
    head = [*map(_heading, fields), *(title for title, _ in measures)]
    frames = job.written(job.features.frames())
    rows = (row for frame in frames for row in _rows(frame, fields, measures, cut))
    add_sheet(book, "要素 Features", head, rows)
    head = ["名称 Name", "中文 Chinese", "英文 English", "单位 Unit", "代码 Codes"]
    add_sheet(book, "字段 Fields", head, (_field_row(field) for field in fields))
    notes = [
        Problem(CELL_CUT, {"field": field.name, "count": cut[field.name]})
        for field in fields
        if cut[field.name]
    ]
    if set(held.types) - {"Point"}:
        notes.append(Problem(SHAPES_LEFT_OUT))
    add_about(book, job.about, [*job.notes, *notes])
    save_book(book, job.out)
    return notes


def _rows(
    frame: gpd.GeoDataFrame, fields: list[ExportField], measures: Measures, cut: Counter[str]
) -> Iterator[tuple[Any, ...]]:
    for field in fields:
        cut[field.name] += _cut(frame, field)
    columns = [[_plain(value, field) for value in frame[field.name]] for field in fields]
    measured = [_numbers(measure(frame.geometry)) for _, measure in measures]
    return zip(*columns, *measured, strict=True)


def add_about(book: Workbook, said: dict[str, Any], notes: Iterable[Problem]) -> None:
    """The sheet that says what this is."""
    rows = about.lines(said) + [(about.NOTES, one) for one in about.sentences(notes)]
    add_sheet(book, "说明 About", ["项目 Item", "内容 Content"], rows)


def _heading(field: ExportField) -> str:
    return f"{field.title.zh}（{field.unit}）" if field.unit else field.title.zh


def _measures(held: TypesHeld, features: Features) -> Measures:
    """What a table can say of the shapes: place of points, area, length."""
    measures: Measures = []
    plane = features.plane
    if "Point" in held.types:
        names = DEGREES if pyproj.CRS.from_epsg(features.epsg).is_geographic else METRES
        measures += [(names[0], lambda s: _points(s).x), (names[1], lambda s: _points(s).y)]
    if 2 in held.dimensions:
        measures.append((AREA, lambda shapes: _of(2, shapes, measure.area_m2, plane)))
    if 1 in held.dimensions:
        measures.append((LENGTH, lambda shapes: _of(1, shapes, measure.length_m, plane)))
    return measures


def _points(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    return shapes.where(shapes.geom_type == "Point")


def _of(
    dimension: int,
    shapes: gpd.GeoSeries,
    measured: Callable[[gpd.GeoSeries, int | None], Any],
    plane: int | None,
) -> pd.Series:
    """A measure of the shapes of one dimension; of the others nothing."""
    ours = shapely.get_dimensions(shapes.to_numpy()) == dimension
    return pd.Series(measured(shapes, plane)).where(ours)


def _numbers(values: pd.Series) -> list[float | None]:
    return [None if math.isnan(value) else value for value in values.tolist()]


def _cut(frame: gpd.GeoDataFrame, field: ExportField) -> int:
    """Shorten what is too long for a cell; answers how many values that were."""
    column = frame[field.name]
    if not pd.api.types.is_string_dtype(column):
        return 0
    long = column.str.len().fillna(0) > CELL_CHARACTERS
    if long.any():
        frame.loc[long, field.name] = column[long].str.slice(0, CELL_CHARACTERS)
    return int(long.sum())


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


WORKBOOK_FORMAT = ExportFormat(
    "xlsx",
    Text("Excel 表（.xlsx，无图形）", "Excel sheet (.xlsx, no shapes)"),
    XLSX,
    place=50,
    write=write_workbook,
    rate=Rate(6e-5, 0.5),
    of_raster=True,
)
