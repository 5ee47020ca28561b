"""What a person takes home from a check: the mended layer as a file, the faults as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from geo.errors import EcoAtlasError, Problem, declare
from geo.words import Text
from layers.export.features import Features
from layers.export.formats.geopackage import write_geopackage
from layers.export.formats.job import Job
from layers.export.formats.shapefile import write_shapefile
from layers.export.names import stem_of
from layers.kinds import get_kind
from layers.kinds.required import SPONGE_ZONE
from layers.reading.actions import action_of
from layers.reading.described import Finding
from layers.reading.files import ReadLayer
from layers.reading.report import CheckReport
from layers.storage.content import CGCS2000, canonical
from layers.system.atomic_file import appearing
from layers.system.dateless import save_book
from layers.system.xlsx import add_sheet

WRITERS = {".gpkg": write_geopackage, ".zip": write_shapefile}
# What a file says of its own mending: of a fault in every row the first hundreds say enough.
NOTES_LISTED = 200
SEVERITIES = {"error": "错误 error", "warning": "提醒 warning", "info": "说明 info"}
FAULT_HEAD = (
    "图层 Layer",
    "代码 Code",
    "级别 Severity",
    "行 Row",
    "字段 Field",
    "经度 Longitude",
    "纬度 Latitude",
    "问题",
    "怎么办",
    "本系统的处理",
    "Problem",
    "What to do",
    "What we do",
    "原面积 Area before（m²）",
    "现面积 Area after（m²）",
)
LAYER_HEAD = (
    "图层 Layer",
    "要素 Features",
    "几何 Geometry",
    "编码 Encoding",
    "编码样例 Sample",
    "坐标系（文件）CRS declared",
    "坐标系（采用）CRS used",
)
FIELD_HEAD = ("图层 Layer", "文件字段 Field", "类型 Type", "对应 Maps to")

MENDED_FORMAT = declare(
    "mended-format",
    "error",
    Text("改正后的数据不能写成“{name}”。", "Mended data cannot be written to “{name}”."),
    Text("请用 .gpkg 或 .zip（Shapefile）。", "Use .gpkg, or .zip for a shapefile."),
)
MENDED_NEEDS_KIND = declare(
    "mended-needs-kind",
    "error",
    Text(
        "要写出改正后的数据，先要知道图层种类。",
        "Before mended data can be written the kind of layer must be known.",
    ),
    Text(
        f"请加 --kind，例如 --kind {SPONGE_ZONE.id}。",
        f"Add --kind, such as --kind {SPONGE_ZONE.id}.",
    ),
)


def write_mended(
    read: ReadLayer, kind: str, out: Path, encoding: str = "UTF-8"
) -> tuple[Problem, ...]:
    """Write the layer as it would be imported (EPSG:4490), as GeoPackage or zipped shapefile.

    The file says what was found and done. Returns what the format could not carry. Raises
    `mended-format` and, for shapefiles, what `write_shapefile` raises; nothing is left then.
    """
    writer = WRITERS.get(out.suffix.lower())
    if writer is None:
        raise EcoAtlasError(MENDED_FORMAT, name=out.name)
    # As it would be stored: what is taken home and what is imported are one content.
    content = canonical(read.table, kind=kind, key_field=read.key_field)
    stem = Path(read.report.file).stem
    about = {
        "title": {"zh": stem, "en": stem},
        "file": read.report.file,
        "kind": kind,
        "key_field": read.key_field,
        "features": content.features,
        "crs": f"EPSG:{CGCS2000}",
        "sha256": content.sha256,
    }
    with appearing(out, out.suffix.lower()) as written:
        name = stem_of(stem).strip("_") or get_kind(kind).id
        told = read.report.problems[:NOTES_LISTED]
        features = Features.of_table(content.table)
        job = Job(features, name, kind, Text(stem, stem), about, written, encoding, told)
        return tuple(writer(job))


def write_fault_report(report: CheckReport, out: Path) -> None:
    """Write every finding with its place and advice, and what was decided on each layer."""
    book = Workbook(write_only=True)
    add_sheet(book, "问题 Faults", FAULT_HEAD, (_fault(report, one) for one in report.findings))
    add_sheet(book, "图层 Layers", LAYER_HEAD, _layers(report))
    add_sheet(book, "字段 Fields", FIELD_HEAD, _fields(report))
    with appearing(out, ".xlsx") as written:
        save_book(book, written)


def _fault(report: CheckReport, finding: Finding) -> tuple[Any, ...]:
    problem = finding.problem
    action = action_of(problem, report.accepted)
    lon, lat = problem.place or (None, None)
    return (
        finding.layer,
        problem.code,
        SEVERITIES[finding.severity],
        problem.feature,
        problem.field,
        lon,
        lat,
        problem.message.zh,
        problem.fix.zh,
        action.zh,
        problem.message.en,
        problem.fix.en,
        action.en,
        problem.values.get("before_m2"),
        problem.values.get("after_m2"),
    )


def _layers(report: CheckReport) -> Iterator[tuple[Any, ...]]:
    for layer in report.layers:
        yield (
            layer.name,
            layer.features,
            "、".join(layer.geometry_types),
            layer.encoding.used or layer.encoding.detected,
            "、".join(layer.encoding.sample),
            layer.crs.declared,
            f"EPSG:{layer.crs.used}" if layer.crs.used else None,
        )


def _fields(report: CheckReport) -> Iterator[tuple[Any, ...]]:
    for layer in report.layers:
        for field in layer.fields:
            yield (layer.name, field.name, field.type, field.maps_to)
