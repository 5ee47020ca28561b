"""Files that offices send and that are not read: each with what to ask the sender for instead."""

from __future__ import annotations

from pathlib import PurePath
from typing import NoReturn

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.reading.intake.file_errors import UNKNOWN_FORMAT
from layers.reading.shown import shown_name

FORMAT_NOT_READ = declare(
    "format-not-read",
    "error",
    Text("不能直接读取“{file}”：{title}。", "'{file}' cannot be read directly: it is {title}."),
    Text("请{instead}。", "{instead}."),
)
_ARCHIVE = Text("解开后重新压缩为 .zip", "Unpack it and pack it again as .zip")
_AS_DXF = Text("在 CAD 软件中另存为 DXF（R2007 或更高）", "Save it as DXF (R2007 or later)")
_AS_XLSX = Text("另存为 .xlsx 或 .csv", "Save it as .xlsx or .csv")
_AS_SHAPE = Text("导出为 Shapefile 或 GeoPackage", "Export it as a shapefile or a GeoPackage")
_WHOLE_GDB = Text("提供整个 .gdb 文件夹或其压缩包", "Send the whole .gdb folder, or zip it")

NOT_READ: dict[str, tuple[Text, Text]] = {
    ".rar": (Text("RAR 压缩包", "a RAR archive"), _ARCHIVE),
    ".7z": (Text("7z 压缩包", "a 7z archive"), _ARCHIVE),
    ".gz": (Text("gzip 压缩文件", "a gzip file"), _ARCHIVE),
    ".tgz": (Text("tar 压缩包", "a tar archive"), _ARCHIVE),
    ".tar": (Text("tar 包", "a tar archive"), _ARCHIVE),
    ".dwg": (Text("AutoCAD 图纸", "an AutoCAD drawing"), _AS_DXF),
    ".xls": (Text("旧版 Excel 文件", "an old Excel file"), _AS_XLSX),
    ".et": (Text("WPS 表格", "a WPS spreadsheet"), _AS_XLSX),
    ".ods": (Text("OpenDocument 表格", "an OpenDocument spreadsheet"), _AS_XLSX),
    ".xlsm": (Text("带宏的工作簿", "a workbook with macros"), _AS_XLSX),
    ".tab": (Text("MapInfo 表", "a MapInfo table"), _AS_SHAPE),
    ".mif": (Text("MapInfo 交换文件", "a MapInfo interchange file"), _AS_SHAPE),
    ".mdb": (Text("个人地理数据库", "a personal geodatabase"), _AS_SHAPE),
    ".gml": (Text("GML", "GML"), _AS_SHAPE),
    ".mpk": (Text("ArcGIS 地图包", "an ArcGIS map package"), _AS_SHAPE),
    ".lyr": (Text("ArcGIS 图层文件（只有符号）", "an ArcGIS layer file (style only)"), _AS_SHAPE),
    ".gdb": (Text("不是文件夹的 .gdb", "a .gdb that is not a folder"), _WHOLE_GDB),
    ".gdbtable": (Text("地理数据库中的一张表", "one table of a geodatabase"), _WHOLE_GDB),
}


def refuse_format(name: str) -> NoReturn:
    """Say what to send instead, where we know the format; else that we do not know it."""
    known = NOT_READ.get(PurePath(name).suffix.lower())
    if known is None:
        raise EcoAtlasError(UNKNOWN_FORMAT, file=shown_name(name))
    title, instead = known
    raise EcoAtlasError(FORMAT_NOT_READ, file=shown_name(name), title=title, instead=instead)
