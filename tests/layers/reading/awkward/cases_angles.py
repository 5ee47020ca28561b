"""Degrees, minutes and seconds in columns of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.words import Text
from layers.reading.files import check_file, read_layer
from tests.layers.reading.awkward.case import Awkward
from tests.layers.reading.awkward.cases_tables import csv, workbook

ANGLES = Text("度、分、秒分列", "Degrees, minutes and seconds in columns of their own")
KIND, SAID = "outfall", {"crs": "EPSG:4490"}
PLACES = ((114.208472, 30.4), (114.3, 30.5))
MERGED = ("A1:I1", "A2:A3", "B2:B3", "C2:E2", "F2:H2", "I2:I3")
HEADS = (
    ("入河排污口登记表", *[None] * 8),
    ("编号", "名称", "经度", None, None, "纬度", None, None, "备注"),
    (None, None, "度", "分", "秒", "度", "分", "秒", None),
)
ONE, TWO = ("PK01", "一号", 114, 12, 30.5, 30, 24, 0), ("PK02", "二号", 114, 18, 0, 30, 30, 0)


def at(places: Sequence[tuple[float, float]], *names: str) -> Callable[[Path], None]:
    """Points here, and no name of a column lost."""

    def holds(path: Path) -> None:
        read = read_layer(path, kind=KIND, **SAID)
        found = shapely.get_coordinates(read.frame.geometry.to_numpy())
        assert found == pytest.approx(np.array(places), abs=1e-6)
        assert [field.name for field in read.report.layers[0].fields] == list(names)

    return holds


def row_named(path: Path) -> None:
    """A minute of 72, or no seconds: the row is named, nothing is made up."""
    report = check_file(path, kind=KIND, **SAID)
    assert {(p.code, p.feature) for p in report.problems if p.feature} == {
        ("coordinate-unreadable", 2),
        ("coordinate-unreadable", 3),
        ("empty-geometry", 2),
        ("empty-geometry", 3),
    }
    read = read_layer(path, kind=KIND, accept={"empty-geometry"}, **SAID)
    assert read.frame["code"].tolist() == ["PK01"]


def two_places(path: Path) -> None:
    (told,) = check_file(path, kind=KIND, **SAID).blocking
    assert told.code == "coordinates-ambiguous"
    assert "起点" in told.message.zh
    assert "终点" in told.message.zh


def plain(*rows: Sequence[object], head: str) -> Callable[[Path], Path]:
    return csv([head.split(), *rows])


def names(head: str) -> tuple[str, ...]:
    return tuple(head.split())


DMS = "编号 名称 经度_度 经度_分 经度_秒 纬度_度 纬度_分 纬度_秒"
UNITS = "编号 名称 经度（°） 经度（′） 经度（″） 纬度（°） 纬度（′） 纬度（″）"
DM = "编号 名称 经度 经度分 纬度 纬度分"
SIDES = "编号 名称 经度半球 经度度 经度分 纬度半球 纬度度 纬度分"
ENGLISH = "编号 名称 Lon_D Lon_M Lon_S Lat_D Lat_M Lat_S"
ENDS = "编号 名称 " + " ".join(
    f"{end}{part}" for end in ("起点", "终点") for part in ("经度度", "经度分", "纬度度", "纬度分")
)

CASES = (
    Awkward(
        "dms-merged-heads",
        ANGLES,
        Text("合并表头下的度、分、秒", "under merged heads in a workbook"),
        Text(
            "114.208472, 30.4 与 114.3, 30.5；列名完整",
            "114.208472, 30.4 and 114.3, 30.5; no name of a column is lost",
        ),
        workbook([*HEADS, (*ONE, "雨水"), (*TWO, "工业")], MERGED),
        at(
            PLACES,
            *("编号", "名称", "经度度", "经度分", "经度秒"),
            *("纬度度", "纬度分", "纬度秒", "备注"),
        ),
    ),
    Awkward(
        "dms-two-head-rows-csv",
        ANGLES,
        Text("同上，另存为 CSV", "the same, saved as CSV"),
        Text("同上", "the same"),
        csv([*HEADS, (*ONE, "雨水"), (*TWO, "工业")]),
        at(
            PLACES,
            *("编号", "名称", "经度度", "经度分", "经度秒"),
            *("纬度度", "纬度分", "纬度秒", "备注"),
        ),
    ),
    Awkward(
        "dms-csv",
        ANGLES,
        Text("CSV 一行表头：经度_度、经度_分…", "one header row in a CSV"),
        Text("同上", "the same"),
        plain(ONE, TWO, head=DMS),
        at(PLACES, *names(DMS)),
    ),
    Awkward(
        "dms-units-in-heads",
        ANGLES,
        Text("表头写 °、′、″，格内也带单位", "heads with °, ′ and ″, cells with units"),
        Text("同上", "the same"),
        plain(("PK01", "一号", "114°", "12′", "30.5″", "30度", "24分", "0秒"), TWO, head=UNITS),
        at(PLACES, *names(UNITS)),
    ),
    Awkward(
        "dms-english",
        ANGLES,
        Text("英文表头 Lon_D、Lon_M、Lon_S", "Lon_D, Lon_M, Lon_S"),
        Text("同上", "the same"),
        plain(ONE, TWO, head=ENGLISH),
        at(PLACES, *names(ENGLISH)),
    ),
    Awkward(
        "degrees-and-minutes",
        ANGLES,
        Text("只有度和分，分带小数", "degrees and decimal minutes only"),
        Text("经度一列按度读，不单独作坐标", "the degrees are no coordinates by themselves"),
        plain(
            ("PK01", "一号", 114, 12.50833, 30, 24),
            ("PK02", "二号", 114, 18, 30, 30),
            head=DM,
        ),
        at(PLACES, *names(DM)),
    ),
    Awkward(
        "hemispheres",
        ANGLES,
        Text("半球另列", "the hemisphere in a column of its own"),
        Text("东、北为正", "east and north are positive"),
        plain(
            ("PK01", "一号", "东经", 114, 12.50833, "北纬", 30, 24),
            ("PK02", "二号", "E", 114, 18, "N", 30, 30),
            head=SIDES,
        ),
        at(PLACES, *names(SIDES)),
    ),
    Awkward(
        "dms-out-of-range",
        ANGLES,
        Text("分为 72，或没有填秒", "72 minutes, or no seconds"),
        Text("点名该行，不编造", "the row is named, nothing is made up"),
        plain(
            ONE,
            ("PK02", "二号", 114, 72, 0, 30, 30, 0),
            ("PK03", "三号", 114, 18, "", 30, 30, 0),
            head=DMS,
        ),
        row_named,
    ),
    Awkward(
        "dms-two-places",
        ANGLES,
        Text("起点、终点各一组", "a start and an end"),
        Text("coordinates-ambiguous，列出两组", "coordinates-ambiguous names both"),
        plain(("PK01", "一号", 114, 12, 30, 24, 114, 18, 30, 30), head=ENDS),
        two_places,
    ),
)
