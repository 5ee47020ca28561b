"""The project list of the demonstration, from a readable table to the workbook an office sends."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

TITLE = "生态项目清单（示例）"
NUMBERS = ("（万元）", "（%）")  # how heads of numbers end
DATE = "日期"
STAMP = (2024, 12, 31, 8, 0, 0)


def write_projects(table: Path, workbook: Path) -> None:
    """Write the UTF-8 table as .xlsx, with real dates and numbers and the same bytes every time."""
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("项目")
    sheet.append([TITLE])
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([_value(head, text) for head, text in row.items()])
    for cell in (*sheet[1], *sheet[2]):
        cell.font = Font(bold=True)
    for column, head in enumerate(rows[0], 1):
        sheet.column_dimensions[get_column_letter(column)].width = 2 * len(head) + 8
    sheet.freeze_panes = "C3"
    _save(book, workbook)


def _value(head: str, text: str) -> str | float | dt.date | None:
    if not text:
        return None
    if head.endswith(DATE):
        return dt.date.fromisoformat(text)
    return float(text) if head.endswith(NUMBERS) else text


def _save(book: Workbook, path: Path) -> None:
    """Save with fixed times: openpyxl stamps the moment into the parts and the archive."""
    book.properties.created = book.properties.modified = dt.datetime(*STAMP)
    book.properties.creator = "EcoAtlas"
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for part in parts.infolist():
            content = parts.read(part)
            if part.filename == "docProps/core.xml":
                content = _fixed_time(content)
            out.writestr(zipfile.ZipInfo(part.filename, STAMP), content, zipfile.ZIP_DEFLATED)


def _fixed_time(core: bytes) -> bytes:
    stamp = dt.datetime(*STAMP).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, core)
