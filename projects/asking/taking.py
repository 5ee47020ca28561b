"""What was found at a place as a file: a workbook to read, or a GeoPackage with the shapes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
from openpyxl import Workbook

from geo.crs.transform import CGCS2000
from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor, record
from layers.catalogue import SECRECY_GRADES, VersionRef
from layers.export.errors import UNKNOWN_FORMAT
from layers.export.features import features_of
from layers.export.formats import about
from layers.export.formats.geopackage import write_geopackage
from layers.export.formats.job import Job
from layers.export.names import stem_of
from layers.export.selection import Selection
from layers.storage.integrity import require_whole
from layers.system.atomic_file import appearing
from layers.system.china_time import today
from layers.system.dateless import save_book
from layers.system.media_types import GEOPACKAGE, XLSX
from layers.system.row_access import highest_grade
from layers.system.xlsx import add_sheet
from projects.asking.answering import Answer, Built
from projects.asking.counting import Counted, Member
from projects.asking.errors import SELECTION_EMPTY, SELECTION_TOO_LARGE
from projects.work.services import Services

TYPES = {"xlsx": XLSX, "gpkg": GEOPACKAGE}
MOST_TAKEN = 20_000
AREA_TABLE = "asked_area"
PERCENT_DIGITS = 6
FILE_NAME = Text("范围查询", "selection")
HEADS_OF_LAYERS = (
    "图层 Layer",
    "编号 Id",
    "版本 Version",
    "密级 Secrecy",
    "要素数 Features",
    "范围内面积 Area inside（m²）",
    "占范围 Share（%）",
    "扣除的重叠 Overlap removed（m²）",
    "范围内长度 Length inside（m）",
    "说明 Note",
)
HEADS_OF_FEATURES = (
    "图层 Layer",
    "编号 Key",
    "名称 Name",
    "类别 Class",
    "范围内面积 Area inside（m²）",
    "范围内长度 Length inside（m）",
    "距离 Distance（m）",
    "项目 Projects",
    "牵头单位 Lead unit",
    "密级 Secrecy",
)
HEADS_OF_CHIEFS = (
    "水体 Water",
    "距离 Distance（m）",
    "河段 Reach",
    "级别 Level",
    "行政区 Division",
    "职务 Post",
    "责任单位 Unit",
)
ITEM = ("项目 Item", "内容 Content")


def file_name(format_: str) -> str:
    """Nothing of it comes from what somebody typed."""
    return f"{FILE_NAME.zh}_{today().isoformat()}.{format_}"


def require_format(format_: str) -> None:
    """Raises `unknown-export-format`."""
    if format_ not in TYPES:
        raise EcoAtlasError(UNKNOWN_FORMAT, format=format_[:20], known=", ".join(TYPES))


def take(services: Services, found: Answer, format_: str, out: Path, by: Actor) -> None:
    """Write the features of an answer to `out`; that they leave is recorded before it is there,
    layer by layer as every export is.

    Raises `unknown-export-format`, `selection-empty`, `selection-too-large`, `content-damaged`.
    """
    require_format(format_)
    layers = [one for one in found.layers if one.members]
    if not layers:
        raise EcoAtlasError(SELECTION_EMPTY)
    if found.number > MOST_TAKEN:
        raise EcoAtlasError(SELECTION_TOO_LARGE, count=found.number, limit=MOST_TAKEN)
    for one in layers:
        require_whole(services.store, one.version.sha256, one.version.label)
    with appearing(out, f".{format_}") as written:
        if format_ == "xlsx":
            save_book(_book(found, layers), written)
        else:
            _package(services, found, layers, written)
        with services.transaction() as session:
            for one in layers:
                details = _recorded(one.version, format_, found)
                record(session, by, "layer-exported", one.version.label, details=details)


def _recorded(version: VersionRef, format_: str, found: Answer) -> dict[str, Any]:
    return {
        "format": format_,
        "crs": f"EPSG:{CGCS2000}",
        "sha256": version.sha256,
        "secrecy": version.secrecy,
        "selection": found.where.said.zh,
    }


def _about(found: Answer, layers: list[Counted]) -> Iterator[tuple[str, Any]]:
    """What the file is, in both languages; its grade is the highest of what is in it."""
    grade = SECRECY_GRADES[highest_grade(one.version.secrecy for one in layers)]
    yield "范围 Place", _both(found.where.said)
    yield "范围面积 Area（m²）", found.area_m2
    yield "密级 Secrecy", _both(grade)
    yield "坐标系 CRS", "EPSG:4490 CGCS2000"
    yield "查询日期 Asked on", today().isoformat()
    for note in found.notes:
        yield about.NOTES, _both(note)
    for one in layers:
        told = about.about_version(one.version, CGCS2000) | {"features": len(one.members)}
        for title, value in about.lines(told):
            yield f"{one.version.layer_id}：{title}", value


def _book(found: Answer, layers: list[Counted]) -> Workbook:
    book = Workbook(write_only=True)
    add_sheet(book, "图层 Layers", HEADS_OF_LAYERS, (_layer(one) for one in found.layers))
    rows = (_feature(found, one, each) for one in layers for each in one.members)
    add_sheet(book, "要素 Features", HEADS_OF_FEATURES, rows)
    if found.charge:
        add_sheet(book, "河湖长 Chiefs", HEADS_OF_CHIEFS, _chiefs(found))
    add_sheet(book, "说明 About", ITEM, _about(found, layers))
    return book


def _chiefs(found: Answer) -> Iterator[tuple[Any, ...]]:
    for water in found.charge:
        for one in water.chiefs:
            division = one.division_title
            named = (water.name or water.key, water.distance_m, one.reach, _both(one.level_title))
            yield (*named, None if division is None else _both(division), one.post, one.unit)


def _layer(one: Counted) -> tuple[Any, ...]:
    version = one.version
    return (
        version.title.zh,
        version.layer_id,
        version.number,
        SECRECY_GRADES[version.secrecy].zh,
        len(one.members),
        one.area_m2,
        None if one.share is None else round(one.share * 100, PERCENT_DIGITS),
        one.overlap_removed_m2,
        one.length_m,
        None if one.problem is None else _both(one.problem),
    )


def _feature(found: Answer, layer: Counted, one: Member) -> tuple[Any, ...]:
    version = layer.version
    built = found.projects.get((version.layer_id, one.key), ())
    return (
        version.title.zh,
        one.key,
        one.name,
        _class_name(layer, one),
        one.area_m2,
        one.length_m,
        one.distance_m,
        "；".join(f"{each.code} {each.name}" for each in built),
        "；".join(_units(built)),
        SECRECY_GRADES[version.secrecy].zh,
    )


def _class_name(layer: Counted, one: Member) -> str | None:
    return next((each.title.zh for each in layer.classes if each.code == one.code), one.code)


def _units(built: tuple[Built, ...]) -> list[str]:
    return list(dict.fromkeys(each.unit for each in built if each.unit))


def _package(services: Services, found: Answer, layers: list[Counted], out: Path) -> None:
    """A table for each layer with all attributes, and one with the area that was asked about."""
    told = dict(_about(found, layers))
    ground = found.where.ground
    if ground is not None:
        area = gpd.GeoDataFrame(
            [{"said": found.where.said.zh, "area_m2": found.area_m2}],
            geometry=[ground],
            crs=CGCS2000,
        )
        note = json.dumps(told, ensure_ascii=False, default=str)
        pyogrio.write_dataframe(
            area, out, layer=AREA_TABLE, driver="GPKG", layer_options={"DESCRIPTION": note}
        )
    for one in layers:
        chosen = Selection([each.key for each in one.members], found.where.said.zh)
        features = features_of(services.store, one.version, CGCS2000, chosen)
        said = about.about_version(one.version, CGCS2000)
        said |= {"features": features.count, "selection": chosen.said}
        version = one.version
        job = Job(
            features,
            stem_of(version.layer_id),
            version.kind,
            version.title,
            said,
            out,
            made=version.created_at,
        )
        write_geopackage(job)


def _both(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh} / {text.en}"
