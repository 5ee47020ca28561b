"""The attributes of a version as an Excel workbook that people read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from openpyxl import Workbook

from geo.errors import EcoAtlasError, Problem
from layers.catalogue import SECRECY_GRADES, VersionRef
from layers.content import columns_of
from layers.export_errors import TOO_MANY_ROWS
from layers.export_fields import ExportField, export_fields
from layers.sheets import MOST_ROWS, add_sheet

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
    add_sheet(book, "要素 Features", [_heading(field) for field in fields], _rows(frame, fields))
    head = ["名称 Name", "中文 Chinese", "英文 English", "单位 Unit", "代码 Codes"]
    add_sheet(book, "字段 Fields", head, (_field_row(field) for field in fields))
    add_sheet(book, "说明 About", ["项目 Item", "内容 Content"], _about_rows(about))
    book.save(out)
    return []


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
