"""The attributes of a version as an Excel workbook that people read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from geo.errors import EcoAtlasError, Problem
from layers.catalogue import SECRECY_GRADES, VersionRef
from layers.content import columns_of
from layers.export_errors import TOO_MANY_ROWS
from layers.export_fields import ExportField, export_fields, looks_like_formula

MOST_ROWS = 1_048_575
BOLD = Font(bold=True)
ABOUT_TITLES = {
    "layer": "图层编号 Layer",
    "version": "版本 Version",
    "sha256": "SHA-256",
    "kind": "类型 Kind",
    "key_field": "编号字段 Key field",
    "title": "标题 Title",
    "source": "来源 Source",
    "date": "日期 Date",
    "licence": "许可 Licence",
    "secrecy": "密级 Secrecy",
}


def write_xlsx(
    frame: gpd.GeoDataFrame, version: VersionRef, about: dict[str, Any], out: Path
) -> list[Problem]:
    """Three sheets: features with Chinese titles and wording, fields, and what this is.

    Text that looks like a formula stays text. Raises `too-many-rows`.
    """
    if len(frame) > MOST_ROWS:
        raise EcoAtlasError(TOO_MANY_ROWS, count=len(frame))
    fields = export_fields(version.kind, columns_of(frame))
    book = Workbook(write_only=True)
    _sheet(book, "要素 Features", [_heading(field) for field in fields], _rows(frame, fields))
    head = ["名称 Name", "中文 Chinese", "英文 English", "单位 Unit", "代码 Codes"]
    _sheet(book, "字段 Fields", head, (_field_row(field) for field in fields))
    _sheet(book, "说明 About", ["项目 Item", "内容 Content"], _about_rows(about))
    book.save(out)
    return []


def _sheet(book: Workbook, title: str, head: list[str], rows: Iterable[Iterable[Any]]) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number in range(len(head)):
        sheet.column_dimensions[chr(ord("A") + number) if number < 26 else "AA"].width = 18
    cells = [_cell(sheet, text) for text in head]
    for cell in cells:
        cell.font = BOLD
    sheet.append(cells)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    if looks_like_formula(value):
        # As if typed after an apostrophe: shown as it is, never computed.
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _heading(field: ExportField) -> str:
    return f"{field.title.zh}（{field.unit}）" if field.unit else field.title.zh


def _rows(frame: gpd.GeoDataFrame, fields: list[ExportField]) -> Iterable[Iterable[Any]]:
    columns = [[_plain(value, field) for value in frame[field.name]] for field in fields]
    return zip(*columns, strict=True)


def _plain(value: Any, field: ExportField) -> Any:
    """A value as a person reads it: codes in words, nothing for nothing."""
    if pd.isna(value):
        return None
    if value in field.codes:
        return field.codes[value].zh
    return value.item() if hasattr(value, "item") else value


def _field_row(field: ExportField) -> tuple[str, ...]:
    return (field.name, field.title.zh, field.title.en, field.unit, field.code_list)


def _about_rows(about: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    said = dict(about)
    said["title"] = f"{about['title']['zh']} / {about['title']['en']}"
    grade = SECRECY_GRADES[about["secrecy"]]
    said["secrecy"] = f"{grade.zh} / {grade.en}"
    return [(title, said[name]) for name, title in ABOUT_TITLES.items()]
